"""Upload, look at every line, record: the pages, and what each person may do on them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from neoequity.books.models import Approval
from neoequity.people.models import User
from neoequity.statements.models import Sender, Statement, StatementLine, Upload
from tests.books import nothing_changes
from tests.clients import logged_in
from tests.factories import PlacementFactory, UserFactory, sell, usual
from tests.statements import files
from tests.statements.recorded import PAID, received

LAST = date(2001, 11, 30)
UPLOAD, LAYOUT = "/statements/upload/", files.AGENT.name


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = LAST


@pytest.fixture
def treasurer(db: None) -> User:
    return usual()


@pytest.fixture
def browser(treasurer: User) -> Client:
    return logged_in(treasurer)


def uploaded(browser: Client, sender: Sender, content: bytes, layout: str = LAYOUT) -> Any:
    """The answer to an upload."""
    file = SimpleUploadedFile("fills.csv", content)
    return browser.post(UPLOAD, {"read_by": f"{sender.pk}:{layout}", "file": file})


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# From upload to recorded


def test_a_file_is_uploaded_looked_at_and_recorded(browser: Client, agent: Sender) -> None:
    preview = uploaded(browser, agent, files.sales(files.SALE))["Location"]
    page = text_of(browser.get(preview))
    assert "Ready to record." in page
    assert "$152,918.68" in page
    assert not Statement.objects.exists()
    answer = browser.post(preview, {"record": "1"})
    statement = Statement.objects.get()
    assert answer["Location"] == statement.get_absolute_url()
    assert "HV-1" in text_of(browser.get(answer["Location"]))
    assert not Upload.objects.exists()


def test_each_line_says_whether_it_is_booked(
    browser: Client, agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], LAYOUT)
    page = text_of(browser.get(uploaded(browser, agent, month_to_date[1])["Location"]))
    assert page.count("Booked already</span>") == 1
    assert page.count("New</span>") == 1
    assert f"{Statement.objects.get()}, line 2" in page


def test_a_contradicting_line_says_its_figures_and_nothing_can_be_recorded(
    browser: Client, agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], LAYOUT)
    changed = month_to_date[1].replace(b"949710", b"949711", 1)
    preview = uploaded(browser, agent, changed)["Location"]
    page = text_of(browser.get(preview))
    assert "shares 949,711 shares, not 949,710 shares as in what was read before." in page
    assert 'name="record"' not in page
    with nothing_changes():
        answer = browser.post(preview, {"record": "1"})
    assert answer.status_code == 422


def test_a_bad_line_is_told_by_its_number(browser: Client, agent: Sender) -> None:
    bad = files.sales(files.SALE.replace("11/09/2001", "soon"))
    page = text_of(browser.get(uploaded(browser, agent, bad)["Location"]))
    assert "Line 2: the date “soon” is not a date" in page or "Line 2:" in page
    assert "Nothing can be recorded from this file." in page


def test_a_known_file_says_when_it_was_recorded(browser: Client, agent: Sender) -> None:
    received(agent, files.sales(files.SALE), LAYOUT)
    page = text_of(browser.get(uploaded(browser, agent, files.sales(files.SALE))["Location"]))
    assert "This file is known: it was recorded as" in page


def test_a_line_that_the_file_lacks_is_told(
    browser: Client, agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], LAYOUT)
    other = files.sales(files.SALE.replace("HV-1", "HV-9"))
    page = text_of(browser.get(uploaded(browser, agent, other)["Location"]))
    assert "Booked before, but not in this file" in page
    assert "“HV-1”" in page


def test_lines_are_narrowed_to_a_verdict(
    browser: Client, agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], LAYOUT)
    preview = uploaded(browser, agent, month_to_date[1])["Location"]
    page = text_of(browser.get(preview, {"verdict": "new"}))
    assert "HV-2" in page
    assert 'data-label="Reference" class="text-break">HV-1<' not in page


def test_a_discarded_file_is_forgotten(browser: Client, agent: Sender) -> None:
    preview = uploaded(browser, agent, files.sales(files.SALE))["Location"]
    assert browser.post(preview, {"discard": "1"})["Location"] == UPLOAD
    assert not Upload.objects.exists()
    assert browser.get(preview).status_code == 404


def test_the_next_upload_takes_the_place_of_the_last(browser: Client, agent: Sender) -> None:
    first = uploaded(browser, agent, files.sales(files.SALE))["Location"]
    uploaded(browser, agent, files.sales())
    assert browser.get(first).status_code == 404
    assert Upload.objects.count() == 1


def test_nobody_sees_the_upload_of_another(browser: Client, agent: Sender) -> None:
    preview = uploaded(browser, agent, files.sales(files.SALE))["Location"]
    other = logged_in(UserFactory(group="Controller"))
    assert other.get(preview).status_code == 404
    assert other.post(preview, {"record": "1"}).status_code == 404
    assert not Statement.objects.exists()


# Cancels


def test_a_cancel_leads_to_the_request_for_the_reversal_of_its_sale(
    browser: Client, agent: Sender, treasurer: User
) -> None:
    placement = PlacementFactory(accepted=True, by=treasurer)
    sale = sell(placement, by=treasurer, agent_reference="HV-1")
    received(agent, files.sales(files.SALE), LAYOUT)
    cancel = "11/12/2001,11/16/2001,HV-3,Cancelled,HV-1,949710,4.0254,3822967.00,,,"
    reverse = f'href="/sales/sales-agreement/{sale.number}/reverse/"'
    preview = uploaded(browser, agent, files.sales(files.SALE, cancel))["Location"]
    assert reverse in text_of(browser.get(preview))
    statement = browser.post(preview, {"record": "1"})["Location"]
    assert reverse in text_of(browser.get(statement))


def test_a_cancel_without_a_sale_of_ours_says_so(browser: Client, agent: Sender) -> None:
    cancel = "11/12/2001,11/16/2001,HV-3,Cancelled,HV-1,949710,4.0254,3822967.00,,,"
    preview = uploaded(browser, agent, files.sales(files.SALE, cancel))["Location"]
    assert "No sale has this reference." in text_of(browser.get(preview))


# What cannot be uploaded


def test_a_file_above_the_limit_is_refused_before_it_is_read(
    browser: Client, agent: Sender, settings: Any
) -> None:
    settings.ATTACHMENT_MOST_BYTES = 100
    answer = uploaded(browser, agent, files.sales(files.SALE))
    assert answer.status_code == 422
    assert "more than the 100 bytes that are kept at most" in text_of(answer)


@pytest.mark.parametrize("read_by", ["", "0:x", "1", "bank", "9999:ofx"])
def test_a_sender_and_layout_that_are_not_there_are_refused(
    browser: Client, agent: Sender, read_by: str
) -> None:
    file = SimpleUploadedFile("fills.csv", files.sales(files.SALE))
    answer = browser.post(UPLOAD, {"read_by": read_by, "file": file})
    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_without_senders_the_page_leads_to_recording_one(browser: Client) -> None:
    assert "/records/sender/new/" in text_of(browser.get(UPLOAD))
    assert "/records/sender/new/" in text_of(browser.get("/statements/"))


# Pages of what was recorded


def test_the_list_has_a_row_for_each_statement(browser: Client, agent: Sender) -> None:
    received(agent, files.sales(files.SALE), LAYOUT)
    page = text_of(browser.get("/statements/"))
    assert "Harbor &amp; Vine" in page
    assert f"{Statement.objects.get()}" in page


def test_an_earlier_day_does_not_know_the_statement(browser: Client, agent: Sender) -> None:
    statement = received(agent, files.sales(files.SALE), LAYOUT).statement
    assert browser.get(f"{statement.get_absolute_url()}?as_of=2001-11-29").status_code == 404
    assert "HV-1" not in text_of(browser.get("/statements/lines/?as_of=2001-11-29"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("reference=hv%2001", 1),
        ("kind=payment", 2),
        ("sender=harbor-vine", 1),
        ("day_from=2001-11-10", 0),
        ("day_to=2001-11-09", 3),
    ],
)
def test_lines_are_filtered(
    browser: Client, agent: Sender, bank: Sender, query: str, count: int
) -> None:
    received(agent, files.sales(files.SALE), LAYOUT)
    received(bank, PAID, files.BANK.name)
    page = text_of(browser.get(f"/statements/lines/?{query}"))
    assert (f"{count} line" in page) if count else ("No lines match" in page)


def test_a_wrong_filter_shows_no_line(browser: Client, agent: Sender) -> None:
    received(agent, files.sales(files.SALE), LAYOUT)
    answer = browser.get("/statements/lines/?day_from=soon")
    assert answer.status_code == 400
    assert "HV-1" not in text_of(answer)


def test_more_lines_take_no_more_queries(
    browser: Client, bank: Sender, django_assert_max_num_queries: Any
) -> None:
    lines = [files.payment(n, files.NOV_9, f"{n}.00", f"B-{n}") for n in range(1, 41)]
    statement = received(bank, files.as_csv(lines, Decimal(0)), files.BANK.name).statement
    with django_assert_max_num_queries(30):
        browser.get(statement.get_absolute_url())


@pytest.mark.parametrize("group", ["CFO", "Auditor"])
def test_readers_see_statements_and_upload_none(agent: Sender, group: str) -> None:
    statement = received(agent, files.sales(files.SALE), LAYOUT).statement
    reader = logged_in(UserFactory(group=group))
    assert reader.get(statement.get_absolute_url()).status_code == 200
    assert reader.get(UPLOAD).status_code == 403
    assert StatementLine.objects.count() == 1


# Layouts on their pages


def described(**said: str) -> dict[str, str]:
    """What is sent to describe the agent's layout."""
    columns = {f"column_{field}": name for name, field in files.AGENT.columns.items()}
    kinds = {"kind_sale": "Sold", "kind_cancel": "Cancelled; Canceled"}
    usual_ones = {"format": "csv", "dates": "month_first", "decimal_sign": ".", "separator": ","}
    return {"name": "Fills", "positive": "in", **usual_ones, **columns, **kinds, **said}


@pytest.fixture
def controller(db: None) -> Client:
    return logged_in(usual("Controller"))


def test_a_sample_is_read_row_by_row_before_asking(controller: Client, agent: Sender) -> None:
    sample = SimpleUploadedFile("sample.csv", files.sales(files.SALE))
    page = f"/statements/senders/{agent.pk}/layout/"
    answer = controller.post(page, {**described(), "sample": sample, "try": "1"})
    told = text_of(answer)
    assert "What the layout makes of “sample.csv”" in told
    assert "HV-1" in told
    assert "$3,670,048.32" in told
    assert not Approval.objects.filter(decision="").exists()


def test_what_a_sample_has_against_the_layout_is_told_by_line(
    controller: Client, agent: Sender
) -> None:
    sample = SimpleUploadedFile("sample.csv", files.sales(files.SALE.replace("949710", "many")))
    page = f"/statements/senders/{agent.pk}/layout/"
    answer = controller.post(page, {**described(), "sample": sample, "ask": "1"})
    assert answer.status_code == 422
    assert "Line 2:" in text_of(answer)
    assert not Approval.objects.filter(decision="").exists()


def test_a_described_layout_is_asked_for_and_shown_to_who_approves(
    controller: Client, agent: Sender
) -> None:
    page = f"/statements/senders/{agent.pk}/layout/"
    answer = controller.post(page, {**described(), "ask": "1"})
    request = Approval.objects.get(decision="")
    assert answer["Location"] == request.get_absolute_url()
    cfo = logged_in(UserFactory(group="CFO"))
    told = text_of(cfo.get(request.get_absolute_url()))
    assert "Trade Dt" in told
    assert "Canceled" in told
    cfo.post(f"{request.get_absolute_url()}decide/", {"decision": "approved", "note": ""})
    [layout] = agent.layouts.filter(name="Fills")
    assert layout.terms.kinds == {"Sold": "sale", "Cancelled": "cancel", "Canceled": "cancel"}
    assert "In force" in text_of(cfo.get(layout.get_absolute_url()))


def test_the_next_version_starts_from_the_one_in_force(controller: Client, agent: Sender) -> None:
    page = text_of(
        controller.get(f"/statements/senders/{agent.pk}/layout/", {"from": files.AGENT.name})
    )
    assert 'value="Trade Dt"' in page
    assert "Figures are preliminary" in page


def test_a_layout_without_a_date_is_refused_with_a_sentence(
    controller: Client, agent: Sender
) -> None:
    page = f"/statements/senders/{agent.pk}/layout/"
    answer = controller.post(page, described(column_day=""))
    assert answer.status_code == 422
    assert "Say which column is the date." in text_of(answer)
