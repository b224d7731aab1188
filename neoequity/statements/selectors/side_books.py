"""One side of an issuer's books with what its senders state: read once, for any of its months."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.statements.models import AcceptedDifference, MatchPart, OpenItem
from neoequity.statements.models.expected import expected
from neoequity.statements.models.kept_entries import Kept, Scope, lines_kept
from neoequity.statements.selectors.receipts import receipts_read
from neoequity.statements.terms.entry import Entry, Quantity
from neoequity.statements.terms.settled import (
    Received,
    Taken,
    added,
    difference_of_item,
    difference_of_line,
    spread,
    unallocated,
)
from placements.models import Agreement, Sale

R = TypeVar("R", bound=Model)


class SideBooks:
    """What happened by a day on one side and was recorded by a moment; None: by now.

    A fixed number of queries, however much there is.
    """

    def __init__(
        self, issuer: Issuer, side: str, until: date, known_at: datetime | None = None
    ) -> None:
        self.issuer, self.side, self.until, self.known_at = issuer, side, until, known_at

    def _known(self, rows: "QuerySet[R]", at: str = "recorded_at") -> "QuerySet[R]":
        return rows if self.known_at is None else rows.filter(**{f"{at}__lte": self.known_at})

    def _standing(self, rows: "QuerySet[R]", path: str = "") -> "QuerySet[R]":
        """Without those that were undone, as far as it was known, and without what undid them."""
        undone = Q(**{f"{path}undoing__isnull": False})
        if self.known_at is not None:
            undone &= Q(**{f"{path}undoing__recorded_at__lte": self.known_at})
        return (
            self._known(rows, f"{path}recorded_at")
            .exclude(undone)
            .filter(**{f"{path}undoes": None})
        )

    def _scope(self, as_of: date) -> Scope:
        return Scope(self.issuer, self.side, as_of, until=self.until, known_at=self.known_at)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """Those signed by the day."""
        return list(self._scope(self.until).agreements().order_by("-capacity", "slug"))

    @property
    def _only(self) -> str:
        """The agreement whose lines all are, where there is no other."""
        return self.agreements[0].slug if len(self.agreements) == 1 else ""

    @cached_property
    def stated(self) -> Kept:
        """The lines of all senders by the day, whenever they were received."""
        return lines_kept(self._scope(date.max))

    @cached_property
    def booked(self) -> Kept:
        """What the senders should say of the entries by the day, also of those that are due later.

        A bank's receipts that pay no entry are not among them.
        """
        return expected(self._scope(self.until)._replace(until=None))

    @cached_property
    def receipts(self) -> Mapping[int, Received]:
        """Receipts by their keys, for a bank."""
        if self.side != "bank":
            return {}
        return receipts_read(self.issuer, self.until, self.known_at)

    @cached_property
    def days(self) -> dict[str, date]:
        """The day on which each of our items came about, by its key."""
        sales = Sale.objects.filter(agreement__issuer=self.issuer, trade_date__lte=self.until)
        traded = dict(sales.order_by().values_list("pk", "trade_date"))
        days = {key: traded[row.pk] for key, row in self.booked.rows.items()}
        return days | {each.key: each.day for each in self.receipts.values()}

    @cached_property
    def items(self) -> list[Entry]:
        """Our side: the entries and, with a bank, what of receipts pays none."""
        return [*self.booked.entries, *unallocated(self.receipts.values())]

    @cached_property
    def taken(self) -> list[Taken]:
        """What standing matches and accepted differences take."""
        return [*self._matches(), *self._differences()]

    def _matches(self) -> Iterator[Taken]:
        rows = MatchPart.objects.filter(match__issuer=self.issuer, match__side=self.side)
        parts = (
            self._standing(rows, "match__")
            .order_by("match", "pk")
            .values_list(
                *("match_id", "line_id", "receipt_id", "entry__agreement__slug", "entry__number"),
                *("amount", "shares"),
            )
        )
        lines: dict[int, list[tuple[str, Quantity]]] = {}
        items: dict[int, list[tuple[str, Quantity]]] = {}
        of_receipts: dict[int, list[tuple[int, Any]]] = {}
        for match, line, receipt, slug, number, amount, shares in parts:
            lines.setdefault(match, [])
            if line is not None:
                lines[match].append((str(line), Quantity(amount, shares)))
            elif receipt is not None:
                of_receipts.setdefault(receipt, []).append((match, amount))
            else:
                items.setdefault(match, []).append((f"{slug}/{number}", Quantity(amount, shares)))
        for receipt, takings in of_receipts.items():
            if receipt not in self.receipts:  # of a later day
                for match, amount in takings:
                    items.setdefault(match, []).append(
                        (f"receipt of a later day {receipt}", Quantity(amount))
                    )
                continue
            found = spread(self.receipts[receipt], [amount for _, amount in takings])
            for (match, _), settled in zip(takings, found, strict=True):
                items.setdefault(match, []).extend(settled.items())
        for match, of_lines in lines.items():
            yield Taken(f"M-{match}", added(of_lines), added(items.get(match, [])))

    def _differences(self) -> Iterator[Taken]:
        rows = AcceptedDifference.objects.filter(issuer=self.issuer, side=self.side)
        for row in self._standing(rows).select_related("agreement", "entry").order_by("pk"):
            key, quantity = f"D-{row.pk}", Quantity(row.amount, row.shares)
            slug = row.agreement.slug if row.agreement else self._only
            if row.line_id is not None:
                yield difference_of_line(key, str(row.line_id), quantity, row.reason, slug)
            elif row.entry is not None:
                item = f"{slug}/{row.entry.number}"
                yield difference_of_item(key, item, quantity, row.reason, slug)

    @property
    def names(self) -> dict[str, str]:
        """What addresses call the record of a row, by the row's key."""
        lines = {f"line {key}": row for key, row in self.stated.rows.items()}
        items = {f"item {key}": row for key, row in self.booked.rows.items()}
        return {
            **{key: f"{row.what}-{row.pk}" for key, row in (lines | items).items()},
            **{f"item {each.key}": f"receipt-{pk}" for pk, each in self.receipts.items()},
        }

    @cached_property
    def explained(self) -> dict[str, str]:
        """What is said of open rows, by their keys: who looks after it, until when, and why.

        What is said of a receipt is said of the entries that it pays, unless they have their own.
        """
        told: dict[str, str] = {}
        rows = OpenItem.objects.filter(issuer=self.issuer, side=self.side).exclude(note="")
        for row in rows.select_related("owner", "entry__agreement").order_by("pk"):
            said = f"{row.owner}, due {written(row.due_on)}: {row.note}"
            if row.line_id is not None:
                told[f"line {row.line_id}"] = said
            elif row.entry is not None:
                told[f"item {row.entry.agreement.slug}/{row.entry.number}"] = said
            elif row.receipt_id is not None and row.receipt_id in self.receipts:
                receipt = self.receipts[row.receipt_id]
                for key in (receipt.key, *receipt.parts):
                    told.setdefault(f"item {key}", said)
        return told
