"""The triggers of a table whose rows are posted once: the start of a new kind of record."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    steps,
)
from neoequity.books.triggers.closed_days import refuse_closed_days, refuse_what_waited
from neoequity.books.triggers.sealing import Sealed, lock_heads, seal


def posted_once(
    sealed: Sealed, *, dated: str, plural: str, **rules: str
) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are posted once, sealed, and never changed or deleted.

    `dated` is the column that closed periods guard, `plural` the name of several rows. The `rules`
    are named pieces of SQL over the rows `posted`: first the locks they need, then what they
    refuse. The chain's head is always the last lock.
    """
    days = f"SELECT {sealed.issuer}, e.{dated} FROM posted e {sealed.joins}"  # constants
    stay = f"{plural[:1].upper()}{plural[1:]} are never changed or deleted once they are posted."
    name = plural.replace(" ", "_")
    post = steps(
        **rules,
        RECORDED_NOW=RECORDED_NOW,
        LOCK_HEADS=lock_heads(sealed.issuers),
        REFUSE_CLOSED_DAYS=refuse_closed_days(days),
        REFUSE_WHAT_WAITED=refuse_what_waited(sealed),
        SEAL=seal(sealed),
    )
    return [
        refuse_truncate(f"{name}_are_not_truncated", stay),
        refuse(f"{name}_stay", pgtrigger.Update | pgtrigger.Delete, stay),
        after_insert(f"{name}_are_posted", post),
    ]


def refuse_unapproved(
    kind: str,
    sentence: str,
    /,
    *,
    subject: str,
    dated: str = "NULL",
    rows: str = "posted e",
    where: str = "true",
    **asked: str,
) -> str:
    """SQL that refuses posted rows `e` without an approved request of this kind for them.

    The row's `approval_id` names the request; `subject` is its subject's id, `dated` its day and
    `asked` its facts, each as an SQL expression over the row. The requester must have recorded it.
    `rows` joins what the expressions need, and `where` says which rows need the request.
    """
    facts = ", ".join(f"'{name}', {value}" for name, value in asked.items())
    return refuse_where(
        f"""
        SELECT 1 FROM {rows} WHERE {where} AND NOT EXISTS (
            SELECT 1 FROM books_approval a
            WHERE a.id = e.approval_id AND a.kind = '{kind}' AND a.subject = {subject}
              AND a.decision = 'approved' AND a.asked_by_id = e.recorded_by_id
              AND a.dated IS NOT DISTINCT FROM {dated}
              AND a.asked = jsonb_build_object({facts}))
        """,  # put together from constants
        sentence,
    )
