"""Whatever is matched, accepted and undone on whatever day, a reconciliation adds up."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.statements.terms.course import Accepted
from neoequity.statements.terms.entry import Entry, total
from neoequity.statements.terms.ledger_of_matches import (
    AcceptedDifference,
    LedgerOfMatches,
    Match,
)
from neoequity.statements.terms.reconciliation import reconcile
from neoequity.statements.terms.sign_off import moved
from tests.statements.entries import AGREEMENT, line, money, sale

law = settings(deadline=None, max_examples=60)
FIRST = date(2001, 11, 1)
OTHER = "other-agreement"

days = st.integers(0, 20).map(lambda ahead: FIRST + timedelta(days=ahead))
cents = st.integers(-200, 200).filter(bool).map(lambda number: f"{Decimal(number) / 100:.2f}")
agreements = st.sampled_from([AGREEMENT, OTHER])
places = st.sets(st.integers(0, 5), max_size=3)
plans = st.lists(st.tuples(places, places, days, st.none() | days), max_size=6)


class Books(NamedTuple):
    lines: list[Entry]
    items: list[Entry]
    history: list[Accepted]


@st.composite
def books(draw: st.DrawFn) -> Books:
    """Entries of two agreements, and matches of what was open when each was accepted."""
    stated = draw(st.lists(st.tuples(cents, days, agreements | st.just("")), max_size=6))
    expected = draw(st.lists(st.tuples(cents, days, agreements), max_size=6))
    lines = [line(n, c, day=day, agreement=own) for n, (c, day, own) in enumerate(stated)]
    items = [sale(n, c, day=day, agreement=own) for n, (c, day, own) in enumerate(expected)]
    ledger = LedgerOfMatches(lines, items)
    history = []
    for number, (of_lines, of_items, on, undone_on) in enumerate(draw(plans)):
        match = of_all(str(number), on, pick(lines, of_lines), pick(items, of_items))
        try:
            ledger.accept(match)
        except Refused:
            continue
        history.append(Accepted(match, undone_on if undone_on and undone_on > on else None))
    return Books(lines, items, history)


def pick(entries: Sequence[Entry], places: set[int]) -> list[Entry]:
    return [entry for place, entry in enumerate(entries) if place in places]


def of_all(key: str, on: date, lines: Sequence[Entry], items: Sequence[Entry]) -> Match:
    gap = total(each.quantity for each in lines) - total(each.quantity for each in items)
    bearer = next((each.agreement for each in (*items, *lines) if each.agreement), "")
    return Match(
        key,
        on,
        {each.key: each.quantity for each in lines},
        {each.key: each.quantity for each in items},
        (AcceptedDifference(gap, "tried", bearer),) if gap else (),
    )


@law
@given(books(), days, days, agreements | st.just(""))
def test_opening_and_new_less_matched_and_accepted_are_closing_on_both_sides(
    own: Books, one: date, other: date, agreement: str
) -> None:
    since, until = sorted((one, other))
    found = reconcile(*own, since=since, until=until, agreement=agreement)
    assert found.ours.adds_up
    assert found.theirs.adds_up
    assert found.ours.matched == found.theirs.matched


@law
@given(books(), days, days, agreements | st.just(""))
def test_rows_add_up_to_what_both_sides_had_open_and_new(
    own: Books, one: date, other: date, agreement: str
) -> None:
    since, until = sorted((one, other))
    found = reconcile(*own, since=since, until=until, agreement=agreement)
    assert found.total_ours == found.ours.opening + found.ours.new
    assert found.total_theirs == found.theirs.opening + found.theirs.new
    accepted = total(row.theirs for row in found.rows if row.key.startswith("difference"))
    assert found.difference == total(row.difference for row in found.open_rows) + accepted + total(
        row.difference for row in found.rows if row.status == "matched"
    )


@law
@given(books(), days, days)
def test_one_period_closes_as_the_next_one_opens(own: Books, one: date, other: date) -> None:
    since, until = sorted((one, other))
    first = reconcile(*own, since=since, until=until)
    after = reconcile(*own, since=until + timedelta(days=1), until=date(2001, 12, 31))
    assert after.ours.opening == first.ours.closing
    assert after.theirs.opening == first.theirs.closing


@law
@given(books())
def test_the_agreements_add_up_to_what_all_together_have(own: Books) -> None:
    until = date(2001, 12, 31)
    both = [
        reconcile(*own, agreement=each, since=FIRST, until=until) for each in (AGREEMENT, OTHER)
    ]
    everything = reconcile(*own, since=FIRST, until=until)
    assert total(each.total_ours for each in both) == everything.total_ours
    assert total(each.ours.closing for each in both) == everything.ours.closing
    assert total(each.ours.matched for each in both) == everything.ours.matched


@law
@given(books(), st.integers(0, 6), cents, days)
def test_what_moved_a_sign_off_adds_up_to_what_either_total_moved(
    own: Books, kept: int, late: str, day: date
) -> None:
    until = date(2001, 11, 30)
    before = own._replace(history=own.history[:kept])
    after = own._replace(items=[*own.items, sale(99, late, day=day)])
    signed = reconcile(*before, since=FIRST, until=until)
    now = reconcile(*after, since=FIRST, until=until)
    movements = moved(signed, now)
    assert total(each.ours for each in movements) == now.total_ours - signed.total_ours
    assert total(each.theirs for each in movements) == now.total_theirs - signed.total_theirs
    assert any(
        each.ours == money(late) and "sale 99" in each.sentence.lower() for each in movements
    )
