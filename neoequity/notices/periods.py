"""Notices of periods: months that have ended and are not closed."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from neoequity.books.days import on_page, written
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from placements.selectors.periods import OPEN, REOPENED, quarters

#: So long after its end a month is told for information: the office has begun to close it.
CLOSING = timedelta(days=10)


def periods(books: Books) -> Iterator[Notice]:
    """One for each issuer with months that ended before the day and are not closed on it.

    It is new again when a further month has ended.
    """
    for issuer in books.issuers:
        months = sorted(
            month.period
            for quarter in quarters(issuer, books.as_of)
            for month in quarter.months
            if month.state in (OPEN, REOPENED)
        )
        if not months:
            continue
        first, last = months[0], months[-1]
        one = (
            f"{on_page(last.label)} of {issuer.name} ended on {written(last.ends_on)} and is "
            "still open."
        )
        many = (
            f"{len(months):,} months of {issuer.name}, {on_page(first.label)} to "
            f"{on_page(last.label)}, are still open; the latest ended on {written(last.ends_on)}."
        )
        is_new = books.as_of <= first.ends_on + CLOSING
        yield Notice(
            Kind.PERIOD_OPEN,
            one if len(months) == 1 else many,
            reverse("periods:periods"),
            Urgency.INFORMATION if is_new else Urgency.SOON,
            first.ends_on,
            f"{issuer.slug}:{last.label}",
        )
