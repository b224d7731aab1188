"""Triggers of the kernel's tables, one file per table.

The pieces of every app's triggers are in `pieces`, and can be imported from here.
"""

from neoequity.books.triggers.pieces import (
    DIRECT_STATEMENT,
    RECORDED_NOW,
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
    "DIRECT_STATEMENT",
    "RECORDED_NOW",
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
