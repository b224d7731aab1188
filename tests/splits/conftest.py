"""The worked example of a split while a placement is open: 1-for-25 on Nov 7, 2001."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.models import Issuer
from neoequity.people.models import User
from placements.models import Placement, Split
from placements.selectors.placements import placements_as_of
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.worlds import built_once
from warrants.actions.split import record_split

MONDAY, TUESDAY, SPLIT_ON, THURSDAY = (date(2001, 11, day) for day in (5, 6, 7, 8))

Figures = tuple[int, int, int, Decimal]


def split(by: User, *, new: int = 1, old: int = 25, on: date = SPLIT_ON, **said: Any) -> Split:
    """A split of the example's issuer."""
    told = {"source": "Form 8-K", "today": TODAY, **said}
    return record_split(Issuer.objects.get(), effective_on=on, new=new, old=old, by=by, **told)


def figures(placement: Placement, day: date, known_at: Any = None) -> Figures:
    """Offered, sold, left and the minimum price, in the shares of a day."""
    then = placements_as_of(day, known_at).get(pgh_obj=placement)
    return then.offered_then, then.shares_then, then.unsold_then, then.minimum_then


@built_once
def treasurer(placement: Placement) -> User:
    return placement.status_by


@built_once
def placement(db: None) -> Placement:
    """1,000,000 shares offered at $0.50 or more, 250,000 sold at $0.60 on the Monday."""
    treasurer = UserFactory(username="treasurer")
    placement = PlacementFactory(minimum_price=Decimal("0.50"), accepted=True, by=treasurer)
    sell(placement, 250_000, "0.60", by=treasurer, trade_date=MONDAY, agent_reference="N-1")
    return placement


@built_once
def open_with(db: None) -> Callable[..., Placement]:
    """Opens another placement; every move on one day."""
    return PlacementFactory
