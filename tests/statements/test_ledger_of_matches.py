"""Matches accepted and undone: what is refused by which sentence, and what always adds up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.statements.terms.entry import NOTHING, Entry, Quantity, total
from neoequity.statements.terms.ledger_of_matches import (
    AcceptedDifference,
    LedgerOfMatches,
    Match,
)
from tests.statements.entries import AGREEMENT, THURSDAY, adjustment, line, money, sale

SALE = f"{AGREEMENT}/7"


def match(key: str = "M-1", **other: Any) -> Match:
    return Match(**{"key": key, "accepted_on": THURSDAY, "lines": {}, "items": {}, **other})


def ledger() -> LedgerOfMatches:
    """A wire of $99.99, and a sale of $110.00 with $10.00 to pay to the agent."""
    return LedgerOfMatches([line(1, "99.99")], [sale(7, "110.00"), adjustment(8, "-10.00")])


WIRE = match(
    lines={"line 1": money("99.99")},
    items={SALE: money("110.00"), f"{AGREEMENT}/8": money("-10.00")},
    differences=(AcceptedDifference(money("-0.01"), "rounding", AGREEMENT),),
)


def sentences(ledger: LedgerOfMatches, asked: Match) -> list[str]:
    with pytest.raises(Refused) as refused:
        ledger.accept(asked)
    return [reason.sentence for reason in refused.value.reasons]


def test_a_wire_that_nets_an_adjustment_and_is_a_cent_short_leaves_nothing_open() -> None:
    books = ledger()
    books.accept(WIRE)
    assert books.lines.open_entries() == books.items.open_entries() == []


def test_undoing_a_match_opens_again_what_it_took() -> None:
    books = ledger()
    books.accept(WIRE)
    assert books.undo("M-1") == WIRE
    assert books.lines.open_entries() == [line(1, "99.99")]
    assert [entry.quantity for entry in books.items.open_entries()] == [
        money("110.00"), money("-10.00"),
    ]  # fmt: skip


def test_a_sale_paid_in_parts_has_the_rest_left() -> None:
    books = ledger()
    books.accept(match(lines={"line 1": money("99.99")}, items={SALE: money("99.99")}))
    assert books.items.left(SALE) == money("10.01")


def test_a_bank_charge_alone_is_accepted_without_an_item() -> None:
    books = LedgerOfMatches([line(1, "-25.00")], [])
    charge = AcceptedDifference(money("-25.00"), "wire fee of November")
    books.accept(match(lines={"line 1": money("-25.00")}, differences=(charge,)))
    assert books.lines.open_entries() == []


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            {"lines": {"line 1": money("100.00")}, "items": {SALE: money("100.00")}},
            "Line 1 is for $99.99; $100.00 cannot be matched to it.",
        ),
        (
            {"lines": {"line 1": money("-1.00")}, "items": {SALE: money("-1.00")}},
            "Line 1 is for $99.99; ($1.00) cannot be matched to it.",
        ),
        (
            {"lines": {"line 1": money("99.99")}, "items": {SALE: money("100.00")}},
            ("The lines add up to $99.99, the items to $100.00 and the accepted differences to "
            "$0.00: ($0.01) is not explained."),
        ),
        (
            {"lines": {"line 9": money("1.00")}, "items": {SALE: money("1.00")}},
            "There is no entry line 9 to match.",
        ),
        ({"lines": {"line 1": NOTHING}}, "The match takes nothing of line 1."),
        ({}, "A match has at least one line or one item."),
        (
            WIRE._asdict() | {"differences": (AcceptedDifference(money("-0.01"), " ", AGREEMENT),)},
            "Give the reason for the accepted difference of ($0.01).",
        ),
        (
            WIRE._asdict() | {"differences": (AcceptedDifference(money("-0.01"), "rounding"),)},
            "Choose the agreement of the accepted difference of ($0.01): sales-agreement.",
        ),
    ],
)  # fmt: skip
def test_a_match_that_does_not_add_up_is_refused_with_its_figures(
    asked: dict[str, Any], sentence: str
) -> None:
    books = ledger()
    assert sentence in sentences(books, match(**asked))
    assert books.matches == {}
    assert len(books.items.open_entries()) == 2


def test_what_is_matched_already_cannot_be_matched_again() -> None:
    books = ledger()
    books.accept(WIRE)
    assert sentences(books, WIRE._replace(key="M-2")) == [
        "Line 1 is matched already: all of its $99.99.",
        "Sale 7 is matched already: all of its $110.00.",
        "Adjustment 8 is matched already: all of its ($10.00).",
    ]
    assert sentences(books, WIRE)[0] == "Match M-1 is accepted already."


def test_more_than_is_left_after_a_part_is_refused_with_what_is_left() -> None:
    books = ledger()
    books.accept(match(lines={"line 1": money("60.00")}, items={SALE: money("60.00")}))
    asked = match("M-2", lines={"line 1": money("50.00")}, items={SALE: money("50.00")})
    assert sentences(books, asked) == [
        "Line 1 has $39.99 of $99.99 left to match; $50.00 cannot be matched to it."
    ]


def test_undoing_what_does_not_stand_is_refused() -> None:
    with pytest.raises(Refused, match=r"Match M-1 does not stand: there is nothing to undo\."):
        ledger().undo("M-1")


def test_a_line_of_one_agreement_is_not_matched_to_a_sale_of_another() -> None:
    books = LedgerOfMatches([line(1, "1.00", agreement="other-agreement")], [sale(7, "1.00")])
    asked = match(lines={"line 1": money("1.00")}, items={SALE: money("1.00")})
    assert sentences(books, asked) == [
        (
            "A line of other-agreement cannot be matched to anything else; this match has "
            "entries of other-agreement and sales-agreement."
        )
    ]


# A plan of what to try: each step takes some cents of some lines and items, or undoes a match.
cents = st.integers(-300, 300).filter(bool)
quantities = st.builds(lambda c, s: Quantity(Decimal(c) / 100, s), cents, st.integers(-5, 5))
sides = st.lists(quantities, min_size=1, max_size=4)
fractions = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=3)
steps = st.lists(st.tuples(st.booleans(), fractions, fractions, st.integers(0, 9)), max_size=12)


def parts(entries: Sequence[Entry], taken: Sequence[tuple[int, int]]) -> dict[str, Quantity]:
    """Quarters of some entries; often more than is left."""
    chosen = {}
    for place, quarters in taken:
        entry = entries[place % len(entries)]
        amount = (entry.quantity.amount * quarters / 4).quantize(Decimal("0.01"))
        chosen[entry.key] = Quantity(amount, entry.quantity.shares * quarters // 4)
    return chosen


@settings(deadline=None, max_examples=80)
@given(sides, sides, steps)
def test_matched_and_open_are_the_statement_whatever_is_accepted_and_undone(
    stated: list[Quantity], expected: list[Quantity], plan: list[Any]
) -> None:
    lines = [line(n, "0")._replace(quantity=quantity) for n, quantity in enumerate(stated)]
    items = [sale(n, "0")._replace(quantity=quantity) for n, quantity in enumerate(expected)]
    books = LedgerOfMatches(lines, items)
    for number, (is_undoing, of_lines, of_items, which) in enumerate(plan):
        if is_undoing and books.matches:
            books.undo(sorted(books.matches)[which % len(books.matches)])
        else:
            asked = match(f"{number}", lines=parts(lines, of_lines), items=parts(items, of_items))
            gap = total(asked.lines.values()) - total(asked.items.values())
            if gap:
                asked = asked._replace(differences=(AcceptedDifference(gap, "tried", AGREEMENT),))
            try:
                books.accept(asked)
            except Refused:
                assert asked.key not in books.matches
        for side, entries in ((books.lines, lines), (books.items, items)):
            name = "lines" if side is books.lines else "items"
            matched = total(
                part for each in books.matches.values() for part in getattr(each, name).values()
            )
            left = total(entry.quantity for entry in side.open_entries())
            assert matched + left == total(entry.quantity for entry in entries)
            assert all(side.matched(entry.key).is_part_of(entry.quantity) for entry in entries)


@settings(deadline=None, max_examples=60)
@given(sides, st.permutations(range(4)))
def test_matches_can_be_undone_in_any_order(stated: list[Quantity], order: list[int]) -> None:
    lines = [line(n, "0")._replace(quantity=quantity) for n, quantity in enumerate(stated)]
    items = [sale(n, "0")._replace(quantity=quantity) for n, quantity in enumerate(stated)]
    books = LedgerOfMatches(lines, items)
    for number, (one, other) in enumerate(zip(lines, items, strict=True)):
        taken = {"lines": {one.key: one.quantity}, "items": {other.key: other.quantity}}
        books.accept(match(f"{number}", accepted_on=date(2001, 11, 30), **taken))
    for number in order:
        if f"{number}" in books.matches:
            books.undo(f"{number}")
    assert books.lines.open_entries() == lines
    assert books.items.open_entries() == items
