"""The triggers of balances."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_BALANCES_FOLLOW = "What a holder has follows the entries and is not written by hand."

BALANCE_TRIGGERS = [
    refuse_truncate("balances_are_not_truncated", _BALANCES_FOLLOW),
    refuse(
        "balances_follow_the_entries",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _BALANCES_FOLLOW,
        DIRECT_STATEMENT,
    ),
]
