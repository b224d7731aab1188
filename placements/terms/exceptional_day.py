"""What an exceptional day entered late means for sales already posted."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from neoequity.books.refusal import Reason

#: A refusal names at most this many sales; its last sentence counts the others.
MOST_NAMED = 20


class Moved(NamedTuple):
    """An undelivered sale for which the calendar now gives another settlement date.

    `name` is the sale in words; `posted` is the date in its row, `calendar` what the rule gives.
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
    """The reasons against moving posted sales, which never change, unless `stays` explains it.

    `stays` says why they may keep their settlement date.
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
