"""Enter, correct and delete an exceptional day, knowing which posted sales it would move."""

import pghistory

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.calendar import DayKind, Exceptions
from neoequity.books.models import ExceptionalDay
from neoequity.books.refusal import Reason, refuse_if_any
from placements.models.settling import Otherwise, settling_otherwise
from placements.terms.exceptional_day import reasons_against_moving


@action(needs="books.add_exceptionalday")
def record_exceptional_day(
    day: ExceptionalDay,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
    sales_stay: str = "",
) -> ExceptionalDay:
    """Record a day on which market or banks departed from the calendar.

    Posted sales keep their settlement date. Raises Refused where the day moves the date that the
    rule gives for a sale not yet delivered and `sales_stay` does not say why it may stay as posted;
    such a sale is a finding until it is delivered or reversed.
    """
    return _write(day, sales_stay)


@action(needs="books.change_exceptionalday")
def correct_exceptional_day(
    day: ExceptionalDay,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
    sales_stay: str = "",
) -> ExceptionalDay:
    """Write what was corrected of a day on the books. Raises Refused as `record` does."""
    return _write(day, sales_stay)


@action(needs="books.delete_exceptionalday")
def delete_exceptional_day(
    day: ExceptionalDay,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
) -> None:
    """Delete a day that was entered by mistake. Raises Refused while that would move a sale."""
    moved = moved_by(without(day))
    if moved:
        refuse_if_any(
            [
                Reason(
                    "Without this day posted sales would settle on another date. Correct it to "
                    "what the calendar says, with a remark on why they may stay; then delete it."
                ),
                *reasons_against_moving([each.told() for each in moved], "")[1:],
            ]
        )
    day.delete()


def moved_by(exceptions: Exceptions) -> list[Otherwise]:
    """The sales that these exceptional days would move and today's do not move already."""
    known = {
        (each.sale.pk, each.calendar) for each in settling_otherwise(ExceptionalDay.exceptions())
    }
    return [
        each
        for each in settling_otherwise(exceptions)
        if (each.sale.pk, each.calendar) not in known
    ]


def with_day(day: ExceptionalDay) -> Exceptions:
    """The exceptional days once this one is written."""
    kind = DayKind(day.is_trading_day, day.is_settlement_day, day.source)
    return {**without(day), day.day: kind}


def without(day: ExceptionalDay) -> Exceptions:
    """The exceptional days but for this row, whatever it says now."""
    others = ExceptionalDay.objects.exclude(pk=day.pk) if day.pk else ExceptionalDay.objects.all()
    return ExceptionalDay.exceptions(others)


def _write(day: ExceptionalDay, sales_stay: str) -> ExceptionalDay:
    moved = [each.told() for each in moved_by(with_day(day))]
    refuse_if_any(reasons_against_moving(moved, sales_stay))
    with pghistory.context(why=sales_stay.strip() if moved else ""):
        day.save()
    return day
