"""What the page of matching shows: what is open on both sides, by age, and the proposals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet

from neoequity.books.accounts import User
from neoequity.books.calendar import Exceptions, days_late
from neoequity.books.models import Approval, ExceptionalDay
from neoequity.statements.models import Match, OpenItem, Sender, StatementLine
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.offer import token_of
from neoequity.statements.models.open_sides import OpenSides, open_sides
from neoequity.statements.terms.ages import AGES, age_of
from neoequity.statements.terms.entry import Entry, Quantity, total
from neoequity.statements.terms.proposal import Proposal, Rank
from placements.models import Receipt, Sale

#: The most rows of each kind on a page.
A_PAGE = 50


class Shown(NamedTuple):
    """An open entry of either side: its row and page, what is left, its age, and who has it."""

    row: Row
    entry: Entry
    page: Model | None
    age: str
    owner: OpenItem | None

    @property
    def key(self) -> str:
        """As forms and addresses name it: line-12."""
        return f"{self.row.what}-{self.row.pk}"


class ShownProposal(NamedTuple):
    """A proposal with its token, and both sides of it."""

    proposal: Proposal
    token: str
    lines: list[Shown]
    items: list[Shown]

    @property
    def is_certain(self) -> bool:
        """Whether it is accepted with all certain ones."""
        return self.proposal.rank == Rank.CERTAIN


class Age(NamedTuple):
    """What is open of one age on both sides."""

    title: str
    lines: int
    theirs: Quantity
    items: int
    ours: Quantity


class Matching:
    """Both sides as they are open at the end of a day; at most twenty queries."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.sides: OpenSides = open_sides(scope)
        self.proposals = self.sides.proposals()
        self._exceptions: Exceptions = ExceptionalDay.exceptions()
        self._late: dict[object, int] = {}

    @property
    def certain(self) -> int:
        """How many proposals are certain."""
        return sum(each.rank == Rank.CERTAIN for each in self.proposals)

    def lines(self) -> list[Entry]:
        """The open lines, the oldest first."""
        return sorted(self.sides.lines.values(), key=_by_day)

    def items(self) -> list[Entry]:
        """Our open entries, the oldest first."""
        return sorted(self.sides.items.values(), key=_by_day)

    def ages(self) -> list[Age]:
        """What is open by age, every age also without rows."""
        return [
            Age(title, len(lines), _sum(lines), len(items), _sum(items))
            for title, _ in AGES
            for lines, items in [
                (self._of_age(self.sides.lines, title), self._of_age(self.sides.items, title))
            ]
        ]

    def shown(self, entries: Iterable[Entry]) -> list[Shown]:
        """The entries with their pages and owners; up to four queries."""
        found = list(entries)
        rows = {self.sides.rows[each.key] for each in found}
        pages, owners = pages_of(rows), owners_of(self.scope, rows)
        return [self._shown(each, pages, owners) for each in found]

    def shown_proposals(self, proposals: Sequence[Proposal]) -> list[ShownProposal]:
        """The proposals with the pages of both sides; up to four queries."""
        everything = {**self.sides.lines, **self.sides.items}
        keys = [key for each in proposals for key in (*each.lines, *each.items)]
        by_key = dict(zip(keys, self.shown(everything[key] for key in keys), strict=True))
        return [
            ShownProposal(
                each,
                token_of(self.scope, self.sides, each),
                [by_key[key] for key in each.lines],
                [by_key[key] for key in each.items],
            )
            for each in proposals
        ]

    def _shown(
        self, entry: Entry, pages: Mapping[Row, Model], owners: Mapping[Row, OpenItem]
    ) -> Shown:
        row = self.sides.rows[entry.key]
        return Shown(row, entry, pages.get(row), self._age(entry), owners.get(row))

    def _age(self, entry: Entry) -> str:
        if entry.day not in self._late:
            self._late[entry.day] = days_late(entry.day, self.scope.as_of, self._exceptions)
        return age_of(self._late[entry.day])

    def _of_age(self, entries: Mapping[str, Entry], title: str) -> list[Entry]:
        return [each for each in entries.values() if self._age(each) == title]


def pages_of(rows: Collection[Row]) -> dict[Row, Model]:
    """What is behind rows, ready to be named and linked; up to three queries."""
    tables: Mapping[str, QuerySet[Model]] = {
        "line": StatementLine.objects.select_related("statement"),
        "entry": Sale.objects.select_related("agreement"),
        "receipt": Receipt.objects.select_related("agreement"),
    }
    found: dict[Row, Model] = {}
    for what, table in tables.items():
        keys = [row.pk for row in rows if row.what == what]
        if keys:
            found |= {Row(what, pk): each for pk, each in table.in_bulk(keys).items()}
    return found


def owners_of(scope: Scope, rows: Collection[Row]) -> dict[Row, OpenItem]:
    """Who looks after these rows; one query."""
    of = {what: [row.pk for row in rows if row.what == what] for what in _WHATS}
    items = OpenItem.objects.filter(
        Q(line__in=of["line"]) | Q(entry__in=of["entry"]) | Q(receipt__in=of["receipt"]),
        side=scope.side,
    ).select_related("owner")
    return {_row_of(item): item for item in items}


_WHATS = ("line", "entry", "receipt")


def _row_of(item: OpenItem) -> Row:
    what = next(what for what in _WHATS if getattr(item, f"{what}_id") is not None)
    return Row(what, getattr(item, f"{what}_id"))


def matches_of(scope: Scope) -> QuerySet[Match]:
    """The matches of a side by the day, the latest first, with what undid each by then."""
    rows = Match.objects.filter(
        issuer=scope.issuer, side=scope.side, accepted_on__lte=scope.as_of, undoes=None
    )
    return rows.select_related("recorded_by", "undoing").order_by("-pk")


def pending_of(scope: Scope) -> QuerySet[Approval]:
    """The requests to accept a difference of the side that nobody has decided yet."""
    return Approval.objects.filter(
        kind="accepteddifference", decision="", issuer=scope.issuer, asked__side=scope.side
    ).order_by("pk")


def possible_owners() -> QuerySet[User]:
    """Who may look after an open item: whoever can read the books."""
    return (
        get_user_model()
        .objects.filter(
            Q(groups__permissions__codename="read_books")
            | Q(user_permissions__codename="read_books")
            | Q(is_superuser=True),
            is_active=True,
        )
        .distinct()
        .order_by("username")
    )


def has_senders() -> bool:
    """Whether anybody sends statements."""
    return Sender.objects.exists()


def _by_day(entry: Entry) -> tuple[object, str]:
    return entry.day, entry.key


def _sum(entries: Iterable[Entry]) -> Quantity:
    return total(each.quantity for each in entries)
