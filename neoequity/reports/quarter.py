"""The report `quarter`: what the notes to a 10-Q or 10-K say of each agreement.

By trade date ("sold") and by day of delivery ("issued"), for each calendar quarter of the period,
the fiscal year until its end and all days until then. The last quarter is cut at the last day.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from neoequity.books.days import written
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.reports.programme import Programme
from neoequity.reports.report import Asked, Content, Report, Row, Table
from neoequity.reports.sold import Account, Book, Figures
from neoequity.reports.sold_rows import programmes
from neoequity.reports.spans import Span, listed, quarters_of, year_to
from neoequity.reports.words import note_words, restated

_FIGURES = (
    ("shares", "shares", Kind.SHARES),
    ("gross", "gross", Kind.MONEY),
    ("commission", "commission", Kind.MONEY),
    ("net", "net", Kind.MONEY),
)
_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("basis", "Basis"),
    Column("quarter", "Quarter"),
    Column("shares", "Shares", Kind.SHARES),
    Column("average_price", "Average price", Kind.PRICE),
    Column("gross", "Gross", Kind.MONEY),
    Column("commission", "Commission", Kind.MONEY),
    Column("deductions", "Deductions", Kind.MONEY),
    Column("net", "Net", Kind.MONEY),
    *(Column(f"ytd_{name}", f"Year to date: {words}", kind) for name, words, kind in _FIGURES),
    *(Column(f"total_{name}", f"Total: {words}", kind) for name, words, kind in _FIGURES),
    Column("remaining_capacity", "Remaining capacity", Kind.MONEY),
)
_SPOKEN = (
    Column("basis", "Basis"),
    Column("period", "Period"),
    Column("shares", "Shares", Kind.SHARES),
    Column("average_price", "Average price", Kind.PRICE),
    Column("gross", "Gross", Kind.MONEY),
    Column("commission", "Commission", Kind.MONEY),
    Column("deductions", "Deductions", Kind.MONEY),
    Column("net", "Net", Kind.MONEY),
)
_AGREEMENTS = (
    Column("agreement", "Agreement"),
    Column("agents", "Agents"),
    Column("effective", "Effective", Kind.DAY),
    Column("ended", "Ended", Kind.DAY),
    Column("highest_commission", "Highest commission", Kind.PERCENT),
    Column("capacity", "Capacity", Kind.MONEY),
    Column("remaining_capacity", "Remaining", Kind.MONEY),
)
_BASES: dict[str, Callable[[Book], Account]] = {
    "sold": lambda book: book.sold,
    "issued": lambda book: book.issued,
}
_WAITING = "Sold, not yet issued"
_COUNTED = (
    "Sold counts by trade date, issued by the day of delivery; a reversal counts on the day it "
    "takes effect."
)


def _build(asked: Asked) -> Content:
    quarters = quarters_of(asked.since, asked.as_of)
    found = programmes(asked)
    data = [row for each in found for row in _rows(each, quarters)]
    terms: list[Row] = [_terms(each, quarters) for each in found]
    return Content(
        Table("Quarters", "Quarters", _COLUMNS, data),
        [
            Table("Agreements", "Agreements", _AGREEMENTS, terms),
            *(_of_agreement(each, quarters) for each in found),
        ],
        [note_words(each, quarters[-1]) for each in found],
    )


def _since_signing(each: Programme, quarters: Iterable[Span]) -> list[Span]:
    return [quarter for quarter in quarters if quarter.until >= each.signed_on]


def _rows(each: Programme, quarters: Iterable[Span]) -> Iterator[Row]:
    """The lines of the CSV; capacity is used on the trade date, whatever the basis."""
    for basis, account_of in _BASES.items():
        account = account_of(each.book)
        for quarter in _since_signing(each, quarters):
            year, total = account.within(year_to(quarter.until)), account.until(quarter.until)
            yield (
                *(each.slug, basis, quarter.label),
                *_cells(account.within(quarter)),
                *(year.shares, year.gross, year.commission, year.net),
                *(total.shares, total.gross, total.commission, total.net),
                each.remaining(quarter.until),
            )


def _terms(each: Programme, quarters: Sequence[Span]) -> Row:
    """The line of an agreement by its last terms, with all its agents in these quarters."""
    span = Span(quarters[0].since, each.book.as_of)
    return (
        *(each.name, listed(each.agents(span)), each.signed_on, each.ended_on, each.highest_rate),
        *(each.terms_on(each.book.as_of).capacity, each.remaining(each.book.as_of)),
    )


def _of_agreement(each: Programme, quarters: Sequence[Span]) -> Table:
    """The table of an agreement: quarters, year to date and total, sold, issued, not yet issued."""
    shown, rows = _since_signing(each, quarters), list[Row]()
    for basis, account_of in _BASES.items():
        account = account_of(each.book)
        rows += [(basis.title(), span.title, *_cells(account.within(span))) for span in shown]
        year, total = year_to(each.book.as_of), account.until(each.book.as_of)
        rows += [
            (basis.title(), f"{year.until.year} to date", *_cells(account.within(year))),
            (basis.title(), "Total", *_cells(total)),
        ]
    rows += [(_WAITING, span.title, *_cells(each.book.waiting(span))) for span in shown]
    return Table(f"Agreement {each.code}", each.name, _SPOKEN, rows, _note(each, shown))


def _note(each: Programme, shown: Sequence[Span]) -> str:
    """What a reader must know of the figures: how they count, and where the last quarter ends."""
    sentences = [_COUNTED]
    if shown and shown[-1].is_cut:
        sentences.append(f"{shown[-1].title} runs to {written(shown[-1].until)} only.")
    return " ".join([*sentences, *restated(each)])


def _cells(figures: Figures) -> Row:
    return (
        *(figures.shares, figures.average_price),
        *(figures.gross, figures.commission, figures.deductions, figures.net),
    )


QUARTER = Report(
    "quarter",
    "Quarterly note",
    "For the notes to the 10-Q and 10-K: what each agreement sold and issued in the quarter, in "
    "the year and in total.",
    _build,
)
