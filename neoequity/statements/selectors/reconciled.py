"""The reconciliation of an agreement on a side: of a month, or as far as a day."""

from datetime import date, datetime
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.books.periods.rules import Period
from neoequity.company.models.share_ledger import share_books
from neoequity.company.terms.shares import StatedBy, outstanding
from neoequity.statements.models import Sender
from neoequity.statements.selectors.side_books import SideBooks
from neoequity.statements.terms.line import SIDES
from neoequity.statements.terms.reconciliation import Row, Status, reconcile
from neoequity.statements.terms.settled import history_of
from neoequity.statements.terms.share_count import ShareCount, compare_counts
from neoequity.statements.terms.signing import Prepared
from placements.models import Agreement


def prepare(
    agreement: Agreement, side: str, period: Period, known_at: datetime | None = None
) -> Prepared:
    """The side of the agreement in the period, as it is known now or was at the moment."""
    books = SideBooks(agreement.issuer, side, period.ends_on, known_at)
    return prepared(books, agreement.slug, period.starts_on)


def prepared(books: SideBooks, agreement: str, since: date) -> Prepared:
    """The agreement in these books from the day on; every query of them is made once.

    The share count belongs to the transfer agent; it is None while either side states none.
    """
    lines = books.stated.entries
    history = list(history_of(books.taken, {line.key: line.day for line in lines}, books.days))
    found = reconcile(
        lines, books.items, history, since=since, until=books.until, agreement=agreement
    )
    if len(books.agreements) == 1:
        unassigned: tuple[Row, ...] = ()
    else:
        everything = reconcile(lines, (), history, since=since, until=books.until)
        unassigned = tuple(row for row in everything.rows if row.status == Status.UNKNOWN)
    count = None
    if books.side == "transfer_agent":
        count = share_count(books.issuer, since, books.until, books.known_at)
    return Prepared(books.side, found, unassigned, books.explained, count)


class ReconciledSide(NamedTuple):
    """A side of an agreement, reconciled."""

    agreement: Agreement
    side: str
    prepared: Prepared


def reconciled_sides(
    issuer: Issuer,
    since: date,
    until: date,
    known_at: datetime | None = None,
    agreement: str | None = None,
) -> list[ReconciledSide]:
    """Every side that has a sender, of every agreement or the one with this slug, by their slugs.

    As many queries for any number of rows and agreements, but for the transfer agent's counts.
    """
    found = []
    for side in sides_of(issuer, known_at):
        books = SideBooks(issuer, side, until, known_at)
        found += [
            ReconciledSide(each, side, prepared(books, each.slug, since))
            for each in books.agreements
            if agreement in (None, each.slug)
        ]
    return sorted(found, key=lambda each: each.agreement.slug)  # stable: the sides in their order


def share_count(
    issuer: Issuer, since: date, until: date, known_at: datetime | None = None
) -> ShareCount | None:
    """The transfer agent's last count of these days against the share ledger's of the same day."""
    books = share_books(issuer, until, known_at)
    counts = [
        count
        for count in books.counts
        if count.stated_by == StatedBy.TRANSFER_AGENT and count.on >= since
    ]
    # Of two for one day, the one recorded last.
    stated = max(reversed(counts), key=lambda count: count.on, default=None)
    ours = stated and outstanding(books.rows, stated.on)
    if stated is None or ours is None:
        return None
    return compare_counts(stated.on, ours, stated.shares, books.splits)


def sides_of(issuer: Issuer, known_at: datetime | None = None) -> list[str]:
    """The sides on which the issuer has a sender, in their order; those known at the moment."""
    senders = Sender.objects.filter(issuer=issuer)
    if known_at is not None:
        senders = senders.filter(recorded_at__lte=known_at)
    there = set(senders.values_list("side", flat=True))
    return [side for side in SIDES if side in there]
