"""The books as of a day, as notices and the first screen ask them: each question at most once."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from neoequity.books.calendar import Exceptions
from neoequity.books.models import ExceptionalDay, Issuer
from placements.models import PlacementEvent
from placements.selectors.counted import Splits
from placements.selectors.due import Due, settlements_due
from placements.selectors.placements import placements_as_of
from placements.selectors.positions import Position, positions
from placements.selectors.splits import splits_by
from placements.terms.lifecycle import RESERVING, Status
from warrants.models.accrual import Accrual, accruals_on


class Books:
    """What several questions share, read when it is first asked for and then kept.

    Everything is as of `as_of`; `today` is the day of the books on which acts are dated.
    """

    def __init__(self, as_of: date, today: date) -> None:
        self.as_of, self.today = as_of, today

    @property
    def shows_today(self) -> bool:
        """Whether the day is today: what has no earlier states is told for today only."""
        return self.as_of == self.today

    @cached_property
    def splits(self) -> Splits:
        """The splits by the day."""
        return splits_by(self.as_of)

    @cached_property
    def positions(self) -> list[Position]:
        """Every agreement."""
        return positions(self.as_of, splits=self.splits)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The agreements' names on the day, by their keys."""
        return {each.agreement.pk: each.in_force.terms.name for each in self.positions}

    @cached_property
    def due(self) -> list[Due]:
        """Settlements due, by day and agreement."""
        return settlements_due(self.as_of, self.names, self.splits)

    @cached_property
    def placements(self) -> Sequence[PlacementEvent]:
        """Placements that are proposed or may still sell."""
        rows = placements_as_of(self.as_of, splits=self.splits).filter(
            status__in=(Status.PROPOSED, *RESERVING)
        )
        return list(rows.select_related("agreement", "pgh_obj__agreement"))

    @cached_property
    def accruals(self) -> list[Accrual]:
        """The warrants that agents have earned."""
        return accruals_on(self.as_of, [each.agreement for each in self.positions])

    @cached_property
    def issuers(self) -> list[Issuer]:
        """All issuers, by name."""
        return list(Issuer.objects.order_by("name"))

    @cached_property
    def exceptions(self) -> Exceptions:
        """The exceptional days of the calendar."""
        return ExceptionalDay.exceptions()
