"""The pages of periods: who may see and do what, and what they say."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Approval, Closing, Issuer
from neoequity.books.periods.closing import Proved, ask_reopening
from neoequity.books.periods.rules import Period
from placements.actions.delivery import deliver
from placements.models import Placement, Sale
from tests.factories import UserFactory, reverse_sale, sell, sell_many
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.periods.closings import CLOSED_ON, anna, close, reopen

CLOSE = "/periods/close/?issuer=neotherapeutics&period=2001Q4"
NOTES = {
    "unsettled": "Delivered in January.",
    "documents": "Kept on paper.",
    "earlier": "Nothing was sold.",
    "warrants": "Issued in January.",
    "findings": "Settled with the agent.",
}


def test_a_quarter_is_closed_by_its_page_and_shows_its_totals(
    sold: Placement, controller: Client
) -> None:
    assert CLOSE in links(controller.get("/periods/"))
    asked = words(controller.get(CLOSE))
    assert "1 sale is not settled on Dec 31, 2001: $4,000.00 gross." in asked
    assert "The ledger agrees" not in asked
    page = words(controller.post(CLOSE, NOTES, follow=True))
    assert "The ledger agrees: 1 agreement, 1 placement, 1 sale" in page
    assert "Q4 2001 of NeoTherapeutics, Inc. is closed." in page
    assert "Capacity left of $25,000,000 – $24,996,000.00" in page
    assert "Note of anna: Delivered in January." in page
    assert Closing.objects.get().head_digest in page


def test_the_checklist_proves_the_ledger_only_when_asked(
    sold: Placement, controller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proofs: list[Proved] = []

    def prove(issuer: Issuer, period: Period) -> Proved:
        assert (issuer.slug, period.label) == ("neotherapeutics", "2001Q4")
        proofs.append(Proved(["Sale 1 …"], ""))
        return proofs[-1]

    monkeypatch.setattr("neoequity.periods.views.prove", prove)
    monkeypatch.setattr("neoequity.periods.proving.prove", prove)
    page = controller.get(CLOSE)
    assert (
        "The books of NeoTherapeutics, Inc. up to Dec 31, 2001 are proved when you close the period"
    ) in words(page)
    assert not proofs
    assert CLOSE.removeprefix("/periods/close/") + "&prove=1" in links(page)
    asked = words(controller.get(f"{CLOSE}&prove=1"))
    told = (
        "Ledger blocks The ledger does not agree with its rows. Go to History. List of 1 Sale 1 …"
    )
    assert told in asked
    assert len(proofs) == 1
    assert "The ledger does not agree with its rows." in words(controller.post(CLOSE, NOTES))
    assert len(proofs) == 2
    assert not Closing.objects.exists()


def test_without_the_notes_nothing_is_closed(sold: Placement, controller: Client) -> None:
    response = controller.post(CLOSE, {"unsettled": "Delivered in January."})
    assert response.status_code == 422
    assert "4 earlier months are open. Say in a note why that may stay." in words(response)
    assert not Closing.objects.exists()


def test_a_period_that_cannot_be_closed_says_why(sold: Placement, controller: Client) -> None:
    page = words(controller.get(CLOSE.replace("2001Q4", "2002-01")))
    assert "January 2002 ends on Jan 31, 2002: it can be closed from the day after on" in page
    assert controller.get(CLOSE.replace("2001Q4", "2001Q5")).status_code == 400
    assert controller.get(CLOSE.replace("neotherapeutics", "elsewhere")).status_code == 404


def test_the_list_tells_what_is_closed_by_whom_and_what_is_open(
    sold: Placement, reader: Client
) -> None:
    close("2001-10")
    page = words(reader.get("/periods/"))
    assert "Q4 2001 Oct 1, 2001 to Dec 31, 2001 partly closed none" in page
    assert "October 2001 Oct 1, 2001 to Oct 31, 2001 closed Closing 1 by anna, Jan 12, 2002" in page
    assert "November 2001 Nov 1, 2001 to Nov 30, 2001 open none" in page
    assert "January 2002 Jan 1, 2002 to Jan 31, 2002 running none" in page
    assert "2001-05" not in page


def test_months_closed_one_by_one_close_their_quarter(sold: Placement, reader: Client) -> None:
    for label in ("2001-10", "2001-11", "2001-12"):
        close(label)
    page = words(reader.get("/periods/"))
    assert "Q4 2001 Oct 1, 2001 to Dec 31, 2001 closed month by month" in page


def test_a_reopening_is_asked_for_and_approved_by_another(
    sold: Placement, controller: Client, approver: Client
) -> None:
    page = f"/periods/{close().pk}/"
    assert f"{page}reopen/" in links(controller.get(page))
    asked = controller.post(f"{page}reopen/", {"reason": "A sale was forgotten."}, follow=True)
    request = Approval.objects.get(kind="reopening")
    assert "Awaiting approval by another person (carl" in words(asked)
    assert "Reopen Q4 2001 of NeoTherapeutics, Inc. (closing 1). Requested by anna" in words(asked)
    assert f"{page}reopen/" not in links(asked)
    assert request.get_absolute_url() in links(approver.get("/approvals/"))
    there = approver.get(request.get_absolute_url())
    assert "Why: A sale was forgotten." in words(there)
    assert page in links(there)
    approver.post(f"{request.get_absolute_url()}decide/", {"decision": "approved", "note": ""})
    done = words(approver.get(page))
    assert "reopened · closed by anna" in done
    assert "Reopened on Jan 12, 2002: A sale was forgotten." in done
    assert f"Request {request.pk} by anna was approved by carl" in done


def test_a_reopening_that_waits_is_not_asked_for_again(sold: Placement, controller: Client) -> None:
    closing = close()
    request = ask_reopening(closing, reason="A sale was forgotten.", by=anna())
    page = words(controller.get(f"/periods/{closing.pk}/reopen/"))
    assert f"Request {request.pk} by anna is already awaiting a CFO's decision" in page
    response = controller.post(f"/periods/{closing.pk}/reopen/", {"reason": "Really."})
    assert response.status_code == 422
    assert Approval.objects.filter(kind="reopening").count() == 1


def test_on_a_day_before_its_reopening_a_period_was_closed(sold: Placement, reader: Client) -> None:
    reopen(close("2001-10", today=date(2001, 12, 3)))
    then = words(reader.get("/periods/?as_of=2001-12-31"))
    assert "October 2001 Oct 1, 2001 to Oct 31, 2001 closed Closing 1 by anna, Dec 3, 2001" in then
    assert "October 2001 Oct 1, 2001 to Oct 31, 2001 reopened" in words(reader.get("/periods/"))


@pytest.mark.parametrize("page", ["close/?issuer=neotherapeutics&period=2001Q4", "{}/reopen/"])
def test_a_reader_sees_the_periods_and_changes_none(
    sold: Placement, reader: Client, page: str
) -> None:
    closing = close("2001-10")
    address = "/periods/" + page.format(closing.pk)
    assert reader.get(address).status_code == reader.post(address).status_code == 403
    for read in ("/periods/", f"/periods/{closing.pk}/"):
        assert reader.get(read).status_code == 200
        assert address not in links(reader.get(read))
        assert reader.post(read).status_code == 405


@pytest.mark.parametrize("page", ["", "close/", "{}/", "{}/reopen/"])
def test_a_stranger_is_sent_to_the_login(sold: Placement, page: str) -> None:
    response = Client().get("/periods/" + page.format(close("2001-10").pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_the_pages_keep_to_the_policy(sold: Placement, controller: Client) -> None:
    closing = close("2001-10")
    for page in ("/periods/", f"/periods/{closing.pk}/", f"/periods/{closing.pk}/reopen/"):
        assert not breaks_the_policy(controller.get(page))
    assert not breaks_the_policy(controller.get(CLOSE.replace("Q4", "-11")))


# What came after


def test_changes_recorded_after_closing_that_concern_the_period_are_told(
    sold: Placement, reader: Client
) -> None:
    by, closing = UserFactory(username="tom"), close()
    wrong = Sale.objects.get()
    reverse_sale(wrong, on=date(2002, 1, 4), reason="Wrong.", by=by, today=CLOSED_ON)
    reopen(closing)
    forgotten = sell(sold, 2000, by=by)
    later = sell(sold, by=by, trade_date=date(2002, 1, 4), today=CLOSED_ON)
    delivered = [forgotten, later]
    deliver(delivered, delivered_on=date(2002, 1, 9), by=by, today=CLOSED_ON)
    told = words(reader.get(f"/periods/{closing.pk}/"))
    assert "Reversal 2 Sales Agreement Jan 4, 2002 (1,000) ($4,000.00) reverses sale 1" in told
    assert "Sale 3 Sales Agreement Nov 9, 2001 2,000 $8,000.00 dated in it" in told
    assert "Delivery of sale 3 Sales Agreement Jan 9, 2002 2,000 $8,000.00 settles a sale" in told
    assert "Sale 4" not in told
    assert "Delivery of sale 4" not in told


def test_the_page_of_a_closing_asks_as_often_for_many_changes_as_for_few(
    sold: Placement, reader: Client
) -> None:
    closing = close()
    reopen(closing)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(f"/periods/{closing.pk}/").status_code == 200
        return len(queries)

    sell_many(sold, 2)
    asked()
    few = asked()
    sell_many(sold, 60)
    assert asked() == few <= 20
