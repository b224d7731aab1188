"""The transfer agent's side: deliveries in the shares of the day on which they are due."""

from datetime import date
from typing import NamedTuple

import pytest
from django.db import DatabaseError, transaction

from neoequity.statements.actions.matches import post_matches
from neoequity.statements.actions.planning import Planned
from neoequity.statements.models import Match, Sender, Statement
from neoequity.statements.terms import ledger_of_matches as terms
from neoequity.statements.terms.entry import Quantity
from placements.actions.delivery_failure import fail_delivery
from placements.models import Placement, Sale
from tests.factories import sell, usual
from tests.statements import files
from tests.statements.matched import (
    NOV_15,
    NOV_30,
    by_hand,
    entry_row,
    line_rows,
    scope_of,
    sides_of,
)
from tests.statements.recorded import received
from warrants.actions.split import record_split


def split(registry: Sender, day: int, new: int = 1, old: int = 25) -> None:
    """So many new shares for so many old ones, effective on a day of November."""
    record_split(
        registry.issuer, effective_on=date(2001, 11, day), new=new, old=old, source="a notice",
        by=usual(), today=NOV_30,
    )  # fmt: skip


def issued(registry: Sender, day: int, shares: int) -> Statement:
    """The transfer agent's movements: so many shares, issued on a day of November."""
    rows = (
        "Issuer\tNeo",
        "Opening shares\t0",
        "\t".join(files.TRANSFER_AGENT.columns),
        f"2001-11-{day}\tDWAC-1\tIssued\t{shares}",
        f"Closing shares\t{shares}",
    )
    content = files.lines_of(*rows)
    return received(registry, content, files.TRANSFER_AGENT.name).statement


def failed(sale: Sale, new_day: int) -> None:
    """Its delivery failed on Nov 15, and is due again on a day of November."""
    fail_delivery(
        sale, failed_on=NOV_15, new_day=date(2001, 11, new_day), reason="The account was closed.",
        by=usual(), today=NOV_30,
    )  # fmt: skip


@pytest.mark.parametrize(("new", "old", "delivered"), [(1, 25, 40), (2, 1, 2002), (1, 3, 333)])
def test_a_delivery_after_a_split_is_matched_in_new_shares(
    registry: Sender, placement: Placement, new: int, old: int, delivered: int
) -> None:
    """Traded Nov 9, due Nov 15; the split takes effect between. The fraction is dropped."""
    sale = sell(placement, 1001)
    split(registry, 13, new, old)
    statement = issued(registry, 15, delivered)
    [entry] = sides_of(registry).items.values()
    assert entry.quantity == Quantity(shares=delivered)
    match = by_hand(registry, *line_rows(statement), entry_row(sale))
    assert [part.shares for part in match.parts.all()] == [delivered, delivered]
    assert sides_of(registry).items == {}


def test_a_failed_delivery_is_expected_on_its_new_day(
    registry: Sender, placement: Placement
) -> None:
    failed(sell(placement), 20)
    [entry] = sides_of(registry).items.values()
    assert entry.day == date(2001, 11, 20)


def test_a_delivery_that_failed_twice_is_expected_on_the_last_of_its_new_days(
    registry: Sender, placement: Placement
) -> None:
    sale = sell(placement)
    failed(sale, 16)
    fail_delivery(
        sale, failed_on=date(2001, 11, 16), new_day=date(2001, 11, 21), reason="Again.",
        by=usual(), today=NOV_30,
    )  # fmt: skip
    [entry] = sides_of(registry).items.values()
    assert entry.day == date(2001, 11, 21)


def test_before_a_delivery_fails_it_is_expected_on_its_settlement_date(
    registry: Sender, placement: Placement
) -> None:
    failed(sell(placement), 20)
    [entry] = sides_of(registry, date(2001, 11, 14)).items.values()
    assert entry.day == NOV_15


def test_a_failed_delivery_moves_no_day_of_the_bank(bank: Sender, placement: Placement) -> None:
    failed(sell(placement), 20)
    [entry] = sides_of(bank).items.values()
    assert entry.day == NOV_15


def test_a_delivery_that_fails_before_a_split_is_matched_in_new_shares(
    registry: Sender, placement: Placement
) -> None:
    sale = sell(placement, 1001)
    split(registry, 16)
    failed(sale, 20)
    [line] = line_rows(issued(registry, 20, 40))
    by_hand(registry, line, entry_row(sale))
    assert sides_of(registry).items == {}


class Whole(NamedTuple):
    """A sale of 1,001 shares, due on Nov 15 before a 1-for-25 split, and what is due of it."""

    fails: bool
    shares: int


@pytest.mark.parametrize("whole", [Whole(False, 1001), Whole(True, 40)])
@pytest.mark.parametrize("shares", [-1, 1, 40, 41, 1001])
def test_raw_matches_of_a_failed_delivery_are_refused_exactly_when_the_terms_refuse(
    registry: Sender, placement: Placement, whole: Whole, shares: int
) -> None:
    sale = sell(placement, 1001)
    split(registry, 16)
    if whole.fails:
        failed(sale, 20)
    [line] = line_rows(issued(registry, 20, 1001))
    sides = sides_of(registry)
    [stated], [booked] = sides.lines.values(), sides.items.values()
    assert booked.quantity == Quantity(shares=whole.shares)
    part = Quantity(shares=shares)
    match = terms.Match("new", NOV_30, {stated.key: part}, {booked.key: part})
    ledger = terms.LedgerOfMatches([stated], [booked])
    in_order = not list(ledger.reasons_against(match))
    assert in_order == (0 < shares <= whole.shares)
    planned = Planned({line: part, entry_row(sale): part}, "Raw.")
    try:
        with transaction.atomic():
            post_matches(scope_of(registry), [planned], by=usual("Controller"))
    except DatabaseError:
        pass
    assert Match.objects.exists() == in_order
