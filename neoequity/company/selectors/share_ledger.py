"""The share ledger as its page shows it: months, stated counts, dilution and its sources."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.company.models import Figure
from neoequity.company.models.share_ledger import ShareBooks, share_books
from neoequity.company.terms.headroom import ToSell
from neoequity.company.terms.overhang import Layer, Part, dilution, stacked
from neoequity.company.terms.shares import Count, Row, RowKind, StatedBy, outstanding
from placements.models import Shelf
from warrants.models.accrual import Accrual

SOLD = "Shares sold, not delivered"
#: Rows that one page shows in full; beyond them only the months asked for are opened.
MOST_ROWS = 400


class Month(NamedTuple):
    """What happened in a month; `change` sums what is available, `outstanding` is its end's."""

    starts_on: date
    rows: Sequence[Row]
    is_shown: bool
    is_asked: bool = False

    @property
    def change(self) -> int:
        """By how much the count changed; counts that opened the ledger have no change."""
        return sum(row.change or 0 for row in self.rows)

    @property
    def outstanding(self) -> int | None:
        """Shares outstanding after its last event."""
        return self.rows[-1].outstanding


class StatedCount(NamedTuple):
    """A count as it was stated, and its row of the ledger."""

    stated: Count
    row: Row

    @property
    def before(self) -> int | None:
        """What the ledger carried to the end of the day; None if there was no count before."""
        return None if self.row.difference is None else self.stated.shares - self.row.difference

    @property
    def disagrees(self) -> bool:
        """Whether the transfer agent counts other shares than the ledger."""
        return self.row.kind == RowKind.COMPARISON and bool(self.row.difference)


class Diluted(NamedTuple):
    """What a share outstanding loses if `more` are issued: more / (outstanding + more)."""

    outstanding: int | None
    more: int | None

    @property
    def total(self) -> int | None:
        """The count if all of them are issued; None if not available."""
        if self.outstanding is None or self.more is None:
            return None
        return self.outstanding + self.more

    @property
    def rate(self) -> Decimal | None:
        """A fraction; None if not available."""
        return dilution(self.outstanding, self.more)


class Claim(NamedTuple):
    """What an agreement may still sell, and the shares' worth of dollars that it claims."""

    name: str
    to_sell: ToSell

    @property
    def with_warrants(self) -> Decimal:
        """Dollars left, raised by the warrant coverage."""
        return self.to_sell.gross * (1 + self.to_sell.coverage)


class Ledger(NamedTuple):
    """The share ledger on a day.

    `stated` is the dilution of the options and warrants on the day for which they were stated,
    `held` of those outstanding now, `all_issued` of everything that may become shares. `layers`
    stack its sources on the shares outstanding.
    """

    books: ShareBooks
    months: Sequence[Month]
    counts: Sequence[StatedCount]
    layers: Sequence[Layer]
    stated: Diluted | None
    held: Diluted
    all_issued: Diluted
    claims: Sequence[Claim]
    shelves: Sequence[Shelf]


def share_ledger(
    issuer: Issuer,
    as_of: date,
    month: str = "",
    known_at: datetime | None = None,
    accrued: Sequence[Accrual] | None = None,
) -> Ledger:
    """The ledger of the issuer on a day; `month` (2001-10) is opened however long the ledger is.

    The queries of `share_books`, and one for the shelves.
    """
    books = share_books(issuer, as_of, known_at, accrued=accrued)
    overhang, count = books.overhang, books.outstanding
    more = None if overhang.total is None else overhang.total + books.unsettled
    parts = (Part(SOLD, books.unsettled), *overhang.parts)
    claims = [Claim(books.names[key], to_sell) for key, to_sell in books.to_sell.items()]
    return Ledger(
        books=books,
        months=_months(books.rows, month),
        counts=_counts(books),
        layers=[] if count is None else stacked(count, parts),
        stated=None
        if books.stated is None
        else Diluted(outstanding(books.rows, books.stated.on), books.stated.total),
        held=Diluted(count, overhang.held),
        all_issued=Diluted(count, more),
        claims=sorted(claims, key=lambda claim: -claim.to_sell.gross),
        shelves=list(
            Shelf.objects.filter(issuer=issuer, sold_before_as_of__lte=as_of).order_by("pk")
        ),
    )


def _counts(books: ShareBooks) -> list[StatedCount]:
    """In the order of the ledger: of one day, the company's first."""
    counted = sorted(
        books.counts, key=lambda count: (count.on, count.stated_by != StatedBy.COMPANY)
    )
    rows = [row for row in books.rows if row.kind in _COUNTS]
    return [StatedCount(*pair) for pair in zip(counted, rows, strict=True)]


_COUNTS = (RowKind.OPENING, RowKind.COUNT, RowKind.COMPARISON)


def _months(rows: Sequence[Row], opened: str) -> list[Month]:
    """The latest first; within a month in the order of the ledger."""
    return list(_by_month(rows, opened))[::-1]


def _by_month(rows: Sequence[Row], opened: str) -> Iterator[Month]:
    after = len(rows)
    for starts_on, group in groupby(rows, key=lambda row: row.on.replace(day=1)):
        of_month = list(group)
        is_asked = f"{starts_on:%Y-%m}" == opened
        yield Month(starts_on, of_month, is_asked or after <= MOST_ROWS, is_asked)
        after -= len(of_month)


class Compact(NamedTuple):
    """The ledger of the first issuer by name with authorized shares, and the other such issuers."""

    ledger: Ledger
    others: Sequence[Issuer]

    @property
    def whose(self) -> str:
        """What the address of its page needs to name: nothing where there is no other."""
        return self.ledger.books.issuer.slug if self.others else ""


def compact_ledger(as_of: date, accrued: Sequence[Accrual]) -> Compact | None:
    """For the first screen; None where no issuer has stated its authorized shares by the day.

    `accrued` are all accruals of the day. Its queries do not grow with the issuers: one ledger is
    read, whose page leads to the others.
    """
    stated = Figure.objects.filter(name="authorized_shares", day__lte=as_of)
    issuers = list(Issuer.objects.filter(pk__in=stated.values("issuer")).order_by("name"))
    if not issuers:
        return None
    first, *others = issuers
    return Compact(share_ledger(first, as_of, accrued=accrued), others)
