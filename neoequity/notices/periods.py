"""Notices of periods: months that have ended and are not closed."""

from collections.abc import Iterator
from datetime import timedelta

from neoequity.books.days import on_page, written
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.periods.places import close_address
from placements.selectors.periods import OPEN, REOPENED, quarters

#: So long after its end a month is told for information: the office has begun to close it.
CLOSING = timedelta(days=10)


def periods(books: Books) -> Iterator[Notice]:
    """One for each month of an issuer that ended before the day and is not closed on it."""
    for issuer in books.issuers:
        for quarter in quarters(issuer, books.as_of):
            for month, state, _ in quarter.months:
                if state in (OPEN, REOPENED):
                    ended = month.ends_on
                    is_new = books.as_of <= ended + CLOSING
                    yield Notice(
                        Kind.PERIOD_OPEN,
                        f"{on_page(month.label)} of {issuer.name} ended on {written(ended)} and is "
                        f"{'open again' if state == REOPENED else 'not closed'}.",
                        close_address(issuer, month),
                        Urgency.INFORMATION if is_new else Urgency.SOON,
                        ended,
                        f"{issuer.slug}:{month.label}:{state}",
                    )
