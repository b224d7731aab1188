"""Enter, correct and delete exceptional days, aware of the posted sales they would move."""

import pghistory

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.calendar import DayKind, Exceptions
from neoequity.books.models import ExceptionalDay
from neoequity.books.refusal import Reason, refuse_if_any
from placements.models.settling import Otherwise, settling_otherwise
from placements.terms.exceptional_day import reasons_against_moving


@action(needs="books.add_exceptionalday", told="Recorded an exceptional day")
def record_exceptional_day(
    day: ExceptionalDay,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
    sales_stay: str = "",
) -> ExceptionalDay:
    """Record a day on which the market or the banks departed from the calendar.

    Posted sales keep their settlement date. Raises Refused when the day changes the date that the
    rule gives for a sale not yet delivered and `sales_stay` does not say why it may stay as posted;
    such a sale is a finding until it is delivered or reversed.
    """
    return _write(day, sales_stay)


@action(needs="books.change_exceptionalday", told="Corrected an exceptional day")
def correct_exceptional_day(
    day: ExceptionalDay,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
    sales_stay: str = "",
) -> ExceptionalDay:
    """Correct a recorded day. Raises Refused as `record_exceptional_day` does."""
    return _write(day, sales_stay)


@action(needs="books.delete_exceptionalday", told="Deleted an exceptional day")
def delete_exceptional_day(
    day: ExceptionalDay,
    *,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
) -> None:
    """Delete a day entered by mistake. Raises Refused while that would move a sale."""
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
    """The sales that these exceptional days would move and the recorded ones do not."""
    already = {
        (each.sale.pk, each.calendar) for each in settling_otherwise(ExceptionalDay.exceptions())
    }
    return [
        each
        for each in settling_otherwise(exceptions)
        if (each.sale.pk, each.calendar) not in already
    ]


def with_day(day: ExceptionalDay) -> Exceptions:
    """The exceptional days with this one as it stands in memory."""
    kind = DayKind(day.is_trading_day, day.is_settlement_day, day.source)
    return {**without(day), day.day: kind}


def without(day: ExceptionalDay) -> Exceptions:
    """The exceptional days without this row."""
    others = ExceptionalDay.objects.exclude(pk=day.pk) if day.pk else ExceptionalDay.objects.all()
    return ExceptionalDay.exceptions(others)


def _write(day: ExceptionalDay, sales_stay: str) -> ExceptionalDay:
    moved = [each.told() for each in moved_by(with_day(day))]
    refuse_if_any(reasons_against_moving(moved, sales_stay))
    with pghistory.context(why=sales_stay.strip() if moved else ""):
        day.save()
    return day
