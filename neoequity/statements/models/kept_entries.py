"""Lines and our entries as the terms compare them, with what is taken of each: for both rooms.

Actions read it under their locks, pages without. It reads values, not rows: there may be 100,000.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from neoequity.books.issuers import Issuer
from neoequity.statements.models.match import AcceptedDifference, Match, MatchPart
from neoequity.statements.models.statement import StatementLine
from neoequity.statements.terms.entry import NOTHING, Entry, Quantity, entry_of
from neoequity.statements.terms.line import Line
from placements.models import Agreement, TermVersion

R = TypeVar("R", bound=Model)


class Row(NamedTuple):
    """The row behind an entry: `what` is line, entry or receipt, and names the column of a part."""

    what: str
    pk: int


class Scope(NamedTuple):
    """What is looked at: a side of an issuer by a day; one agreement and a period, if given.

    The period is of the days of lines, and of the days on which our entries are expected. `only`
    names the rows that matter, where they are few. With `known_at`, entries and lines are those
    recorded by the moment.
    """

    issuer: Issuer
    side: str
    as_of: date
    agreement: str = ""
    since: date | None = None
    until: date | None = None
    only: frozenset[Row] | None = None
    known_at: datetime | None = None

    def agreements(self) -> QuerySet[Agreement]:
        """The issuer's agreements that were signed by the last day, and known."""
        last = self.as_of if self.until is None else min(self.as_of, self.until)
        rows = Agreement.objects.filter(issuer=self.issuer, signed_on__lte=last)
        if self.known_at is not None:
            versions = TermVersion.objects.filter(recorded_at__lte=self.known_at)
            rows = rows.filter(pk__in=versions.values("agreement"))
        return rows

    def known(self, rows: QuerySet[R], at: str = "recorded_at") -> QuerySet[R]:
        """Those of the rows that were recorded by the moment."""
        return rows if self.known_at is None else rows.filter(**{f"{at}__lte": self.known_at})

    def keys(self, what: str) -> list[int] | None:
        """The keys of the rows of this kind that matter; None for all."""
        return None if self.only is None else [row.pk for row in self.only if row.what == what]

    def has(self, entry: Entry) -> bool:
        """Whether an entry is of the agreement, if it names one, and of the period."""
        return (
            (not self.agreement or entry.agreement in ("", self.agreement))
            and (self.since is None or entry.day >= self.since)
            and (self.until is None or entry.day <= self.until)
        )


class Kept:
    """The entries of one side, whole, with the rows behind them and what is taken of each."""

    def __init__(
        self,
        entries: Iterable[tuple[Entry, Row]],
        taken: Mapping[Row, Quantity],
    ) -> None:
        self.entries: list[Entry] = []
        self.rows: dict[str, Row] = {}
        for entry, row in entries:
            self.entries.append(entry)
            self.rows[entry.key] = row
        self._taken = taken

    def taken(self, key: str) -> Quantity:
        """What matches and accepted differences take of an entry."""
        return self._taken.get(self.rows[key], NOTHING)

    def left(self) -> list[Entry]:
        """Each entry that is open, with what is left of it."""
        found = []
        for entry in self.entries:
            taken = self._taken.get(self.rows[entry.key])
            left = entry.quantity if taken is None else entry.quantity - taken
            if left:
                found.append(entry if taken is None else entry._replace(quantity=left))
        return found


def lines_kept(scope: Scope) -> Kept:
    """The lines of statements received by the day; four queries.

    A line states its agreement only where the issuer has no other.
    """
    return Kept(_lines(scope), taken_of("line", scope))


def _lines(scope: Scope) -> Iterable[tuple[Entry, Row]]:
    slugs = scope.agreements().values_list("slug", flat=True)[:2]
    agreement = slugs[0] if len(slugs) == 1 else ""
    rows = StatementLine.objects.filter(
        side=scope.side,
        sender__issuer=scope.issuer,
        statement__received_on__lte=scope.as_of,
        **_days(scope),
        **among(scope, "line", "pk"),
    )
    for pk, statement, *stated in (
        scope.known(rows, "statement__recorded_at")
        .order_by("day", "pk")
        .values_list(
            *("pk", "statement_id", "side", "number", "day", "kind", "text", "reference"),
            *("shares", "price", "gross", "commission", "fees", "net", "amount", "settles_on"),
            "cancels",
        )
    ):
        line = Line(*stated)
        name = f"line {line.number} of statement {statement}"
        yield (
            entry_of(line, key=str(pk), name=name, agreement=agreement),
            Row("line", pk),
        )


def among(scope: Scope, what: str, column: str) -> dict[str, list[int]]:
    """Filters the rows that matter, by the column that has their keys."""
    keys = scope.keys(what)
    return {} if keys is None else {f"{column}__in": keys}


def _days(scope: Scope) -> dict[str, date]:
    days = {"day__gte": scope.since, "day__lte": scope.until}
    return {name: day for name, day in days.items() if day is not None}


def standing(as_of: date, path: str = "") -> Combinable | Q:
    """Filters matches that stand at the end of a day; `path` leads to them (`match__`)."""
    undone = Match.objects.filter(undoes=OuterRef(f"{path}pk"), accepted_on__lte=as_of)
    return Q(**{f"{path}accepted_on__lte": as_of, f"{path}undoes": None}) & ~Exists(undone)


def parts_standing(scope: Scope) -> QuerySet[MatchPart]:
    """The parts of the side's matches that stand on the day."""
    return MatchPart.objects.filter(
        standing(scope.as_of, "match__"), match__issuer=scope.issuer, match__side=scope.side
    )


def taken_of(what: str, scope: Scope) -> dict[Row, Quantity]:
    """What standing matches and accepted differences take of lines, entries or receipts."""
    taken: dict[Row, Quantity] = defaultdict(Quantity)
    _add(taken, what, scope, parts_standing(scope))
    if what != "receipt":
        differences = AcceptedDifference.objects.filter(
            issuer=scope.issuer, side=scope.side, accepted_on__lte=scope.as_of
        )
        _add(taken, what, scope, differences)
    return taken


def _add(
    taken: dict[Row, Quantity],
    what: str,
    scope: Scope,
    rows: QuerySet[MatchPart] | QuerySet[AcceptedDifference],
) -> None:
    named = rows.filter(**{f"{what}__isnull": False}, **among(scope, what, what)).order_by()
    sums = named.values_list(what).annotate(Sum("amount"), Sum("shares"))
    for pk, amount, shares in sums:
        taken[Row(what, pk)] += Quantity(amount, int(shares))
