"""A proposal that becomes a match: its difference is accepted, or stays open."""

import pytest

from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.ledger_of_matches import LedgerOfMatches, Match
from neoequity.statements.terms.matching import propose_matches
from neoequity.statements.terms.proposal import as_match
from tests.statements.entries import AGREEMENT, THURSDAY, line, money, sale

SALE = f"{AGREEMENT}/7"


def matched(lines: list[Entry], items: list[Entry], reason: str = "") -> Match:
    [proposal] = propose_matches(lines, items)
    left = [{entry.key: entry.quantity for entry in side} for side in (lines, items)]
    match = as_match(
        proposal, key="M-1", on=THURSDAY, lines=left[0], items=left[1],
        reason=reason, agreement=AGREEMENT,
    )  # fmt: skip
    LedgerOfMatches(lines, items).accept(match)
    return match


def test_a_difference_with_a_reason_is_accepted() -> None:
    match = matched([line(1, "99.99", reference="CF-7")], [sale(7, "100.00")], "rounding")
    assert match.items == {SALE: money("100.00")}
    assert match.accepted == money("-0.01")


@pytest.mark.parametrize(
    ("paid", "of_line", "of_sale"),
    [("60.00", "60.00", "60.00"), ("130.00", "100.00", "100.00"), ("100.00", "100.00", "100.00")],
)
def test_without_a_reason_what_is_short_or_over_stays_open(
    paid: str, of_line: str, of_sale: str
) -> None:
    match = matched([line(1, paid, reference="CF-7")], [sale(7, "100.00")])
    assert (match.lines, match.items) == ({"line 1": money(of_line)}, {SALE: money(of_sale)})
    assert match.differences == ()


def test_what_a_wire_for_several_sales_lacks_stays_open_in_the_last() -> None:
    match = matched(
        [line(1, "240.00", reference="CF-7, CF-8")], [sale(7, "100.00"), sale(8, "150.00")]
    )
    parts: list[Quantity] = list(match.items.values())
    assert parts == [money("100.00"), money("140.00")]
