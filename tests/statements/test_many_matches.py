"""Very many matches in one act: as right as one, sealed and proved, with queries that stay few."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.ledger import prove_books
from neoequity.statements.actions.matching import accept_all_certain
from neoequity.statements.models import Match, Sender
from neoequity.statements.models.open_sides import open_sides
from placements.models import Placement, Receipt, Sale
from tests.factories import sell_many, usual
from tests.statements import files
from tests.statements.matched import (
    NOV_15,
    NOV_30,
    agent_says,
    bank_says,
    row_of,
    scope_of,
    sides_of,
)

MANY = 250


def all_certain(sender: Sender) -> list[int]:
    return accept_all_certain(scope_of(sender), by=usual("Controller"), today=NOV_30)


def paid_by_the_bank(bank: Sender, sales: list[Sale]) -> None:
    """A line of the bank for each sale, with its reference."""
    lines = [
        files.payment(number, NOV_15, str(sale.net), sale.agent_reference)
        for number, sale in enumerate(sales, 1)
    ]
    bank_says(bank, *lines)


def test_all_lines_of_the_agent_are_matched_each_with_its_sale(
    agent: Sender, placement: Placement
) -> None:
    sales = sell_many(placement, MANY, shares=10)
    agent_says(agent, *map(row_of, sales))
    assert len(all_certain(agent)) == Match.objects.count() == MANY
    assert (sides_of(agent).lines, sides_of(agent).items) == ({}, {})
    assert prove_books().differences == []


def test_each_line_of_the_bank_gets_a_receipt_that_pays_its_sale(
    bank: Sender, placement: Placement
) -> None:
    sales = sell_many(placement, MANY, shares=10)
    paid_by_the_bank(bank, sales)
    all_certain(bank)
    assert {sale.receipt_parts.get().amount for sale in sales} == {Decimal("38.40")}
    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, MANY + 1)
    )
    assert prove_books().differences == []


@pytest.mark.parametrize("side", ["agent", "bank"])
def test_twice_as_many_matches_take_no_more_queries(
    side: str, agent: Sender, bank: Sender, placement: Placement
) -> None:
    taken = []
    for number in (5, 10):
        sales = sell_many(placement, number, shares=10)
        if side == "agent":
            agent_says(agent, *map(row_of, sales))
        else:
            paid_by_the_bank(bank, sales)
        with CaptureQueriesContext(connection) as queries:
            assert len(all_certain({"agent": agent, "bank": bank}[side])) == number
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_only_the_rows_of_a_match_are_read_for_it(bank: Sender, placement: Placement) -> None:
    paid_by_the_bank(bank, sell_many(placement, 3, shares=10))
    one = next(row for row in sides_of(bank).by_row() if row.what == "line")
    assert set(open_sides(scope_of(bank)._replace(only=frozenset({one}))).whole()) == {one}
