"""What the database keeps of senders, layouts and statements: one file a table."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    steps,
)
from neoequity.books.triggers.closed_days import refuse_what_waited
from neoequity.books.triggers.sealing import Sealed, lock_heads, seal


def lock_senders(ids: str) -> str:
    """SQL that locks these senders: the statements of one are recorded one after another."""
    return f"PERFORM 1 FROM statements_sender WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE;"


def kept_once(sealed: Sealed, *, plural: str, **rules: str) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are sealed and stay, and that has no day to close.

    The `rules` are named pieces of SQL over the rows `posted`, first the locks they need.
    """
    name = plural.replace(" ", "_")
    stay = f"{plural[:1].upper()}{plural[1:]} are never changed or deleted."
    post = steps(
        **rules,
        RECORDED_NOW=RECORDED_NOW,
        LOCK_HEADS=lock_heads(sealed.issuers),
        REFUSE_WHAT_WAITED=refuse_what_waited(sealed),
        SEAL=seal(sealed),
    )
    return [
        refuse_truncate(f"{name}_are_not_truncated", stay),
        refuse(f"{name}_stay", pgtrigger.Update | pgtrigger.Delete, stay),
        after_insert(f"{name}_are_posted", post),
    ]
