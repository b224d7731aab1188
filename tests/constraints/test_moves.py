"""Every pair of statuses, moved by a raw UPDATE: the table of moves holds for that, too."""

from datetime import date
from itertools import permutations

import pytest

from placements.actions.placement import ask_proposal
from placements.models import Agreement, Placement
from placements.terms.lifecycle import TRANSITIONS, Status
from tests.constraints.rows import refused_by_database, update
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, approved
from tests.worlds import built_once

LATER = date(2001, 11, 13)
OWN_DAY = {
    ("draft", "proposed"): "proposed_on",
    ("proposed", "accepted"): "accepted_on",
    ("accepted", "closed"): "closed_on",
    ("suspended", "closed"): "closed_on",
}
ALLOWED = {(str(source), str(target)) for source, target in TRANSITIONS}
# Whichever of the guards of a move speaks first.
OUT_OF_TURN = "only as the table of moves allows|written by its moves only|while it is a draft"
OUTSIDE_THE_TABLE = [pair for pair in permutations(map(str, Status), 2) if pair not in ALLOWED]


@built_once
def agreement(db: None) -> Agreement:
    signed: Agreement = AgreementFactory()
    return signed


@pytest.mark.parametrize(("status", "target"), OUTSIDE_THE_TABLE)
def test_a_move_outside_the_table_is_refused_whatever_days_it_brings(
    agreement: Agreement, status: str, target: str
) -> None:
    placement: Placement = PlacementFactory(agreement=agreement, status=status)
    days = {"status_on": LATER, "proposed_on": LATER, "accepted_on": LATER, "closed_on": LATER}
    for brought in ({}, {"status_on": LATER}, days):
        with refused_by_database(OUT_OF_TURN):
            update(placement, status=target, **brought)


@pytest.mark.parametrize(("status", "target"), sorted(ALLOWED))
def test_a_move_of_the_table_that_writes_its_own_day_is_allowed(
    agreement: Agreement, status: str, target: str
) -> None:
    placement: Placement = PlacementFactory(agreement=agreement, status=status)
    if target == "proposed":
        approved(ask_proposal(placement, by=UserFactory()))
    day = OWN_DAY.get((status, target))
    own = {day: LATER} if day else {}
    assert update(placement, status=target, status_on=LATER, **own) == 1


def test_the_table_itself_is_the_one_that_the_database_holds(agreement: Agreement) -> None:
    reached = {pair for pair in permutations(map(str, Status), 2) if pair in ALLOWED}
    assert len(reached) == len(TRANSITIONS) == 9
