"""The report `reconciliation`: ours, theirs and the difference of each side, down to zero.

Its CSV has the columns of the dataset; `ours`, `theirs` and `difference` are in the row's `unit`.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from neoequity.books.days import written
from neoequity.books.exporting.columns import kind_of
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.reports.report import Asked, Content, Report, Row, Table
from neoequity.statements.exports.reconciliation import RECONCILIATION as NAMES
from neoequity.statements.exports.reconciliation import cells_of
from neoequity.statements.selectors.reconciled import ReconciledSide, reconciled_sides
from neoequity.statements.terms.entry import Quantity
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.reconciliation import COURSE, RollForward
from neoequity.statements.terms.reconciliation import Row as Reconciled
from placements.selectors.known_at import agreement_names

_HEADINGS = {
    "ours": "Ours",
    "theirs": "Theirs",
    "ours_shares": "Ours, shares",
    "theirs_shares": "Theirs, shares",
    "difference_shares": "Difference, shares",
}
# The figures of the data are dollars in some rows and shares in others.
_EITHER = ("ours", "theirs", "difference")
_DATA = tuple(
    Column(
        name,
        _HEADINGS.get(name, name.capitalize()),
        Kind.TEXT if name in _EITHER else kind_of(name),
    )
    for name in NAMES
)


def measured(side: str) -> tuple[Kind, str]:
    """What the figures of a side are: dollars, with the transfer agent shares; and in words."""
    return (Kind.SHARES, "shares") if side == "transfer_agent" else (Kind.MONEY, "dollars")


def figure(quantity: Quantity, side: str) -> Decimal | int:
    """The quantity as the side measures it."""
    return quantity.shares if side == "transfer_agent" else quantity.amount


def _build(asked: Asked) -> Content:
    sides = reconciled_sides(
        asked.issuer, asked.since, asked.as_of, asked.known_at, asked.agreement
    )
    rows = [
        cells_of(each.agreement.slug, each.side, row)
        for each in sides
        for row in each.prepared.reconciliation.rows
    ]
    unassigned = {each.side: each.prepared.unassigned for each in sides}
    if asked.agreement is None:
        rows += [cells_of("", side, row) for side, own in unassigned.items() for row in own]
    data = Table("Reconciliation", "Reconciliation", _DATA, rows)
    names = agreement_names(asked.as_of, asked.known_at)
    return Content(data, tuple(_tables(sides, names, unassigned)))


def _tables(
    sides: Sequence[ReconciledSide],
    names: Mapping[int, str],
    unassigned: Mapping[str, Sequence[Reconciled]],
) -> Iterator[Table]:
    for number, each in enumerate(sides, start=1):
        found = each.prepared.reconciliation
        title = f"{SIDES[each.side]}, {names.get(each.agreement.pk, each.agreement.slug)}"
        kind, words = measured(each.side)
        yield Table(
            f"Totals {number}",
            f"{title}: {written(found.since)} to {written(found.until)}",
            (Column("line", "Line"), *_three(kind)),
            [
                *_course(found.ours, found.theirs, each.side),
                ("Total", *_figures(found.total_ours, found.total_theirs, each.side)),
            ],
            _note(each, words),
        )
        yield Table(
            f"Items {number}",
            f"{title}, item by item",
            (Column("item", "Item"), Column("date", "Date", Kind.DAY), *_three(kind, totaled=True),
             Column("status", "Status")),
            _items(found.rows, each.side),
            empty="Nothing was open before, and nothing is new.",
        )  # fmt: skip
    for side, rows in unassigned.items():
        if rows:
            kind, _ = measured(side)
            yield Table(
                f"{SIDES[side]}, unassigned",
                f"{SIDES[side]}: lines of which no agreement is known",
                (Column("item", "Item"), Column("date", "Date", Kind.DAY),
                 *_three(kind, totaled=True), Column("status", "Status")),
                _items(rows, side),
            )  # fmt: skip


def _note(each: ReconciledSide, words: str) -> str:
    count = each.prepared.share_count
    return f"In {words}.{f' {count.sentence}' if count else ''}"


def _three(kind: Kind, *, totaled: bool = False) -> tuple[Column, ...]:
    return (
        Column("ours", "Ours", kind, totaled=totaled),
        Column("theirs", "Theirs", kind, totaled=totaled),
        Column("difference", "Difference", kind, totaled=totaled),
    )


def _course(ours: RollForward, theirs: RollForward, side: str) -> list[Row]:
    return [
        (title, *_figures(getattr(ours, name), getattr(theirs, name), side))
        for name, title in COURSE
    ]


def _figures(ours: Quantity, theirs: Quantity, side: str) -> tuple[Decimal | int, ...]:
    return tuple(figure(each, side) for each in (ours, theirs, theirs - ours))


def _items(rows: Sequence[Reconciled], side: str) -> list[Row]:
    return [
        (f"{row.name[0].upper()}{row.name[1:]}", row.day, *_figures(row.ours, row.theirs, side),
         str(row.status))
        for row in rows
    ]  # fmt: skip


RECONCILIATION = Report(
    "reconciliation",
    "Reconciliation",
    "What we have and what agent, transfer agent and bank state, item by item, down to zero.",
    _build,
)
