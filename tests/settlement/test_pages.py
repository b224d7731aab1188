"""The pages of notices, failed deliveries and instructions: by reader and writer, page by page."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.models import (
    AgentNotice,
    Agreement,
    Delivery,
    DeliveryFailure,
    DeliveryInstruction,
    Sale,
)
from tests.clients import logged_in
from tests.factories import AgreementFactory, UserFactory, approved, sell, usual
from tests.pages.plain_text import words
from tests.settlement.instructions import TRANSFER, drafted
from tests.worlds import built_once

THURSDAY = date(2001, 11, 15)
on_thursday = override_settings(NEOEQUITY_TODAY=THURSDAY)
PDF = b"%PDF-1.4\n%%EOF\n"


@built_once
def writer(treasurer: User) -> Client:
    return logged_in(treasurer)


@pytest.fixture
def reader(db: None) -> Client:
    return logged_in(UserFactory(group="Auditor"))


# Notices


def notice_form(sale: Sale, **figures: Any) -> dict[str, Any]:
    return {
        "received_on": "2001-11-13",
        **{f"sale{sale.pk}-{name}": value for name, value in figures.items()},
    }


@on_thursday
def test_a_notice_is_recorded_from_the_page_of_its_sale(writer: Client, sale: Sale) -> None:
    page = writer.get(f"/sales/sales-agreement/{sale.number}/").content.decode()
    address = f"/agent-notices/new/?sale={sale.pk}"
    assert address in page
    file = SimpleUploadedFile("cantor.pdf", PDF)
    sent = notice_form(sale, commission="159.99", net="3,840.01")
    answer = writer.post(address, {**sent, "received_time": "16:05", "document": file})
    notice = AgentNotice.objects.get()
    assert answer.headers["Location"] == notice.get_absolute_url()
    assert notice.lines.get().commission == Decimal("159.99")


@on_thursday
def test_the_page_of_a_notice_and_of_its_sale_tell_each_difference(
    writer: Client, reader: Client, sale: Sale
) -> None:
    writer.post(f"/agent-notices/new/?sale={sale.pk}", notice_form(sale, commission="159.99"))
    sentence = "The commission stated, $159.99, is $0.01 less than ours, $160.00."
    notice = AgentNotice.objects.get()
    for page in (notice.get_absolute_url(), sale.get_absolute_url()):
        assert sentence in words(reader.get(page))


@on_thursday
def test_a_figure_that_is_none_is_refused_beside_its_sale(writer: Client, sale: Sale) -> None:
    answer = writer.post(f"/agent-notices/new/?sale={sale.pk}", notice_form(sale, net="much"))
    assert answer.status_code == 422
    assert "SA-1, net: " in words(answer)
    assert not AgentNotice.objects.exists()


@on_thursday
def test_without_a_sale_the_page_offers_those_that_lack_a_notice(
    writer: Client, sale: Sale, second: Sale
) -> None:
    writer.post(f"/agent-notices/new/?sale={sale.pk}", notice_form(sale))
    page = writer.get("/agent-notices/new/?agreement=sales-agreement").content.decode()
    assert f'value="{second.pk}"' in page
    assert f'value="{sale.pk}"' not in page


@on_thursday
def test_an_agreement_whose_sales_have_all_their_notices_leads_on(
    writer: Client, agreement: Agreement
) -> None:
    told = words(writer.get("/agent-notices/new/"))
    assert "No sale under the Sales Agreement lacks the agent’s notice. Record a sale" in told


@on_thursday
def test_a_notice_is_replaced_from_its_own_page(writer: Client, sale: Sale) -> None:
    writer.post(f"/agent-notices/new/?sale={sale.pk}", notice_form(sale, net="3840.01"))
    wrong = AgentNotice.objects.get()
    assert f"?replaces={wrong.pk}" in writer.get(wrong.get_absolute_url()).content.decode()
    lead = writer.get(f"/records/agentnotice/new/?replaces={wrong.pk}")
    assert lead.headers["Location"] == f"/agent-notices/new/?replaces={wrong.pk}"
    form = writer.get(lead.headers["Location"]).content.decode()
    assert 'value="3,840.01"' in form
    sent = {**notice_form(sale, net="3840.00"), "reason": "Mistyped."}
    writer.post(lead.headers["Location"], sent)
    assert AgentNotice.objects.latest("pk").replaces == wrong
    assert "This record no longer counts" in words(writer.get(wrong.get_absolute_url()))


@on_thursday
def test_a_notice_is_replaced_only_with_a_reason(writer: Client, sale: Sale) -> None:
    writer.post(f"/agent-notices/new/?sale={sale.pk}", notice_form(sale))
    wrong = AgentNotice.objects.get()
    answer = writer.post(f"/agent-notices/new/?replaces={wrong.pk}", notice_form(sale))
    assert answer.status_code == 422
    assert "Reason for replacing it is missing." in words(answer)


@on_thursday
def test_sales_of_two_agreements_are_not_noticed_together(
    writer: Client, sale: Sale, strict: Any
) -> None:

    other = sell(strict)
    told = words(writer.get(f"/agent-notices/new/?sale={sale.pk}&sale={other.pk}"))
    assert "is left out: it is not a sale under the Sales Agreement." in told


# Failed deliveries


@on_thursday
def test_a_failure_is_recorded_from_the_page_of_its_sale(writer: Client, sale: Sale) -> None:
    page = writer.get(sale.get_absolute_url()).content.decode()
    address = f"/settlements/failed/?sale={sale.pk}"
    assert address in page
    assert 'value="2001-11-16"' in writer.get(address).content.decode()
    sent = {"failed_on": "2001-11-15", "new_day": "2001-11-16", "reason": "Wrong account."}
    assert writer.post(address, sent).headers["Location"] == sale.get_absolute_url()
    assert DeliveryFailure.objects.get().sale == sale
    told = words(writer.get(sale.get_absolute_url()))
    assert "Failed on Nov 15, 2001, due again on Nov 16, 2001: Wrong account." in told


@on_thursday
def test_a_failure_on_a_day_without_settlement_is_refused_beside_the_day(
    writer: Client, sale: Sale
) -> None:
    sent = {"failed_on": "2001-11-15", "new_day": "2001-11-17", "reason": "Wrong account."}
    answer = writer.post(f"/settlements/failed/?sale={sale.pk}", sent)
    assert answer.status_code == 422
    assert "Nov 17, 2001 is not a settlement day (weekend)." in words(answer)


@on_thursday
def test_sales_chosen_among_the_settlements_are_recorded_as_failed_together(
    writer: Client, sale: Sale, second: Sale
) -> None:
    assert "Record as failed" in words(writer.get("/settlements/"))
    chosen = {"sale": [second.pk, sale.pk], "choose": "1"}
    address = writer.post("/settlements/failed/", chosen).headers["Location"]
    assert address == f"/settlements/failed/?sale={sale.pk}&sale={second.pk}"
    assert "Failed deliveries of 2 sales" in words(writer.get(address))
    sent = {"failed_on": "2001-11-15", "new_day": "2001-11-16", "reason": "Wrong account."}
    answer = writer.post(address, sent, follow=True)
    assert "2 failed deliveries are recorded: their sales fall due again on Nov 16, 2001." in words(
        answer
    )
    assert [each.sale for each in DeliveryFailure.objects.order_by("pk")] == [sale, second]


@on_thursday
def test_one_sale_that_cannot_fail_holds_up_all_that_were_chosen(
    writer: Client, sale: Sale, second: Sale, treasurer: User
) -> None:
    deliver([second], delivered_on=THURSDAY, by=treasurer, today=THURSDAY)
    sent = {"failed_on": "2001-11-15", "new_day": "2001-11-16", "reason": "Wrong account."}
    answer = writer.post(f"/settlements/failed/?sale={sale.pk}&sale={second.pk}", sent)
    assert answer.status_code == 422
    assert "Sale 2 of the Sales Agreement was delivered on Nov 15, 2001." in words(answer)
    assert not DeliveryFailure.objects.exists()


@on_thursday
def test_failed_deliveries_are_a_list_of_their_own(
    writer: Client, sale: Sale, second: Sale, treasurer: User
) -> None:
    assert "No failed delivery awaits redelivery" in words(writer.get("/settlements/?failed=1"))
    said: dict[str, Any] = {"reason": "The account was wrong.", "by": treasurer, "today": THURSDAY}
    fail_delivery(sale, failed_on=THURSDAY, new_day=date(2001, 11, 16), **said)
    page = writer.get("/settlements/?failed=1")
    assert [row.pk for row, *_ in page.context["redeliveries"]] == [sale.pk]
    assert "Nov 16, 2001 Nov 15, 2001 Nov 15, 2001 SA-1" in words(page)
    before = writer.get("/settlements/?failed=1&as_of=2001-11-14")
    assert before.context["redeliveries"] == []


@on_thursday
def test_what_failed_is_delivered_from_its_list(
    writer: Client, sale: Sale, treasurer: User
) -> None:
    said: dict[str, Any] = {"reason": "The account was wrong.", "by": treasurer, "today": THURSDAY}
    fail_delivery(sale, failed_on=THURSDAY, new_day=date(2001, 11, 16), **said)
    sent = {"sale": [sale.pk], "failed": "1"}
    refused = writer.post("/settlements/deliver/", {**sent, "delivered_on": "2001-11-14"})
    assert refused.status_code == 422
    assert refused.context["chosen"] == {sale.pk}
    assert len(refused.context["redeliveries"]) == 1
    writer.post("/settlements/deliver/", {**sent, "delivered_on": "2001-11-15"})
    assert writer.get("/settlements/?failed=1").context["redeliveries"] == []


@on_thursday
def test_who_only_reads_is_offered_neither_delivery_nor_failure(
    reader: Client, sale: Sale, treasurer: User
) -> None:
    said: dict[str, Any] = {"reason": "The account was wrong.", "by": treasurer, "today": THURSDAY}
    fail_delivery(sale, failed_on=THURSDAY, new_day=date(2001, 11, 16), **said)
    assert "Record" not in words(reader.get("/settlements/?failed=1"))


@on_thursday
def test_without_a_sale_the_open_settlements_are_shown(writer: Client) -> None:
    answer = writer.get("/settlements/failed/?sale=none")
    assert answer.headers["Location"] == "/settlements/"


# Instructions


def instruction_form(*sales: Sale, **changes: Any) -> dict[str, Any]:
    return {
        "settlement_day": "2001-11-15",
        **TRANSFER._asdict(),
        "remark": "",
        "sale": [sale.pk for sale in sales],
        **changes,
    }


@on_thursday
def test_an_instruction_goes_from_draft_to_confirmed(
    writer: Client, sale: Sale, second: Sale
) -> None:
    new = "/instructions/new/?agreement=sales-agreement"
    offered = writer.get(new).content.decode()
    assert offered.count(" checked") == 2
    assert writer.post(new, instruction_form(sale, second)).status_code == 302
    page = "/instructions/sales-agreement/1/"
    writer.post(f"{page}ask/", {"note": "due today"})

    approved(Approval.objects.get(kind="instruction"), today=THURSDAY)
    assert "Letter (PDF)" in words(writer.get(page))
    writer.post(f"{page}send/", {"note": "by courier"})
    answer = writer.post(
        f"{page}confirm/", {"reference": "USST-1", "delivered_on": "2001-11-15"}, follow=True
    )
    assert "Instruction 1 is confirmed." in words(answer)
    assert Delivery.objects.count() == 2


@on_thursday
def test_a_move_that_is_refused_says_why_on_the_page(writer: Client, sale: Sale) -> None:
    drafted(sale, by=usual())
    answer = writer.post("/instructions/sales-agreement/1/void/", {"note": ""})
    assert answer.status_code == 422
    assert "Reason is missing." in words(answer)


@on_thursday
def test_a_draft_is_changed_on_its_page(writer: Client, sale: Sale, second: Sale) -> None:
    drafted(sale, by=usual())
    edit = "/instructions/sales-agreement/1/edit/"
    assert writer.get(edit).content.decode().count(" checked") == 1
    writer.post(edit, instruction_form(second, account="another"))
    changed = DeliveryInstruction.objects.get()
    assert (changed.account, changed.lines.get().sale) == ("another", second)


@on_thursday
def test_the_form_offers_what_earlier_instructions_named_but_voided_ones(
    writer: Client, sale: Sale, second: Sale
) -> None:
    new = "/instructions/new/?agreement=sales-agreement"
    assert "<datalist" not in writer.get(new).content.decode()
    writer.post(new, instruction_form(sale, account="wrong"))
    writer.post("/instructions/sales-agreement/1/void/", {"note": "Wrong account."})
    writer.post(new, instruction_form(sale, account="4711-NEOT"))
    writer.post(new, instruction_form(second, account="4712-NEOT"))
    page = writer.get(new).content.decode()
    assert 'list="used-account"' in page
    accounts = page.partition('<datalist id="used-account">')[2].partition("</datalist>")[0]
    assert accounts == ('<option value="4712-NEOT"></option><option value="4711-NEOT"></option>')


@on_thursday
def test_the_list_of_a_day_shows_what_was_drafted_by_then(reader: Client, sale: Sale) -> None:
    drafted(sale, by=usual())
    assert "Draft" in words(reader.get("/instructions/"))
    before = words(reader.get("/instructions/?as_of=2001-11-14"))
    assert "No delivery instruction was drafted as of Nov 14, 2001." in before


@on_thursday
def test_an_instruction_without_a_sale_is_refused(writer: Client, agreement: Agreement) -> None:
    new = "/instructions/new/?agreement=sales-agreement"
    answer = writer.post(new, instruction_form())
    assert answer.status_code == 422
    assert "Choose at least one sale." in words(answer)


@on_thursday
def test_of_several_agreements_one_is_chosen_first(writer: Client, agreement: Agreement) -> None:
    AgreementFactory(other=True)
    assert "Agreement" in words(writer.get("/instructions/new/"))


@on_thursday
def test_a_move_that_does_not_exist_is_not_found(writer: Client, sale: Sale) -> None:
    drafted(sale, by=usual())
    assert writer.post("/instructions/sales-agreement/1/burn/").status_code == 404


@on_thursday
def test_the_settlements_page_tells_of_what_failed_until_it_is_delivered(
    sale: Sale, reader: Client, treasurer: User
) -> None:
    said: dict[str, Any] = {"reason": "The account was wrong.", "by": treasurer, "today": THURSDAY}
    assert "Failed deliveries, due again" not in words(reader.get("/settlements/"))
    fail_delivery(sale, failed_on=THURSDAY, new_day=date(2001, 11, 16), **said)
    assert (
        "failed on Nov 15, 2001 and is due again on Nov 16, 2001: The account was wrong."
    ) in words(reader.get("/settlements/"))
    with override_settings(NEOEQUITY_TODAY=date(2001, 11, 16)):
        friday = date(2001, 11, 16)
        deliver([sale], delivered_on=friday, by=treasurer, today=friday, remark="again")
        assert "due again" not in words(reader.get("/settlements/"))
