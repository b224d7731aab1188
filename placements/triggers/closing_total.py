"""The triggers of closing totals."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_TOTALS_STAY = "The totals of a closing are written by the database when it is made, and stay."

CLOSING_TOTAL_TRIGGERS = [
    refuse_truncate("closing_totals_are_not_truncated", _TOTALS_STAY),
    refuse(
        "kept_by_the_database",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _TOTALS_STAY,
        DIRECT_STATEMENT,
    ),
]
