"""The triggers of the sales that a notice covers: the database lists them from the notice."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_LISTED = "The sales of a notice are listed by the database when it is recorded, and stay."

AGENT_NOTICE_SALE_TRIGGERS = [
    refuse_truncate("sales_of_notices_are_not_truncated", _LISTED),
    refuse(
        "listed_by_the_database",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _LISTED,
        DIRECT_STATEMENT,
    ),
]
