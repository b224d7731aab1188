"""What the books are said to have shown at a moment is what they did show at that moment."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from placements.models import Placement
from placements.selectors.positions import Position, positions
from tests.amendments.changing import amended, corrected
from tests.exports.test_known_at import now
from tests.factories import AgreementFactory, PlacementFactory, UserFactory
from tests.laws import law
from tests.sequences import DAYS, TODAY, Office, Step, sequences

pytestmark = pytest.mark.django_db


class Change(NamedTuple):
    """Another capacity, in millions of dollars, by an amendment of a day or a correction."""

    millions: int
    day: int
    is_correction: bool


_changes = st.builds(Change, st.integers(1, 40), st.integers(0, len(DAYS) - 1), st.booleans())
Seen = tuple[datetime, list[tuple[object, ...]]]


def shown(position: Position) -> tuple[object, ...]:
    return (
        position.capacity,
        position.shares,
        position.commission,
        position.net,
        position.in_force.versions[-1].number,
    )


def look(known_at: datetime | None = None) -> list[tuple[object, ...]]:
    """Every figure of the agreement on its first, some middle and its last day."""
    return [shown(each) for day in (DAYS[0], DAYS[9], TODAY) for each in positions(day, known_at)]


@law()
@given(steps=sequences, changes=st.lists(_changes, max_size=4))
def test_figures_known_at_a_moment_are_those_that_were_shown_then(
    db: None, steps: list[Step], changes: list[Change]
) -> None:
    with transaction.atomic():
        person = UserFactory()
        agreement = AgreementFactory(capacity=Decimal("20000000.00"), largest_commission=None)
        placements: list[Placement] = [
            PlacementFactory(agreement=agreement, accepted=True, by=person, shares_offered=300_000)
            for _ in range(2)
        ]
        office = Office(person, agreement, placements)
        seen: list[Seen] = [(now(), look())]
        for n, step in enumerate(steps):
            office.take([step])
            for change in changes[n : n + 1]:
                take(office, change)
            seen.append((now(), look()))
        for moment, then in seen:
            assert look(moment) == then
        transaction.set_rollback(True)


def take(office: Office, change: Change) -> None:
    """Change terms, if nothing speaks against it."""
    capacity = Decimal(change.millions * 1_000_000)
    try:
        if change.is_correction:
            corrected(office.agreement, capacity=capacity)
        else:
            day = DAYS[change.day]
            amended(office.agreement, capacity=capacity, effective_on=day, today=TODAY)
    except Refused:
        office.agreement.refresh_from_db()
