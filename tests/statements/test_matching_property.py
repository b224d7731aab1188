"""For any matches, accepted and undone in any order: what is matched and what is open is all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.ledger import prove_books
from neoequity.statements.actions.matches import post_matches, undo_match
from neoequity.statements.actions.matching import accept_all_certain
from neoequity.statements.actions.planning import Planned
from neoequity.statements.models import Match, Sender
from neoequity.statements.models.kept_entries import Row
from neoequity.statements.models.open_sides import OpenSides
from neoequity.statements.terms import ledger_of_matches as terms
from neoequity.statements.terms.entry import NOTHING, Quantity, total
from placements.models import Placement, Sale
from tests.factories import sell, usual
from tests.statements.matched import (
    CENT,
    NOV_30,
    agent_says,
    by_hand,
    difference,
    line_rows,
    row_of,
    scope_of,
    sides_of,
)
from tests.worlds import built_once

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@built_once
def sales(placement: Placement) -> list[Sale]:
    return [sell(placement, 1000 * number) for number in (1, 2, 3, 4)]


@built_once
def rows(agent: Sender, sales: list[Sale]) -> list[Row]:
    """Four lines, of them one a cent short and one that fits nothing; and the four sales."""
    told = [
        row_of(sales[0]),
        row_of(sales[1], net=sales[1].net - CENT),
        row_of(sales[2], reference=""),
        row_of(sales[3], reference="OTHER", net=Decimal("77.00")),
    ]
    return [*line_rows(agent_says(agent, *told)), *(Row("entry", sale.pk) for sale in sales)]


def _whole(sides: OpenSides, what: str) -> Quantity:
    return total(each.quantity for row, each in sides.whole().items() if row.what == what)


def _open(sides: OpenSides, what: str) -> Quantity:
    return total(each.quantity for row, each in sides.by_row().items() if row.what == what)


def _matched(what: str) -> Quantity:
    """What standing matches take, counted from their rows."""
    found = NOTHING
    for match in Match.objects.filter(undoes=None, undoing=None):
        for part in match.parts.filter(**{f"{what}__isnull": False}):
            found += Quantity(part.amount, part.shares)
    return found


@SLOW
@given(data=st.data())
def test_matched_and_open_are_the_statement_whatever_is_accepted_and_undone(
    agent: Sender, rows: list[Row], data: st.DataObject
) -> None:
    with _taken_back():
        for _ in range(data.draw(st.integers(1, 6), label="acts")):
            _any_act(agent, rows, data)
            sides = sides_of(agent)
            for what in ("line", "entry"):
                assert _matched(what) + _open(sides, what) == _whole(sides, what)
            for row, left in sides.by_row().items():
                assert left.quantity.is_part_of(sides.whole()[row].quantity)
        assert prove_books().differences == []


def _any_act(agent: Sender, rows: list[Row], data: st.DataObject) -> None:
    """Match what is chosen, accept all certain, or undo one; a refusal changes nothing."""
    stand = list(Match.objects.filter(undoes=None, undoing=None).order_by("pk"))
    by = usual("Controller")
    act = data.draw(st.sampled_from(["match", "match", "all", *(["undo"] * bool(stand))]))
    try:
        with transaction.atomic():
            if act == "undo":
                match = data.draw(st.sampled_from(stand))
                undo_match(match, reason="Wrong.", by=by, today=NOV_30)
            elif act == "all":
                accept_all_certain(scope_of(agent), by=by, today=NOV_30)
            else:
                chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, unique=True))
                by_hand(agent, *chosen)
    except Refused:
        return


figures = st.builds(
    Quantity,
    st.sampled_from([Decimal(0), CENT, Decimal("3840.00"), -CENT, Decimal("7680.00")]),
    st.sampled_from([0, 1, 1000, -1, 2000]),
)


@SLOW
@given(data=st.data())
def test_the_database_refuses_what_the_terms_refuse_and_nothing_else(
    agent: Sender, rows: list[Row], data: st.DataObject
) -> None:
    """Parts of any size, also right ones: of one row its whole, so that both often agree."""
    with _taken_back():
        if data.draw(st.booleans(), label="something is matched already"):
            by_hand(agent, rows[0], rows[4])
        sides = sides_of(agent)
        whole = {row: each.quantity for row, each in sides.whole().items()}
        chosen = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3, unique=True))
        parts = {
            row: data.draw(st.one_of(st.just(whole[row]), figures), label=str(row))
            for row in chosen
        }
        judged = terms.LedgerOfMatches(*_entries(sides))
        match = terms.Match("new", NOV_30, *_sides(sides, parts))
        in_order = not list(judged.reasons_against(match))
        assert _is_taken(lambda: _post(agent, parts)) == in_order


def _entries(sides: OpenSides) -> tuple[Any, Any]:
    """Both sides as far as they are open, what is not open as nothing."""
    left = sides.by_row()
    found = {
        row: each._replace(quantity=left[row].quantity if row in left else NOTHING)
        for row, each in sides.whole().items()
    }
    return (
        [each for row, each in found.items() if row.what == "line"],
        [each for row, each in found.items() if row.what == "entry"],
    )


def _sides(sides: OpenSides, parts: dict[Row, Quantity]) -> tuple[Any, Any]:
    keys = {row: each.key for row, each in sides.whole().items()}
    return (
        {keys[row]: part for row, part in parts.items() if row.what == "line"},
        {keys[row]: part for row, part in parts.items() if row.what == "entry"},
    )


def _post(agent: Sender, parts: dict[Row, Quantity]) -> None:
    """The rows as they would be inserted, past every reason of the actions."""
    post_matches(scope_of(agent), [Planned(parts, "Raw.")], by=usual("Controller"))


def _is_taken(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return False
    return True


@contextmanager
def _taken_back() -> Iterator[None]:
    """What an example did is taken back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_difference_counts_as_settled(agent: Sender, rows: list[Row]) -> None:
    before = _open(sides_of(agent), "entry")
    difference(agent, rows[4], CENT)
    assert before - _open(sides_of(agent), "entry") == Quantity(CENT)


@pytest.mark.parametrize("what", ["line", "entry"])
def test_nothing_is_open_twice(agent: Sender, rows: list[Row], what: str) -> None:
    by_hand(agent, rows[0], rows[4])
    assert _matched(what) == Quantity(Decimal("3840.00"), 1000)
