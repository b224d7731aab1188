"""Every guard and every constraint of receipts and their parts, broken by a raw statement."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import connection

from neoequity.books.models import Approval
from neoequity.clock import real_day
from neoequity.people.models import User
from placements.actions.receipt import ask_undo_receipt
from placements.models import CashTotal, Receipt, ReceiptPart, Sale
from tests.cash.receiving import LATER, PAID_ON, part, received
from tests.constraints.frames import (
    guards,
    refused_although_triggers_are_to_be_ignored,
    refused_by_rule,
    rules,
)
from tests.constraints.rows import (
    columns_of,
    delete,
    insert,
    refused_by_database,
    run,
    truncate,
    update,
)
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, approved_alone, sell
from tests.periods.closings import close
from tests.roles import unguarded
from tests.worlds import built_once

RECORDED = "The moment of recording is written by the database"
RECEIPTS_STAY = "Receipts are never changed or deleted once they are posted"
PARTS_STAY = "Parts of receipts are never changed or deleted once they are posted"
TOTALS_FOLLOW = "Totals of cash follow the receipts and are not written by hand"
NUMBERED = "The receipts of an agreement are numbered in the order of their recording"
ONE_REFERENCE = "Only one receipt of an agreement stands for each bank reference"
MIRRORS = "A receipt is undone by one that negates it, of its own agreement"
APPROVED = "A receipt is undone as one person asked for it and another approved it"
IN_THEIR_NET = "Undoing a receipt leaves what each of its entries has received between zero and"
FITS = "A receipt that stands pays entries of its own agreement"
DATED = "A part of a receipt counts from the day of its receipt or of its entry"
WITHIN = "The parts of a receipt lie within its amount"
OWES = "What an entry has received is not of the other sign than its net"
PAST = "What takes an entry past its net has a remark that says why"
CLOSED = "was closed by"


class House(NamedTuple):
    """Receipt 1 of $3,840.00 pays `sale`; receipt 2 of $100.00 pays nothing yet.

    To undo either is approved. October 2001 is closed. `elsewhere` is a sale of another agreement.
    """

    person: User
    sale: Sale
    waiting: Sale
    elsewhere: Sale
    receipt: Receipt
    free: Receipt
    part: ReceiptPart
    to_undo: Approval
    to_undo_free: Approval
    total: CashTotal


@built_once
def house(db: None) -> House:
    """Everything, as the test finds it."""
    person: User = UserFactory(username="treasurer")
    agreement = AgreementFactory()
    placement = PlacementFactory(agreement=agreement, accepted=True, by=person)
    sale, waiting = sell(placement, by=person), sell(placement, by=person)
    other = PlacementFactory(agreement=AgreementFactory(other=True), accepted=True, by=person)
    elsewhere = sell(other, by=person)
    close("2001-10", today=PAID_ON)
    receipt = received(agreement, sale.net, part(sale), reference="FW-1", by=person)
    free = received(agreement, "100.00", reference="FW-2", by=person)
    cfo = UserFactory(group="CFO")
    requests = [
        approved_alone(
            ask_undo_receipt(each, on=LATER, reason="wrong", by=person, today=LATER), by=cfo
        )
        for each in (receipt, free)
    ]
    connection.check_constraints()  # as after a commit: nothing is left to be checked
    return House(
        person=person,
        sale=sale,
        waiting=waiting,
        elsewhere=elsewhere,
        receipt=receipt,
        free=free,
        part=receipt.parts.get(),
        to_undo=requests[0],
        to_undo_free=requests[1],
        total=CashTotal.objects.get(due_on__isnull=False),
    )


Attempt = Callable[[House], object]


def receipt(**changes: Any) -> Attempt:
    """INSERT receipt 3, true in all but these columns."""

    def insert_receipt(house: House) -> None:
        row = columns_of(house.free, number=3, bank_reference="FW-3")
        del row["recorded_at"]
        insert(Receipt, {**row, **changes})

    return insert_receipt


def undoing(of: str = "free", **changes: Any) -> Attempt:
    """INSERT what undoes the receipt as approved, true in all but these columns."""

    def insert_undoing(house: House) -> None:
        undone: Receipt = getattr(house, of)
        request = house.to_undo if of == "receipt" else house.to_undo_free
        row = columns_of(undone, number=3, bank_reference=None, amount=-undone.amount)
        del row["recorded_at"]
        row |= {"undoes_id": undone.pk, "received_on": LATER, "reason": "wrong"}
        insert(Receipt, {**row, "approval_id": request.pk, **changes})

    return insert_undoing


def a_part(entry: str = "waiting", **changes: Any) -> Attempt:
    """INSERT a part of $100.00 of the free receipt for the entry, but for these columns."""

    def insert_part(house: House) -> None:
        row = {
            "receipt_id": house.free.pk,
            "entry_id": getattr(house, entry).pk,
            "amount": "100.00",
            "applied_on": PAID_ON,
            "remark": "",
            "recorded_by_id": house.person.pk,
        }
        insert(ReceiptPart, {**row, **changes})

    return insert_part


def then(*attempts: Attempt) -> Attempt:
    """One after the other."""
    return lambda house: [attempt(house) for attempt in attempts]


def off_guard(attempt: Attempt) -> Attempt:
    """The same with the triggers off, where one of them would speak before the constraint."""

    def without_triggers(house: House) -> None:
        with unguarded():
            attempt(house)

    return without_triggers


def paid_back(house: House) -> None:
    """$30.00 go back for the sale that receipt 1 paid, so that undoing it leaves less than none."""
    received(house.sale.agreement, "-30.00", part(house.sale, "-30.00"), by=house.person)


def undoing_what_undoes(house: House) -> None:
    """Receipt 3 undoes receipt 2, and is to be undone itself."""
    undoing()(house)
    undoing(undoes_id=Receipt.objects.latest("pk").pk, number=4)(house)


def part_of_what_undoes(house: House) -> None:
    """Receipt 3 undoes receipt 2, and is to pay a sale."""
    undoing()(house)
    a_part(receipt_id=Receipt.objects.latest("pk").pk)(house)


GUARDED: dict[str, tuple[str, list[Attempt]]] = {
    "Receipt:receipts_are_posted": (
        "|".join((NUMBERED, ONE_REFERENCE, MIRRORS, APPROVED, IN_THEIR_NET, CLOSED, RECORDED)),
        [
            *(receipt(number=4), receipt(number=9)),
            *(receipt(bank_reference="fw 02"), receipt(received_on=date(2001, 10, 30))),
            receipt(recorded_at="2001-11-13 12:00:00-05"),
            *(undoing(amount="-99.99"), undoing(amount="100.00")),
            undoing(received_on=date(2001, 11, 14)),
            lambda house: undoing(agreement_id=house.elsewhere.agreement_id, number=1)(house),
            undoing_what_undoes,
            *(undoing(reason="another"), undoing(received_on=date(2001, 11, 21))),
            lambda house: undoing(approval_id=house.to_undo.pk)(house),
            then(paid_back, undoing("receipt", number=4)),
        ],
    ),
    "Receipt:receipts_stay": (
        RECEIPTS_STAY,
        [
            lambda house: update(house.free, amount="1.00"),
            lambda house: update(house.free, remark="corrected"),
            lambda house: delete(house.free),
        ],
    ),
    "Receipt:receipts_are_not_truncated": (RECEIPTS_STAY, [lambda _: truncate(Receipt)]),
    "ReceiptPart:parts_of_receipts_are_posted": (
        "|".join((FITS, DATED, WITHIN, OWES, PAST, CLOSED, RECORDED)),
        [
            *(a_part("elsewhere"), then(undoing(), a_part())),
            part_of_what_undoes,
            *(a_part(applied_on=date(2001, 11, 14)), a_part(applied_on=date(2001, 11, 16))),
            *(a_part(amount="100.01"), a_part(amount="-0.01")),
            *(a_part("sale"), a_part("sale", remark="  ")),
            lambda house: a_part(receipt_id=house.receipt.pk, amount="-0.01")(house),
            a_part(recorded_at="2001-11-13 12:00:00-05"),
        ],
    ),
    "ReceiptPart:parts_of_receipts_stay": (
        PARTS_STAY,
        [
            lambda house: update(house.part, amount="1.00"),
            lambda house: update(house.part, entry_id=house.waiting.pk),
            lambda house: delete(house.part),
        ],
    ),
    "ReceiptPart:parts_of_receipts_are_not_truncated": (
        PARTS_STAY,
        [lambda _: truncate(ReceiptPart)],
    ),
    "CashTotal:kept_by_the_database": (
        TOTALS_FOLLOW,
        [
            lambda house: update(house.total, applied="1.00"),
            lambda house: delete(house.total),
            lambda house: insert(CashTotal, columns_of(house.total, day=LATER)),
        ],
    ),
    "CashTotal:cash_totals_are_not_truncated": (TOTALS_FOLLOW, [lambda _: truncate(CashTotal)]),
}


TOMORROW = real_day() + timedelta(days=1)
RULED: dict[str, list[Attempt]] = {
    "a_receipt_number_is_used_once": [off_guard(receipt(number=2))],
    "a_receipt_is_of_some_cash": [receipt(amount=0)],
    "a_receipt_has_a_bank_reference_or_undoes_one_that_has": [
        *(receipt(bank_reference=None), receipt(reason="why not")),
        *(undoing(bank_reference="FW-3"), undoing(approval_id=None)),
    ],
    "undoing_a_receipt_has_a_reason": [undoing(reason="")],
    "a_bank_reference_is_one_that_an_advice_may_have": [
        receipt(bank_reference=reference) for reference in ("", " FW", "=1+1", "FW\n", "a,b", "-1")
    ],
    "cash_is_not_received_in_the_future": [receipt(received_on=TOMORROW)],
    "Receipt.undoes": [off_guard(then(undoing(), undoing(number=4, approval_id=10**6)))],
    "Receipt.approval": [
        off_guard(
            then(undoing(), lambda house: undoing(number=4, undoes_id=house.receipt.pk)(house))
        )
    ],
    "a_part_of_a_receipt_is_of_some_cash": [a_part(amount=0)],
    "a_part_of_a_receipt_is_not_dated_in_the_future": [a_part(applied_on=TOMORROW)],
    "a_day_has_one_cash_total_for_what_was_due": [
        off_guard(lambda house: insert(CashTotal, columns_of(house.total)))
    ],
}


def each(cases: dict[str, Any]) -> list[Any]:
    """A parameter for each attempt, with the name of what it breaks."""
    return [
        pytest.param(name, attempt, id=f"{name}-{number}")
        for name, told in cases.items()
        for number, attempt in enumerate(told[1] if isinstance(told, tuple) else told, start=1)
    ]


def of_cash(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith(("Receipt", "CashTotal"))}


def test_every_guard_and_constraint_of_cash_has_its_case() -> None:
    assert set(GUARDED) == of_cash(guards("placements"))
    constraints = {
        constraint.name
        for model in (Receipt, ReceiptPart, CashTotal)
        for constraint in model._meta.constraints
    }
    assert set(RULED) == constraints | of_cash(rules("placements"))


@pytest.mark.parametrize(("name", "attempt"), each(GUARDED))
def test_what_a_raw_statement_breaks_is_refused_by_its_rule(
    house: House, name: str, attempt: Attempt
) -> None:
    sentence, _ = GUARDED[name]
    with refused_by_database(sentence):
        attempt(house)


@pytest.mark.parametrize(("name", "attempt"), each(RULED))
def test_a_constraint_refuses_what_breaks_it_by_its_name(
    house: House, name: str, attempt: Attempt
) -> None:
    refused_by_rule(house, name, attempt)


@pytest.mark.parametrize("name", GUARDED)
def test_a_session_that_asks_to_ignore_the_triggers_is_refused_all_the_same(
    house: House, name: str
) -> None:
    sentence, attempts = GUARDED[name]
    refused_although_triggers_are_to_be_ignored(house, sentence, attempts[0])


@pytest.mark.parametrize(
    "true", [receipt(), undoing(), a_part()], ids=["receipt", "undoing", "part"]
)
def test_a_true_row_is_accepted_raw(house: House, true: Attempt) -> None:
    true(house)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_cent_past_the_net_is_accepted_raw_with_a_remark(house: House) -> None:
    a_part("sale", amount="0.01", remark="The agent rounded up.")(house)
    assert house.sale.receipt_parts.count() == 2


def test_a_part_counts_from_the_first_open_day_after_a_closed_one(house: House) -> None:
    close("2001-11", today=date(2001, 12, 3))
    a_part(applied_on=date(2001, 12, 1))(house)
    assert house.waiting.receipt_parts.get().applied_on == date(2001, 12, 1)


def test_a_part_in_a_month_closed_meanwhile_is_refused(house: House) -> None:
    close("2001-11", today=date(2001, 12, 3))
    with refused_by_database(CLOSED):
        a_part()(house)


def test_parts_of_one_statement_are_judged_together(house: House) -> None:
    row = {
        "receipt_id": house.free.pk,
        "applied_on": PAID_ON,
        "remark": "",
        "recorded_by_id": house.person.pk,
    }
    netted = [
        {**row, "entry_id": house.waiting.pk, "amount": Decimal("200.00")},
        {**row, "entry_id": house.sale.pk, "amount": Decimal("-100.00")},
    ]
    insert(ReceiptPart, *netted)
    assert house.free.parts.count() == 2
