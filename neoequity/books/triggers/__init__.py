"""What the database itself keeps: the triggers of the kernel's tables, one file a table.

What triggers are made of, here and in every app, is in `pieces` and can be imported from here.
"""

from neoequity.books.triggers.pieces import (
    RECORDED_NOW,
    SENT_BY_HAND,
    STAYS_ITSELF,
    after_insert,
    after_move,
    after_update,
    at_commit,
    refuse,
    refuse_truncate,
    refuse_where,
    rule,
    stays_while,
    steps,
)

__all__ = [
    "RECORDED_NOW",
    "SENT_BY_HAND",
    "STAYS_ITSELF",
    "after_insert",
    "after_move",
    "after_update",
    "at_commit",
    "refuse",
    "refuse_truncate",
    "refuse_where",
    "rule",
    "stays_while",
    "steps",
]
