"""The share ledger: stated counts, issues and splits, rolled forward day by day (p. S-9, S-13).

Within a day a split comes first, then what was issued or canceled, then the counts stated for the
end of the day. Counts are shares of common stock, in the shares of their own day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from placements.terms.split import Ratio


class StatedBy(StrEnum):
    """Who stated a count: the company's governs, the transfer agent's is compared."""

    COMPANY = "company"
    TRANSFER_AGENT = "transfer agent"


class ChangeKind(StrEnum):
    """What changed the number of shares outstanding."""

    SALE = "sale"
    REVERSAL = "reversal"
    ISSUE = "issue"
    EXERCISE = "exercise"
    CONVERSION = "conversion"
    GRANT = "grant"
    CANCELLATION = "cancellation"


CHANGE_KINDS = {
    ChangeKind.SALE: "Issued on settlement of sales",
    ChangeKind.REVERSAL: "Taken back on reversal",
    ChangeKind.ISSUE: "Issued",
    ChangeKind.EXERCISE: "Issued on exercise",
    ChangeKind.CONVERSION: "Issued on conversion",
    ChangeKind.GRANT: "Issued as a grant",
    ChangeKind.CANCELLATION: "Canceled",
}


class RowKind(StrEnum):
    """What a row shows if it is not a change of a `ChangeKind`."""

    OPENING = "opening"
    COUNT = "count"
    COMPARISON = "comparison"
    SPLIT = "split"


class Count(NamedTuple):
    """Shares outstanding as stated for the end of a day; events of the day belong to it."""

    on: date
    shares: int
    page: str = ""
    remark: str = ""
    stated_by: str = StatedBy.COMPANY
    source: str = ""


class Change(NamedTuple):
    """Shares issued (positive) or canceled (negative) on a day; `kind` is a `ChangeKind`."""

    on: date
    kind: str
    change: int
    source: str = ""
    page: str = ""
    remark: str = ""


class Split(NamedTuple):
    """A stock split, effective at the start of the day; a fraction of a share is dropped."""

    on: date
    ratio: Ratio
    source: str = ""
    page: str = ""
    remark: str = ""


class Row(NamedTuple):
    """One line of the ledger; `outstanding` is the count after it.

    Before the company's first count `outstanding` is None, not available; so is the `change` of
    an opening count, and of a split before it. `difference` is the stated count less the count
    carried, None for other rows or if there was nothing to compare with.
    """

    on: date
    event: str
    change: int | None
    outstanding: int | None
    source: str
    page: str
    remark: str
    kind: str
    difference: int | None = None


def roll_forward(
    counts: Iterable[Count], changes: Iterable[Change], splits: Iterable[Split]
) -> list[Row]:
    """The ledger in date order; entries of one kind and day keep the order they were given in.

    The company's first count opens. A later one governs from its day on, and its difference from
    the count carried to the end of that day is its row's change. A transfer agent's count shows
    its difference and changes nothing. After changes that exceed the count it is negative.
    """
    counted = sorted(counts, key=_is_compared)
    entries: list[Count | Change | Split] = [*splits, *changes, *counted]
    rows: list[Row] = []
    carried: int | None = None
    for entry in sorted(entries, key=_place):
        rows.append(_row(entry, carried))
        carried = rows[-1].outstanding
    return rows


def outstanding(rows: Sequence[Row], day: date) -> int | None:
    """Shares outstanding at the end of a day, in its shares; None before the first count."""
    return next((row.outstanding for row in reversed(rows) if row.on <= day), None)


def _is_compared(count: Count) -> bool:
    return count.stated_by != StatedBy.COMPANY


def _place(entry: Count | Change | Split) -> tuple[date, int]:
    return entry.on, (Split, Change, Count).index(type(entry))


def _row(entry: Count | Change | Split, carried: int | None) -> Row:
    if isinstance(entry, Count):
        return _counted(entry, carried)
    if isinstance(entry, Split):
        return _split(entry, carried)
    return Row(
        entry.on,
        CHANGE_KINDS[ChangeKind(entry.kind)],
        entry.change,
        None if carried is None else carried + entry.change,
        entry.source,
        entry.page,
        entry.remark,
        entry.kind,
    )


def _split(split: Split, carried: int | None) -> Row:
    after = None if carried is None else split.ratio.shares(carried)
    return Row(
        split.on,
        f"{split.ratio.new}-for-{split.ratio.old} stock split",
        None if carried is None or after is None else after - carried,
        after,
        split.source,
        split.page,
        split.remark,
        RowKind.SPLIT,
    )


def _counted(count: Count, carried: int | None) -> Row:
    governs = not _is_compared(count)
    difference = None if carried is None else count.shares - carried
    if governs:
        kind = RowKind.OPENING if carried is None else RowKind.COUNT
    else:
        kind = RowKind.COMPARISON
    return Row(
        count.on,
        _told(count, carried),
        difference if governs else 0,
        count.shares if governs else carried,
        count.source,
        count.page,
        count.remark,
        kind,
        difference,
    )


def _told(count: Count, carried: int | None) -> str:
    stated = f"Count of {count.shares:,} stated by the {count.stated_by}"
    if carried is None:
        return f"{stated}, {'not compared' if _is_compared(count) else 'opening'}"
    if count.shares == carried:
        return f"{stated} agrees"
    return f"{stated} differs by {count.shares - carried:+,} from the {carried:,} carried"
