"""What an exceptional day that is entered late means for sales already posted."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from neoequity.books.refusal import Reason

#: A refusal names this many sales; how many more there are, its last sentence says.
MOST_NAMED = 20


class Moved(NamedTuple):
    """A posted sale that waits for delivery, whose settlement date the calendar now gives anew.

    `name` is the sale's in words; `posted` is frozen in its row, `calendar` is what the rule gives.
    """

    name: str
    trade_date: date
    posted: date
    calendar: date

    @property
    def sentence(self) -> str:
        """Both dates in one sentence."""
        return (
            f"{self.name}, traded {self.trade_date}: posted to settle on {self.posted}; the "
            f"calendar now gives {self.calendar}."
        )


def reasons_against_moving(moved: Sequence[Moved], stays: str) -> list[Reason]:
    """Posted sales never change: somebody has to say that they keep their settlement date.

    `stays` says why they may; with it nothing speaks against the day.
    """
    if not moved or stays.strip():
        return []
    many = f"{len(moved):,} posted sales" if len(moved) > 1 else "1 posted sale"
    ask = (
        f"This day moves the settlement date of {many} not yet delivered; what is posted keeps its "
        "date. Say why it may stay, or afterwards reverse the sale and record it again."
    )
    more = len(moved) - MOST_NAMED
    return [
        Reason(ask, "sales_stay"),
        *(Reason(each.sentence) for each in moved[:MOST_NAMED]),
        *([Reason(f"And {more:,} more.")] if more > 0 else []),
    ]
