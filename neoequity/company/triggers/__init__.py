"""What the database keeps of the company's records: one base for all, one seal for each."""

import pgtrigger

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once, refuse_unapproved
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns

_FIRST = "id recorded_at recorded_by_id issuer_id day document page remark replaces_id"
_FORMS = {"day": DAY, "recorded_at": MOMENT}


def company_seal(kind: str, name: str, own: str, **forms: str) -> Sealed:
    """The seal of a kind of company record: the columns all have, then its `own`.

    `name` is the record in words, as SQL over the row `e`; `forms` are those of own columns that
    are not plain text.
    """
    return Sealed(
        kind=kind,
        table=f"company_{kind}",
        columns=sealed_columns(f"{_FIRST} {own}", **_FORMS, **forms),
        joins="",
        issuer="e.issuer_id",
        order="e.id",
        name=name,
        day="e.day",
    )


def company_triggers(sealed: Sealed, *, plural: str, **rules: str) -> list[pgtrigger.Trigger]:
    """The triggers of its table: posted once, by another's approval if it has a column for it.

    The `rules` of its kind come first, with the locks they need.
    """
    rules = {**rules, "REPLACES": _replaces(sealed, plural)}
    if "approval_id" in sealed.columns:
        rules["AS_APPROVED"] = _as_approved(sealed, plural)
    return posted_once(sealed, dated="day", plural=plural, **rules)


def facts_of(sealed: Sealed) -> dict[str, str]:
    """The columns that one person asks for and another approves, each as text in SQL."""
    own = [name for name in sealed.columns if name not in _NOT_ASKED]
    return {name: sealed.columns[name].format(name) for name in own}


_NOT_ASKED = ("id", "recorded_at", "recorded_by_id", "approval_id", "day")


def _as_approved(sealed: Sealed, plural: str) -> str:
    sentence = (
        f"{plural[:1].upper()}{plural[1:]} are posted as one person asked for them and another "
        "approved them."
    )
    return refuse_unapproved(
        sealed.kind, sentence, subject="e.id", dated="e.day", **facts_of(sealed)
    )


def _replaces(sealed: Sealed, plural: str) -> str:
    return refuse_where(
        f"""
        SELECT 1 FROM posted e JOIN {sealed.table} earlier ON earlier.id = e.replaces_id
        WHERE earlier.issuer_id <> e.issuer_id OR earlier.id >= e.id
        """,  # put together from constants
        f"A correction replaces one of the earlier {plural} of the same company.",
    )
