"""The report `journal`, ready for the ledger: `date,entry,account,debit,credit,…`."""

from datetime import date, datetime

from django.db.models import QuerySet

from neoequity.books.days import written
from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.refusal import Reason, Refused
from neoequity.company.models import Figure
from neoequity.company.models.standing import standing
from neoequity.company.selectors.accounts import accounts_on
from neoequity.reports.journal.query import (
    Books,
    by_account,
    first_issue_before,
    journal_in_words,
    journal_query,
)
from neoequity.reports.journal.rules import OfDays, Step
from neoequity.reports.reading import Later, read_rows
from neoequity.reports.report import Asked, Content, Report, Row, Table
from placements.models import Agreement, Split
from placements.models.version import TermVersion
from placements.selectors.known_at import agreement_names, agreements_with_terms, in_force

_COLUMNS = (
    Column("date", "Date", Kind.DAY),
    Column("entry", "Entry", Kind.NUMBER),
    Column("account", "Account"),
    Column("debit", "Debit", Kind.MONEY, totaled=True),
    Column("credit", "Credit", Kind.MONEY, totaled=True),
    Column("agreement", "Agreement"),
    Column("sale", "Sale", Kind.NUMBER),
    Column("memo", "Memo"),
)
_IN_WORDS = (
    Column("date", "Date"),
    Column("entry", "Entry"),
    Column("account", "Account"),
    Column("debit", "Debit", Kind.MONEY),
    Column("credit", "Credit", Kind.MONEY),
    Column("memo", "Memo"),
)
_SUMMARY = (
    Column("account", "Account"),
    Column("lines", "Lines", Kind.NUMBER, totaled=True),
    Column("debit", "Debit", Kind.MONEY, totaled=True),
    Column("credit", "Credit", Kind.MONEY, totaled=True),
    Column("net", "Net debit (credit)", Kind.MONEY, totaled=True),
)
_NOTE = (
    "Shares are issued, and equity is recognized, on the day of delivery, in the shares and at the "
    "par value of that day. The agent’s commission reduces additional paid-in capital. Offering "
    "costs are deferred and charged against proceeds in proportion to the gross settled "
    "(SAB Topic 5.A)."
)
_ZERO = 0


def _build(asked: Asked) -> Content:
    books = books_of(asked)
    _refuse_without_par(books)
    query = journal_query(books)
    lines = Table("Journal", "Entries", _COLUMNS, query)
    entries = Table("Entries", "Entries", _IN_WORDS, journal_in_words(books), sheet=False)
    summary = Table(
        "By account",
        "By account",
        _SUMMARY,
        Later(lambda: _by_account(books, query)),
        _NOTE,
    )
    return Content(lines, (summary, entries))


def books_of(asked: Asked) -> Books:
    """What the entries follow from besides sales and expenses; a fixed number of queries."""
    agreements = agreements_with_terms().filter(issuer=asked.issuer).order_by("slug")
    slugs = {each.pk: each.slug for each in agreements}
    only = next((key for key, slug in slugs.items() if slug == asked.agreement), None)
    splits = Split.by_issuer(asked.as_of, asked.known_at, [asked.issuer.pk])
    return Books(
        agreements=slugs,
        names=agreement_names(asked.as_of, asked.known_at),
        since=asked.since,
        as_of=asked.as_of,
        known_at=asked.known_at,
        accounts=accounts_on(asked.issuer, asked.as_of, asked.known_at),
        of_days=OfDays(
            par=_par(asked),
            capacity=_capacities(agreements, asked.known_at),
            splits=splits.get(asked.issuer.pk, ()),
        ),
        only=only,
    )


def _par(asked: Asked) -> list[Step]:
    """The par value per share from each day on which it was stated; one query."""
    rows = standing(Figure, asked.issuer, asked.as_of, asked.known_at)
    stated = rows.filter(name="par_value", agreement=None).order_by("day", "pk")
    return list({row.day: row.value for row in stated}.items())


def _capacities(
    agreements: QuerySet[Agreement], known_at: datetime | None
) -> dict[int, list[Step]]:
    """The capacity of each agreement from each day on which its terms began."""
    capacities = {}
    for key, said in in_force(agreements, date.max, known_at).items():
        first = said.terms.capacity if len(said.versions) == 1 else said.versions[0].capacity
        own = [first, *(version.capacity for version in said.versions[1:])]
        begun = [_beginning(version) for version in said.versions]
        # A later version replaces those before it from its own day on.
        capacities[key] = [
            (day, next(
                amount for start, amount in reversed(list(zip(begun, own, strict=True)))
                if start <= day
            ))
            for day in sorted({*begun})
        ]  # fmt: skip
    return capacities


def _beginning(version: TermVersion) -> date:
    """The first day with these terms; those of the signing day apply to every day before it."""
    return date.min if version.effective_on <= version.signed_on else version.effective_on


def _refuse_without_par(books: Books) -> None:
    first = books.of_days.par[0][0] if books.of_days.par else date.max
    day = first_issue_before(books, first) if first > books.since else None
    if day is None:
        return
    known = "" if books.known_at is None else " as known when the period was closed"
    raise Refused(
        [
            Reason(
                f"The par value per share on {written(day)} is not available{known}, and shares "
                "were issued on that day: record it as a company figure with its day, under "
                "Company, Figures."
            )
        ]
    )


def _by_account(books: Books, entries: Query) -> list[Row]:
    """In the order of the chart; accounts that two roles share are one line."""
    rows = {account: cells for account, *cells in read_rows(by_account(entries))}
    return [
        (account, lines, debit or _ZERO, credit or _ZERO, (debit or _ZERO) - (credit or _ZERO))
        for account in dict.fromkeys(books.accounts.values())
        if account in rows
        for lines, debit, credit in [rows[account]]
    ]


JOURNAL = Report(
    "journal",
    "Journal",
    "Balanced entries for settlements, reversals, adjustments and offering costs, by account.",
    _build,
)
