"""The pages of cash: recording a receipt, allocating and undoing it, and what is shown of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Agreement, Placement, Receipt, ReceiptPart, Sale
from tests.books import nothing_changes
from tests.cash.receiving import CENT, LATER, NET, PAID_ON, part, received, undone
from tests.clients import logged_in
from tests.factories import AgreementFactory, UserFactory, sell, sell_many
from tests.pages.plain_text import words

NEW = "/settlements/receipts/new/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = LATER


@pytest.fixture
def treasury(treasurer: User) -> Client:
    return logged_in(treasurer)


@pytest.fixture
def auditor(db: None) -> Client:
    return logged_in(UserFactory(group="Auditor"))


def typed(agreement: Agreement, **changes: str) -> dict[str, str]:
    """What the form sends, without an entry."""
    return {
        "agreement": agreement.slug,
        "received_on": "2001-11-15",
        "amount": "$3,670,048.32",
        "bank_reference": "FW-1",
        "remark": "",
        **changes,
    }


def paying(sale: Sale, amount: str = "3,670,048.32", remark: str = "") -> dict[str, str]:
    """What the form sends for an entry that is chosen."""
    name = f"entry-{sale.pk}"
    return {f"{name}-pays": "on", f"{name}-amount": amount, f"{name}-remark": remark}


# Recording


def test_the_form_offers_what_is_open_with_its_amount(treasury: Client, sale: Sale) -> None:
    page = words(treasury.get(NEW))
    assert "SA-1" in page
    assert "$3,670,048.32" in page


def test_a_receipt_is_recorded_with_what_it_pays(treasury: Client, sale: Sale) -> None:
    response = treasury.post(NEW, typed(sale.agreement) | paying(sale))
    receipt = Receipt.objects.get()
    assert response.headers["Location"] == receipt.get_absolute_url()
    assert (receipt.amount, receipt.received_on, receipt.bank_reference) == (NET, PAID_ON, "FW-1")
    assert receipt.parts.get().entry == sale


def test_a_receipt_may_be_recorded_before_it_is_allocated(treasury: Client, sale: Sale) -> None:
    treasury.post(NEW, typed(sale.agreement))
    assert Receipt.objects.get().parts.count() == 0


def test_amounts_are_read_as_people_paste_them(treasury: Client, agreement: Agreement) -> None:
    treasury.post(NEW, typed(agreement, amount="(1,234.50)"))
    assert Receipt.objects.get().amount == Decimal("-1234.50")


def test_an_amount_that_is_none_is_told_beside_its_field(
    treasury: Client, agreement: Agreement
) -> None:
    response = treasury.post(NEW, typed(agreement, amount="a lot"))
    assert response.status_code == 422
    assert "Enter an amount in dollars" in words(response)


def test_enter_checks_and_never_posts(treasury: Client, sale: Sale) -> None:
    """A browser presses the first button of the form."""
    page = treasury.get(NEW).content.decode()
    first = page.index('type="submit"', page.index('id="receipt"'))
    assert page[first - 60 : first + 60].count('name="check"') == 1
    with nothing_changes():
        treasury.post(NEW, typed(sale.agreement, check="1") | paying(sale))


def test_the_check_says_what_is_left_of_the_receipt(treasury: Client, sale: Sale) -> None:
    checked = treasury.post(NEW, typed(sale.agreement, check="1") | paying(sale, "3,670,000.00"))
    assert "$3,670,000.00 is allocated; $48.32 is left to allocate." in words(checked)
    assert "Ready to post." in words(checked)


def test_the_check_proposes_what_was_due_exactly_on_the_day(treasury: Client, sale: Sale) -> None:
    checked = treasury.post(NEW, typed(sale.agreement, check="1"))
    assert "The amount equals exactly what was due on that day" in words(checked)
    assert f'id="id_entry-{sale.pk}-pays" checked' in checked.content.decode()


def test_the_check_proposes_nothing_for_a_cent_less(treasury: Client, sale: Sale) -> None:
    checked = treasury.post(NEW, typed(sale.agreement, check="1", amount="3670048.31"))
    assert "equals exactly" not in words(checked)


def test_the_check_tells_every_reason_against_it(treasury: Client, sale: Sale) -> None:
    received(sale.agreement, "1.00", reference="FW-1")
    checked = treasury.post(NEW, typed(sale.agreement, check="1") | paying(sale, "3,670,048.33"))
    page = words(checked)
    assert "is already recorded as receipt 1 of the Sales Agreement" in page
    assert "Sale 1 would have received $3,670,048.33, $0.01 past its net" in page


def test_a_refused_receipt_is_shown_again_as_it_was_typed(treasury: Client, sale: Sale) -> None:
    with nothing_changes():
        response = treasury.post(NEW, typed(sale.agreement) | paying(sale, "3,670,048.33"))
    assert response.status_code == 422
    assert 'value="3,670,048.33"' in response.content.decode()


def test_an_entry_that_was_paid_meanwhile_is_refused_and_not_left_out(
    treasury: Client, sale: Sale
) -> None:
    received(sale.agreement, NET, part(sale))
    response = treasury.post(NEW, typed(sale.agreement) | paying(sale))
    assert response.status_code == 422
    assert "Sale 1 would have received $7,340,096.64" in words(response)


def test_each_agreement_has_a_form_of_its_own(treasury: Client, sale: Sale) -> None:
    AgreementFactory(other=True)
    page = words(treasury.get(f"{NEW}?agreement=other-agreement"))
    assert "Nothing is open under this agreement" in page


def test_books_without_an_agreement_lead_on(treasury: Client) -> None:
    Agreement.objects.all().delete()
    assert "No agreement is loaded yet" in words(treasury.get(NEW))


# Allocating


def test_a_receipt_is_allocated_on_its_page(treasury: Client, sale: Sale) -> None:
    receipt = received(sale.agreement, NET)
    address = f"{receipt.get_absolute_url()}allocate/"
    assert "$3,670,048.32 left" in words(treasury.get(address))
    treasury.post(address, paying(sale))
    assert receipt.parts.get().amount == NET


def test_the_check_of_an_allocation_posts_nothing(treasury: Client, sale: Sale) -> None:
    receipt = received(sale.agreement, NET)
    with nothing_changes():
        checked = treasury.post(
            f"{receipt.get_absolute_url()}allocate/", {"check": "1"} | paying(sale)
        )
    assert "and nothing is left" in words(checked)


def test_an_allocation_of_nothing_is_refused(treasury: Client, sale: Sale) -> None:
    receipt = received(sale.agreement, NET)
    response = treasury.post(f"{receipt.get_absolute_url()}allocate/", {})
    assert response.status_code == 422
    assert "Choose what receipt 1 pays." in words(response)


def test_an_undone_receipt_offers_no_allocation(treasury: Client, sale: Sale) -> None:
    receipt = received(sale.agreement, NET)
    undone(receipt)
    page = words(treasury.get(f"{receipt.get_absolute_url()}allocate/"))
    assert "Receipt 1 was undone on Nov 20, 2001, by receipt 2." in page


# Undoing


def test_an_undoing_is_requested_on_the_page_of_the_receipt(treasury: Client, sale: Sale) -> None:
    receipt = received(sale.agreement, NET, part(sale))
    address = f"{receipt.get_absolute_url()}undo/"
    assert "these entries are open again" in words(treasury.get(address))
    treasury.post(address, {"on": "2001-11-20", "reason": "Another account."})
    assert "Awaiting approval by another person" in words(treasury.get(receipt.get_absolute_url()))
    assert not Receipt.objects.filter(undoes=receipt).exists()


def test_an_undoing_without_a_reason_is_refused(treasury: Client, agreement: Agreement) -> None:
    receipt = received(agreement, "1.00")
    response = treasury.post(f"{receipt.get_absolute_url()}undo/", {"on": "2001-11-20"})
    assert response.status_code == 422
    assert "Undoing a receipt needs a reason." in words(response)


def test_the_pages_of_an_undone_receipt_point_at_each_other(
    auditor: Client, agreement: Agreement
) -> None:
    receipt = received(agreement, "1.00")
    undoing = undone(receipt)
    assert "This receipt was undone with effect from Nov 20, 2001" in words(
        auditor.get(receipt.get_absolute_url())
    )
    assert "This entry undoes receipt 1" in words(auditor.get(undoing.get_absolute_url()))


def test_a_receipt_is_not_known_before_its_day(auditor: Client, agreement: Agreement) -> None:
    receipt = received(agreement, "1.00")
    response = auditor.get(f"{receipt.get_absolute_url()}?as_of=2001-11-14")
    assert response.status_code == 404


# Documents


def test_the_banks_advice_is_attached_to_its_receipt(
    treasury: Client, agreement: Agreement
) -> None:
    receipt = received(agreement, "1.00")
    advice = SimpleUploadedFile("advice.pdf", b"%PDF-1.4\n%%EOF\n")
    sent = {"kind": "bank_advice", "document": advice, "remark": ""}
    treasury.post(f"{receipt.get_absolute_url()}attach/", sent)
    page = words(treasury.get(receipt.get_absolute_url()))
    assert "advice.pdf" in page
    assert "Bank advice" in page


# What is shown


def test_the_list_has_each_receipt_with_what_is_left_of_it(auditor: Client, sale: Sale) -> None:
    received(sale.agreement, NET + CENT, part(sale), reference="FW-77")
    page = words(auditor.get("/settlements/receipts/"))
    for shown in ("FW-77", "$3,670,048.33", "$3,670,048.32", "$0.01"):
        assert shown in page


def test_an_empty_list_leads_on(auditor: Client, agreement: Agreement) -> None:
    assert "No cash is recorded as received by" in words(auditor.get("/settlements/receipts/"))


@pytest.mark.parametrize(
    ("amount", "delivered", "state", "badge"),
    [
        (None, False, "due", "Due"),
        (None, True, "unpaid", "Delivered, unpaid"),
        (NET, False, "undelivered", "Paid, undelivered"),
        (NET - CENT, True, "short", "Short by $0.01"),
        (NET + CENT, True, "over", "Over by $0.01"),
        (NET, True, "settled", "Settled both sides"),
    ],
)
def test_the_settlements_page_shows_each_state(  # a table
    auditor: Client,
    sale: Sale,
    treasurer: User,
    amount: Decimal | None,
    delivered: bool,
    state: str,
    badge: str,
) -> None:
    if amount is not None:
        received(sale.agreement, amount, part(sale, amount, "agreed"))
    if delivered:
        deliver([sale], delivered_on=PAID_ON, by=treasurer, today=LATER)
    for each in ("due", "unpaid", "undelivered", "short", "over", "settled", "upcoming"):
        listed = auditor.get("/settlements/", {"cash": each}).context["cash"].listed
        assert [entry.sale for entry in listed.entries] == ([sale] if each == state else [])
    assert badge in words(auditor.get("/settlements/", {"cash": state}))
    assert badge in words(auditor.get(sale.get_absolute_url()))


def test_a_sale_is_upcoming_before_its_settlement_date(auditor: Client, sale: Sale) -> None:
    page = auditor.get("/settlements/?cash=upcoming&as_of=2001-11-14")
    assert "SA-1" in words(page)


def test_a_state_that_is_none_is_not_found(auditor: Client, sale: Sale) -> None:
    assert auditor.get("/settlements/?cash=perhaps").status_code == 404


def test_open_cash_stands_by_day_agreement_and_agent(auditor: Client, sale: Sale) -> None:
    received(sale.agreement, NET - CENT, part(sale, NET - CENT))
    [day] = auditor.get("/settlements/").context["cash"].days
    assert (day.due_on, day.agreement.name, day.agent) == (
        PAID_ON,
        "Sales Agreement",
        "Cantor Fitzgerald & Co.",
    )
    assert (day.expected, day.received, day.open) == (NET, NET - CENT, CENT)


def test_open_cash_is_aged_by_settlement_days(auditor: Client, sale: Sale) -> None:
    """From Thursday the 15th to Tuesday the 20th there are three."""
    ages = auditor.get("/settlements/").context["cash"].ages
    assert [(row.age, row.open) for row in ages if row.open] == [
        ("1 to 3 settlement days late", NET)
    ]


def test_what_one_sale_has_too_much_hides_nothing_that_another_lacks(
    auditor: Client, sale: Sale, second: Sale
) -> None:
    over, short = part(sale, NET + CENT, "agreed"), part(second, second.net - CENT)
    received(sale.agreement, NET + second.net, over, short)
    for state, entry in (("over", sale), ("short", second)):
        listed = auditor.get("/settlements/", {"cash": state}).context["cash"].listed
        assert [row.sale for row in listed.entries] == [entry]


def test_the_dashboard_tells_what_is_open(auditor: Client, sale: Sale) -> None:
    received(sale.agreement, NET - CENT, part(sale, NET - CENT))
    page = words(auditor.get("/"))
    assert "Cash due under the Sales Agreement: $0.01 open" in page


def test_the_dashboard_says_nothing_of_cash_that_is_all_there(auditor: Client, sale: Sale) -> None:
    received(sale.agreement, NET, part(sale))
    assert "Cash due under" not in words(auditor.get("/"))


def test_the_page_of_a_sale_names_the_receipts_that_paid_it(auditor: Client, sale: Sale) -> None:
    received(sale.agreement, NET, part(sale), reference="FW-77")
    page = words(auditor.get(sale.get_absolute_url()))
    assert "FW-77" in page
    assert "$3,670,048.32 net expected, $3,670,048.32 received, $0.00 open." in page


def test_the_history_of_a_receipt_tells_who_recorded_and_undid_it(
    auditor: Client, agreement: Agreement, treasurer: User
) -> None:
    receipt = received(agreement, "1.00", by=treasurer)
    undoing = undone(receipt, by=treasurer)
    for row, told in ((receipt, "Recorded a receipt"), (undoing, "Undid a receipt")):
        assert told in words(auditor.get(f"/history/?record=receipt:{row.pk}"))


def test_an_adjustment_that_was_recorded_as_paid_waits_for_its_receipt(
    auditor: Client, placement: Placement, treasurer: User
) -> None:
    sell(placement, 2_600_000, "4.00", by=treasurer)
    sell(placement, 50_000, "4.00", trade_date=date(2001, 11, 8), by=treasurer)
    adjustment = Sale.objects.get(adjusts__isnull=False)
    deliver([adjustment], delivered_on=PAID_ON, by=treasurer, today=LATER)
    page = words(auditor.get(adjustment.get_absolute_url()))
    assert "Recorded as paid, no receipt" in page


# Doors that are shut


@pytest.mark.parametrize("group", ["Auditor", "Controller"])
def test_a_reader_is_offered_no_receipt_to_record(group: str, sale: Sale) -> None:
    reader = logged_in(UserFactory(group=group))
    assert "Record receipt" not in words(reader.get("/settlements/"))
    assert reader.get(NEW).status_code == 403


def test_nothing_is_recorded_while_another_day_is_shown(treasury: Client, sale: Sale) -> None:
    with nothing_changes():
        response = treasury.post(f"{NEW}?as_of=2001-11-14", typed(sale.agreement))
    assert response.status_code == 409


# Reading


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "address",
    [
        "/settlements/",
        "/settlements/?cash=short",
        "/settlements/?cash=settled",
        "/settlements/receipts/",
        "/settlements/receipts/sales-agreement/1/",
        NEW,
        "/settlements/receipts/sales-agreement/1/allocate/",
        "/sales/sales-agreement/1/",
        "/",
    ],
)
def test_a_page_of_cash_reads_as_often_however_much_there_is(
    treasury: Client, placement: Placement, sale: Sale, treasurer: User, address: str
) -> None:
    second = sell(placement, by=treasurer)
    received(sale.agreement, NET, part(sale, "1.00"), part(second, "1.00"))
    before = queries(treasury, address)
    many = sell_many(placement, 12, by=treasurer)
    received(sale.agreement, "24.00", *(part(each, "2.00") for each in many))
    for each in many[:5]:
        received(sale.agreement, "1.00", part(each, "1.00"))
    assert ReceiptPart.objects.count() == 19
    assert queries(treasury, address) <= before
