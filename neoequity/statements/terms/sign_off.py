"""What moved a reconciliation after it was signed off: every entry that is new, gone or changed."""

from collections.abc import Iterator
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.statements.terms.entry import NOTHING, Quantity
from neoequity.statements.terms.reconciliation import Reconciliation, Row
from neoequity.statements.terms.share_count import ShareCount


class Movement(NamedTuple):
    """By how much a row moved on either side, and why in a sentence."""

    key: str
    ours: Quantity
    theirs: Quantity
    sentence: str


def moved(signed: Reconciliation, now: Reconciliation) -> list[Movement]:
    """What moved since the sign-off, in the order of the rows; empty if all stands as signed.

    The movements add up to what either total moved. A row whose status alone differs has moved,
    too, by nothing.
    """
    return list(_moved({row.key: row for row in signed.rows}, {row.key: row for row in now.rows}))


def count_moved(signed: ShareCount | None, now: ShareCount | None) -> list[Movement]:
    """That the share count is another one than when it was signed off, in one sentence."""
    if signed == now:
        return []
    was = "No share count of the transfer agent was compared" if signed is None else signed.sentence
    is_now = "None is now" if now is None else now.sentence
    return [
        Movement(
            "count",
            Quantity(shares=(now.ours if now else 0) - (signed.ours if signed else 0)),
            Quantity(shares=(now.theirs if now else 0) - (signed.theirs if signed else 0)),
            f"When signed off: {was.rstrip('.')}. Now: {is_now.rstrip('.')}.",
        )
    ]


def _moved(before: dict[str, Row], after: dict[str, Row]) -> Iterator[Movement]:
    rows = sorted({**before, **after}.values(), key=lambda row: (row.day, row.key))
    for row in rows:
        was, is_now = before.get(row.key), after.get(row.key)
        if was == is_now:
            continue
        yield Movement(
            row.key,
            (is_now.ours if is_now else NOTHING) - (was.ours if was else NOTHING),
            (is_now.theirs if is_now else NOTHING) - (was.theirs if was else NOTHING),
            _sentence(was, is_now),
        )


def _sentence(was: Row | None, is_now: Row | None) -> str:
    if is_now is None:
        assert was is not None  # noqa: S101  # one of both is a row
        return (
            f"{_name(was)} is no longer part of the figures; it had {_sides(was)} when signed off."
        )
    if was is None:
        return f"{_name(is_now)} was not part of the signed-off figures; it has {_sides(is_now)}."
    if (was.ours, was.theirs) == (is_now.ours, is_now.theirs):
        return f"{_name(is_now)} was {was.status} when signed off and is {is_now.status} now."
    return f"{_name(is_now)} had {_sides(was)} when signed off; now it has {_sides(is_now)}."


def _name(row: Row) -> str:
    name = f"{row.name[0].upper()}{row.name[1:]}"
    return f"{name} ({written(row.day)})"


def _sides(row: Row) -> str:
    return f"{row.ours} of ours and {row.theirs} of theirs"
