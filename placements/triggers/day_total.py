"""The triggers of day totals."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_DAYS_FOLLOW = "The totals of a day follow its sales and deliveries and are not written by hand."

DAY_TOTAL_TRIGGERS = [
    refuse_truncate("day_totals_are_not_truncated", _DAYS_FOLLOW),
    refuse(
        "kept_by_the_database",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _DAYS_FOLLOW,
        DIRECT_STATEMENT,
    ),
]
