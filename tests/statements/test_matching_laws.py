"""What holds for all proposals, whatever lines and items there are."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from neoequity.statements.terms.entry import Entry, total
from neoequity.statements.terms.ledger_of_matches import LedgerOfMatches
from neoequity.statements.terms.matching import propose_matches
from neoequity.statements.terms.proposal import as_match
from tests.statements.entries import AGREEMENT, THURSDAY, line, sale

law = settings(deadline=None, max_examples=60)

days = st.integers(0, 8).map(lambda ahead: THURSDAY + timedelta(days=ahead))
# Few different figures, so that many agree, add up or cancel out.
amounts = st.sampled_from(["-3.00", "-1.00", "1.00", "2.00", "2.01", "3.00", "5.00", "60.00"])
shares = st.sampled_from([0, 0, 0, 10, -10, 20])
agreements = st.sampled_from([AGREEMENT, "other-agreement"])
references = st.sampled_from(["", "", "CF-1", "CF-2", "CF-3"])


def sides(most: int = 14) -> st.SearchStrategy[tuple[list[Entry], list[Entry]]]:
    """Lines and items in an order of their own."""
    row = st.tuples(days, amounts, shares, references)
    stated = st.tuples(row, st.one_of(agreements, st.just("")), st.sampled_from(["", ", CF-2"]))
    expected = st.tuples(row, agreements, st.booleans())
    return st.tuples(
        st.lists(stated, max_size=most).map(
            lambda rows: [
                line(n, amount, count, day=day, agreement=agreement,
                     reference=reference + more if reference else "")
                for n, ((day, amount, count, reference), agreement, more) in enumerate(rows)
            ]
        ),
        st.lists(expected, max_size=most).map(
            lambda rows: [
                sale(n, amount, count, day=day, agreement=agreement, reference=reference,
                     nettable=nettable)
                for n, ((day, amount, count, reference), agreement, nettable) in enumerate(rows)
            ]
        ),
    )  # fmt: skip


@law
@given(sides(), st.randoms(use_true_random=False))
def test_proposals_are_the_same_in_whatever_order_entries_come(
    both: tuple[list[Entry], list[Entry]], random: Random
) -> None:
    lines, items = both
    proposed = propose_matches(lines, items)
    random.shuffle(lines)
    random.shuffle(items)
    assert propose_matches(lines, items) == proposed


@law
@given(sides())
def test_no_entry_is_in_two_proposals(both: tuple[list[Entry], list[Entry]]) -> None:
    proposed = propose_matches(*both)
    for side in ("lines", "items"):
        times = Counter(key for found in proposed for key in getattr(found, side))
        assert set(times.values()) <= {1}


@law
@given(sides())
def test_the_difference_is_what_lines_state_beyond_items(
    both: tuple[list[Entry], list[Entry]],
) -> None:
    lines, items = ({entry.key: entry.quantity for entry in side} for side in both)
    for found in propose_matches(*both):
        stated = total(lines[key] for key in found.lines)
        assert stated - total(items[key] for key in found.items) == found.difference
        assert found.explanation.endswith(".")


@law
@given(sides())
def test_all_proposals_can_be_accepted_together(both: tuple[list[Entry], list[Entry]]) -> None:
    lines, items = both
    ledger = LedgerOfMatches(lines, items)
    items_by_key = {item.key: item for item in items}
    left = [{entry.key: entry.quantity for entry in side} for side in both]
    for number, found in enumerate(propose_matches(lines, items)):
        stated = {entry.agreement for entry in lines if entry.key in found.lines} - {""}
        bearer = max(stated | {items_by_key[key].agreement for key in found.items}, default="")
        ledger.accept(
            as_match(
                found,
                key=f"{number}",
                on=date(2001, 11, 30),
                lines=left[0],
                items=left[1],
                reason="rounding",
                agreement=bearer,
            )
        )
    assert len(ledger.matches) == len(propose_matches(lines, items))


@law
@given(sides())
def test_a_certain_proposal_has_no_difference(both: tuple[list[Entry], list[Entry]]) -> None:
    certain = [found for found in propose_matches(*both) if str(found.rank) == "certain"]
    assert all(found.difference.amount == Decimal(0) for found in certain)
    assert all(found.difference.shares == 0 for found in certain)
