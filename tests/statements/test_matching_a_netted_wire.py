"""The worked case: a wire nets two sales and an adjustment, one cent short, a bank's charge."""

from decimal import Decimal
from typing import Any

import pytest

from neoequity.ledger import prove_books
from neoequity.statements.models import Match, Sender, Statement
from neoequity.statements.selectors.matched import history
from neoequity.statements.selectors.ours import ours
from neoequity.statements.selectors.theirs import stated
from neoequity.statements.terms.entry import NOTHING
from neoequity.statements.terms.proposal import Rank
from neoequity.statements.terms.reconciliation import reconcile
from placements.models import Placement, Receipt, Sale
from tests.factories import usual
from tests.statements import files
from tests.statements.matched import (
    CENT,
    NOV_15,
    NOV_30,
    accept,
    bank_says,
    difference,
    entry_row,
    netted,
    open_amounts,
    proposals,
    scope_of,
    sides_of,
)
from tests.worlds import built_once

WIRE = Decimal("7668859.99")


@built_once
def sales(placement: Placement) -> tuple[Sale, Sale, Sale]:
    return netted(placement, usual())


@built_once
def statement(bank: Sender, sales: tuple[Sale, Sale, Sale]) -> Statement:
    """The bank's statement: 7,680,000.00 + 3,860.00 - 15,000.00, less one cent."""
    first, small, adjustment = sales
    assert (first.net, small.net, adjustment.net) == (
        Decimal("7680000.00"),
        Decimal("3860.00"),
        Decimal("-15000.00"),
    )
    return bank_says(bank, files.payment(1, NOV_15, str(WIRE), "FW-77", "Wire in"))


@pytest.fixture
def match(bank: Sender, statement: Statement) -> Match:
    [wire] = [each for each in proposals(bank) if each.lines]
    return accept(bank, wire)


def test_the_wire_is_proposed_with_both_sales_and_the_adjustment(
    bank: Sender, statement: Statement, sales: tuple[Sale, Sale, Sale]
) -> None:
    [wire] = [each for each in proposals(bank) if each.lines]
    assert wire.rank == Rank.LIKELY
    assert wire.items == tuple(f"sales-agreement/{each.number}" for each in sales)
    assert wire.explanation == (
        "Two sales and an adjustment of Nov 12, 2001 to Nov 15, 2001 add up to $7,668,860.00; "
        "the payment is one cent short."
    )


def test_accepting_it_records_the_receipt_with_what_it_pays(
    match: Match, sales: tuple[Sale, Sale, Sale]
) -> None:
    receipt = Receipt.objects.get()
    assert (receipt.received_on, receipt.amount, receipt.bank_reference) == (NOV_15, WIRE, "FW-77")
    paid = dict(receipt.parts.values_list("entry", "amount"))
    first, small, adjustment = sales
    assert paid == {first.pk: first.net, small.pk: small.net - CENT, adjustment.pk: adjustment.net}


def test_the_line_is_matched_with_the_receipt_and_no_sale(match: Match) -> None:
    parts: list[Any] = list(match.parts.values_list("line", "entry", "receipt", "amount"))
    line, receipt = match.parts.get(receipt=None).line, Receipt.objects.get()
    assert line is not None
    assert parts == [(line.pk, None, None, WIRE), (None, None, receipt.pk, WIRE)]


def test_a_cent_stays_open_until_it_is_accepted_as_a_charge(
    bank: Sender, match: Match, sales: tuple[Sale, Sale, Sale]
) -> None:
    small = sales[1]
    assert open_amounts(sides_of(bank).items.values())[f"sale {small.number}"] == CENT
    difference(bank, entry_row(small), CENT)
    assert f"sale {small.number}" not in open_amounts(sides_of(bank).items.values())
    assert prove_books().differences == []


def test_the_month_is_reconciled_to_zero(
    bank: Sender, match: Match, sales: tuple[Sale, Sale, Sale]
) -> None:
    difference(bank, entry_row(sales[1]), CENT)
    scope = scope_of(bank)
    mine = [
        each for each in ours(scope) if each.key in {f"sales-agreement/{s.number}" for s in sales}
    ]
    month = reconcile(
        stated(scope), mine, history(scope), since=NOV_30.replace(day=1), until=NOV_30
    )
    assert month.open_rows == ()
    assert month.ours.closing == month.theirs.closing == NOTHING
    assert (month.total_ours.amount, month.total_theirs.amount) == (WIRE + CENT, WIRE)
    assert month.difference.amount == -CENT
