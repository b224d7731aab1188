"""The triggers of the heads of chains."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_HEADS_FOLLOW = "The head of a chain follows its seals and is not written by hand."

CHAIN_HEAD_TRIGGERS = [
    refuse_truncate("heads_are_not_truncated", _HEADS_FOLLOW),
    refuse(
        "heads_follow_the_seals",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _HEADS_FOLLOW,
        DIRECT_STATEMENT,
    ),
]
