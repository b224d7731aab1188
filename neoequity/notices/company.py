"""Notices of the company's own books: cash runway, filings, supplements and register reviews."""

from collections.abc import Iterator
from decimal import Decimal

from neoequity.books.days import written
from neoequity.company.selectors.filings import Filed, filings_on
from neoequity.company.selectors.registers import registers_on
from neoequity.company.selectors.today import runway_unsold
from neoequity.company.terms.runway import months_between
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import ahead_of, page_of

#: Months of cash left, with nothing sold, below which the office is told.
RUNWAY = ((6, Urgency.SOON), (12, Urgency.INFORMATION))
#: Days before it is due on which a filing is told.
AHEAD = ((0, Urgency.URGENT), (7, Urgency.SOON))


def runways(books: Books) -> Iterator[Notice]:
    """One for each issuer whose cash lasts less than twelve months, where it is known."""
    for issuer in books.issuers:
        found = runway_unsold(issuer, books.as_of)
        out = None if found is None else found.runs_out_on
        if out is None:
            continue
        left = months_between(books.as_of, max(out, books.as_of))
        step = next((step for step in RUNWAY if left < step[0]), None)
        if step is not None:
            months = left.quantize(Decimal("0.1"), "ROUND_FLOOR")
            yield Notice(
                Kind.RUNWAY,
                f"Without further sales, {issuer.name} has cash until {written(out)}: "
                f"{months} months from {written(books.as_of)}.",
                page_of("company:money", issuer),
                step[1],
                out,
                f"{issuer.slug}:{step[0]}",
            )


def filings(books: Books) -> Iterator[Notice]:
    """One for each filing overdue or due within seven days, and each missing supplement."""
    for issuer in books.issuers:
        found = filings_on(issuer, books.as_of, splits=books.splits)
        for each in (*found.overdue, *found.due):
            yield from _filing(each, books)
        for missing in found.missing:
            row = missing.placement
            agreed_on = row.accepted_on or books.as_of
            yield Notice(
                Kind.SUPPLEMENT_MISSING,
                f"Placement {row.number} under the {books.names[row.agreement_id]}, agreed on "
                f"{written(agreed_on)}, has no supplement on record.",
                page_of("company:filings", issuer),
                Urgency.SOON,
                agreed_on,
                f"{row.agreement.slug}:{row.number}",
            )


def registers(books: Books) -> Iterator[Notice]:
    """One for each register entry whose day of review is past."""
    for issuer in books.issuers:
        for entry in registers_on(issuer, books.as_of).overdue:
            row = entry.row
            day = row.review_on or books.as_of
            owner = f" by {row.owner}" if row.owner else ""
            yield Notice(
                Kind.REVIEW_OVERDUE,
                f"{row} was due for review{owner} on {written(day)}.",
                row.get_absolute_url(),
                Urgency.SOON,
                day,
                f"{row.pk}:{day.isoformat()}",
            )


def _filing(filing: Filed, books: Books) -> Iterator[Notice]:
    row, due_on = filing.row, filing.row.due_on
    if due_on is None:
        return
    step = ahead_of(due_on, books.as_of, AHEAD)
    late = filing.state == "overdue"
    if late or step:
        is_due = (
            f"has been overdue since {written(due_on)}" if late else f"is due on {written(due_on)}"
        )
        yield Notice(
            Kind.FILING_OVERDUE if late else Kind.FILING_DUE,
            f"{row} {is_due}.",
            row.get_absolute_url(),
            step[1] if step else Urgency.URGENT,
            due_on,
            f"{row.pk}:{due_on.isoformat()}",
        )
