"""Notices of papers that are missing: the agent's notices, acceptances and confirmations."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.days import written
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import counted
from placements.selectors.documents_lately import (
    LATEST,
    Lacking,
    lacking_acceptance,
    lacking_confirmation,
    lacking_notice,
    latest_sales,
)


def documents(books: Books) -> Iterator[Notice]:
    """One for each agreement and kind of document, with how many records lack it."""
    sales, placements = "placements:sales", "placements:placements"
    latest = latest_sales(books.as_of)
    accepted = lacking_acceptance(books.as_of, books.splits)
    yield from _told(lacking_notice(latest), Kind.NOTICE_MISSING, books, sales, "missing")
    yield from _told(
        lacking_confirmation(latest), Kind.CONFIRMATION_MISSING, books, sales, "unconfirmed"
    )
    yield from _told(accepted, Kind.ACCEPTANCE_MISSING, books, placements, "missing")


#: What is counted and what it lacks, in words.
_WORDS = {
    Kind.NOTICE_MISSING: ("sale", "the agent’s notice"),
    Kind.CONFIRMATION_MISSING: ("delivered sale", "a confirmation of delivery"),
    Kind.ACCEPTANCE_MISSING: ("placement", "the agent’s acceptance"),
}


def _told(
    found: list[Lacking], kind: Kind, books: Books, page: str, document: str
) -> Iterator[Notice]:
    what, paper = _WORDS[kind]
    for row in found:
        lacks = "lacks" if row.number == 1 else "lack"
        among = f" among the latest {LATEST:,}" if row.partial else ""
        yield Notice(
            kind,
            f"{counted(row.number, what)}{among} under the {books.names[row.agreement]} {lacks} "
            f"{paper}, the latest on {written(row.last)}.",
            f"{reverse(page)}?{urlencode({'agreement': row.slug, 'document': document})}",
            Urgency.SOON,
            row.last,
            f"{row.slug}:{row.last.isoformat()}",
        )
