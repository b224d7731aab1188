"""Receipts by the other doors: the admin and the programme file."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.people.models import User
from neoequity.programme_events import load_events, read_events
from placements.models import Agreement, Placement, Receipt, Sale
from tests.books import nothing_changes, refused
from tests.cash.receiving import LATER, NET, part, received
from tests.clients import logged_in
from tests.factories import usual
from tests.pages.plain_text import words


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = LATER


@pytest.fixture
def treasury(treasurer: User) -> Client:
    return logged_in(treasurer)


# The admin


def test_the_admin_records_a_receipt_through_the_action(
    treasury: Client, agreement: Agreement
) -> None:
    sent = {
        "agreement": agreement.pk,
        "received_on": "2001-11-15",
        "amount": "3,670,048.32",
        "bank_reference": "FW-1",
        "remark": "",
    }
    treasury.post("/admin/placements/receipt/add/", sent)
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.amount, receipt.recorded_by.username) == (1, NET, "treasurer")


def test_the_admin_says_the_sentence_of_the_action(treasury: Client, agreement: Agreement) -> None:
    received(agreement, "1.00", reference="FW-1")
    sent = {
        "agreement": agreement.pk,
        "received_on": "2001-11-15",
        "amount": "1.00",
        "bank_reference": "fw 1",
        "remark": "",
    }
    with nothing_changes():
        answer = treasury.post("/admin/placements/receipt/add/", sent)
    assert "is already recorded as receipt 1 of the Sales Agreement" in words(answer)


def test_the_admin_allocates_through_the_action(treasury: Client, sale: Sale) -> None:
    receipt = received(sale.agreement, NET)
    sent = {"receipt": receipt.pk, "entry": sale.pk, "amount": "3670048.32", "remark": ""}
    treasury.post("/admin/placements/receiptpart/add/", sent)
    assert receipt.parts.get().entry == sale


def test_the_admin_requests_an_undoing(treasury: Client, agreement: Agreement) -> None:
    receipt = received(agreement, "1.00")
    sent = {"on": "2001-11-20", "reason": "Another account."}
    answer = treasury.post(f"/admin/placements/receipt/{receipt.pk}/undo/", sent, follow=True)
    assert "is awaiting approval by a CFO" in words(answer)
    assert not Receipt.objects.filter(undoes=receipt).exists()


@pytest.mark.parametrize("page", ["receipt", "receiptpart"])
def test_the_admin_changes_nothing_that_is_posted(treasury: Client, sale: Sale, page: str) -> None:
    receipt = received(sale.agreement, NET, part(sale))
    key = receipt.pk if page == "receipt" else receipt.parts.get().pk
    with nothing_changes():
        treasury.post(f"/admin/placements/{page}/{key}/change/", {"amount": "1.00"})
        treasury.post(f"/admin/placements/{page}/{key}/delete/", {"post": "yes"})


# The programme file


def load(event: dict[str, Any]) -> list[str]:
    told = [{"kind": "receipt", "agreement": "sales-agreement", **event}]
    read = read_events(told, ["sales-agreement"])
    return load_events(read, "neotherapeutics", by=usual(), today=LATER)


def wire(**changes: Any) -> dict[str, Any]:
    return {
        "on": date(2001, 11, 15),
        "amount": "3670048.32",
        "bank_reference": "FW-1",
        **changes,
    }


def test_a_file_records_a_receipt_with_what_it_pays(sale: Sale) -> None:
    paid = {"agent_reference": sale.agent_reference, "amount": "3670048.32"}
    assert load(wire(parts=[paid])) == ["Event 1 (receipt)"]
    receipt = Receipt.objects.get()
    assert receipt.parts.get().entry == sale


def test_a_file_may_leave_a_receipt_to_be_allocated(agreement: Agreement) -> None:
    load(wire(amount="-12.50", remark="returned"))
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.remark) == (Decimal("-12.50"), "returned")


def test_a_part_names_an_entry_without_reference_by_its_number(sale: Sale) -> None:
    load(wire(parts=[{"entry": 1, "amount": "1.00", "remark": "in part"}]))
    assert Receipt.objects.get().parts.get().remark == "in part"


def test_loading_a_receipt_again_changes_nothing(sale: Sale) -> None:
    load(wire())
    with nothing_changes():
        assert load(wire()) == []


def test_a_part_for_an_unknown_sale_is_refused_with_its_event(sale: Sale) -> None:
    with refused(
        "Event 1 (receipt): The Sales Agreement has no sale with the reference “CF-?”.",
    ):
        load(wire(parts=[{"agent_reference": "CF-?", "amount": "1.00"}]))


@pytest.mark.parametrize(
    "paid", [{"amount": "1.00"}, {"amount": "1.00", "agent_reference": "CF-1", "entry": 1}]
)
def test_a_part_names_its_entry_in_one_way(placement: Placement, paid: dict[str, Any]) -> None:
    with refused(
        "Event 1 (receipt), part 1 needs the agent_reference of a sale, or the number of another "
        "entry."
    ):
        read_events(
            [{"kind": "receipt", "agreement": "sales-agreement", **wire(parts=[paid])}],
            ["sales-agreement"],
        )
