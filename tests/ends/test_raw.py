"""What the database refuses about the end of an agreement, past every action; as the terms do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.db import IntegrityError, transaction
from hypothesis import event, given
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from placements.actions.placement import move_placement
from placements.models import Agreement, Sale
from tests.amendments.changing import amended
from tests.constraints.conftest import House, house
from tests.constraints.rows import insert, refused_by_database, sale_of, update
from tests.constraints.test_same_verdict import office, refused_by_action
from tests.constraints.test_same_verdict import refused_by_database as refused_raw
from tests.factories import TODAY, notice_of, sell
from tests.laws import law

__all__ = ["house", "office"]

few = law(8)
ENDED = "Nothing is placed or sold under an agreement from the day on which it was terminated."
STANDS = "An agreement is terminated after its last sale and the last move of its open placements."
#: Both sales are of November 9; the change of terms takes effect on the next day.
CHANGED_ON, ENDS_ON = date(2001, 11, 10), date(2001, 11, 12)
TOMORROW = TODAY + timedelta(days=1)


def ends(house: House, on: date = ENDS_ON, since: date = CHANGED_ON) -> None:
    amended(house.agreement, effective_on=since, terminated_on=on)


@contextmanager
def past_the_action() -> Iterator[None]:
    """A change of terms that only the database may refuse."""
    with patch("placements.actions.amendment.reasons_against_end", return_value=()):
        yield


def test_a_raw_sale_of_the_day_of_the_end_is_refused(house: House) -> None:
    ends(house)
    with refused_by_database(ENDED):
        insert(Sale, sale_of(house.placement, 3, trade_date=ENDS_ON))


def test_a_raw_sale_of_before_the_end_passes(house: House) -> None:
    ends(house)
    insert(Sale, sale_of(house.placement, 3))
    assert house.agreement.sales.count() == 3


def test_a_raw_acceptance_on_the_day_of_the_end_is_refused(house: House) -> None:
    ends(house, on=TOMORROW)
    with refused_by_database(ENDED):
        update(house.proposed, status="accepted", status_on=TOMORROW, accepted_on=TOMORROW)


def test_an_end_before_the_day_of_its_change_is_refused_by_the_database(house: House) -> None:
    with (
        past_the_action(),
        refused_by_database("An agreement is terminated on the day of the change that says so"),
    ):
        ends(house, on=CHANGED_ON - timedelta(days=1))


def test_an_end_on_the_day_of_a_standing_sale_is_refused_by_the_database(house: House) -> None:
    sell(house.placement, by=house.person, trade_date=ENDS_ON)
    with past_the_action(), refused_by_database(STANDS):
        ends(house)


def test_an_end_on_the_day_of_an_acceptance_is_refused_by_the_database(house: House) -> None:
    move_placement(house.proposed, "accept", on=ENDS_ON, by=house.person, today=TODAY)
    with past_the_action(), refused_by_database(STANDS):
        ends(house)


def test_a_reinstatement_over_an_open_placement_is_refused_by_the_database(house: House) -> None:
    ends(house, on=TOMORROW)
    with (
        past_the_action(),
        refused_by_database("An agreement is reinstated once the placements of before its end"),
    ):
        amended(house.agreement, effective_on=TOMORROW + timedelta(days=1), terminated_on=None)


DAYS = st.dates(date(2001, 11, 5), TODAY)


@few
@given(DAYS, DAYS, DAYS)
def test_action_and_database_give_the_same_verdict_on_a_sale(
    office: House, end: date, back: date, day: date
) -> None:
    end, back = max(end, CHANGED_ON), max(back, CHANGED_ON)
    with transaction.atomic():
        ends(office, on=end)
        if back > end:
            amended(Agreement.objects.get(pk=office.agreement.pk), effective_on=back, **BACK)
        notice = notice_of(office.placement, 100, trade_date=day)
        by_action, by_database = refused_by_action(office, notice), refused_raw(office, notice)
        transaction.set_rollback(True)
    event("refused" if by_action else "posted")
    assert bool(by_action) is bool(by_database), (by_action, by_database)


BACK: dict[str, Any] = {"terminated_on": None}


@few
@given(DAYS, DAYS, DAYS)
def test_action_and_database_give_the_same_verdict_on_an_end(
    house: House, since: date, end: date, accepted_on: date
) -> None:
    with transaction.atomic():
        move_placement(house.proposed, "accept", on=accepted_on, by=house.person, today=TODAY)
        by_action = _is_refused(house, since, end)
        with past_the_action():
            by_database = _is_refused(house, since, end)
        transaction.set_rollback(True)
    event("refused" if by_action else "recorded")
    assert by_action is by_database


def _is_refused(house: House, since: date, end: date) -> bool:
    try:
        with transaction.atomic():
            ends(house, on=end, since=since)
            transaction.set_rollback(True)
    except (Refused, IntegrityError):
        return True
    return False
