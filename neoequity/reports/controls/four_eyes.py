"""Four eyes: the requests of a period, who decided them, and what one person may do alone."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate

from neoequity.books.approvals.kinds import request_kinds
from neoequity.books.approvals.models import Approval
from neoequity.books.approvals.rules import SECOND_PERSON, Decision
from neoequity.books.approvals.selectors import approved_with_new_credentials
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.reports.controls.control import NOT_RECORDED, Control, Span, counted, sentence
from neoequity.reports.report import Asked, Row, Table

AREA = "Four eyes"
_DECISIONS = (Decision.APPROVED, Decision.REJECTED, Decision.WITHDRAWN)
_COLUMNS = (
    Column("kind", "Request"),
    *(Column(name, heading, Kind.NUMBER, totaled=True)
      for name, heading in (
          ("asked", "Asked"), ("approved", "Approved"), ("rejected", "Rejected"),
          ("withdrawn", "Withdrawn"), ("waiting", "Waiting"),
          ("by_requester", "Decided by requester"),
      )),
)  # fmt: skip


class Requests(NamedTuple):
    """The requests of one kind: how many were asked, how many ended in each way.

    `own` were approved or rejected by the person who made them.
    """

    title: str
    asked: int
    approved: int
    rejected: int
    withdrawn: int
    own: int

    @property
    def waiting(self) -> int:
        """Those that nobody had decided."""
        return self.asked - self.approved - self.rejected - self.withdrawn


def requests_of(asked: Asked, span: Span) -> list[Requests]:
    """The requests of each kind of which the period has any; one query.

    A request belongs to the day that it would post to; without one, to that of its decision, and
    while it waits to that on which it was made.
    """
    kinds = request_kinds()
    rows = _in_period(asked, span).order_by().values("kind")
    sums: Mapping[str, Any] = {
        "asked_count": Count("pk"),
        **{f"{each}_count": Count("pk", filter=Q(ended=each)) for each in _DECISIONS},
        "own_count": Count("pk", filter=_own()),
    }
    found = {row["kind"]: row for row in rows.annotate(**sums)}
    return [
        Requests(
            kinds[name].title,
            found[name]["asked_count"],
            found[name]["approved_count"],
            found[name]["rejected_count"],
            found[name]["withdrawn_count"],
            found[name]["own_count"],
        )
        for name in kinds
        if name in found
    ]


def four_eyes(asked: Asked, span: Span, requests: Sequence[Requests]) -> list[Control]:
    """Who asked and who approved, by query over all requests of the period; one more query."""
    number, own = sum(each.asked for each in requests), sum(each.own for each in requests)
    approved = sum(each.approved for each in requests)
    rejected = sum(each.rejected for each in requests)
    marked = approved_with_new_credentials(asked.issuer, asked.since, asked.as_of)
    new = marked.filter(span.known("decided_at")).count()
    found = sentence(
        f"{counted(number, 'request')}: {approved:,} approved, {rejected:,} rejected; "
        f"{own or 'none'} approved or rejected by the person who made it"
    )
    return [
        Control(
            AREA,
            "Second person",
            "No one can approve or reject their own request.",
            "constraint who_asks_is_not_who_decides",
            found,
            number,
            own,
        ),
        Control(
            AREA,
            "New credentials",
            "An approval within seven days after somebody else set the approver’s credentials is "
            "marked, and the CFOs are told.",
            "trigger decisions_stand of Approval",
            sentence(f"{counted(new, 'approval is', 'approvals are')} marked"),
            approved,
            new,
        ),
        _left_to_one(asked),
    ]


def table_of(requests: Sequence[Requests]) -> Table:
    """The requests of the period by kind."""
    rows: list[Row] = [
        (each.title, each.asked, each.approved, each.rejected, each.withdrawn, each.waiting,
         each.own)
        for each in requests
    ]  # fmt: skip
    return Table("Requests", "Requests of the period", _COLUMNS, rows)


def _left_to_one(asked: Asked) -> Control:
    """The office's setting, which leaves no history: at an earlier moment it is not known."""
    left = [kind for kind in SECOND_PERSON if kind not in settings.SECOND_PERSON_FOR]
    found = f"Left to one person by the office’s setting: {', '.join(left)}." if left else (
        "A second person approves all of them."
    )  # fmt: skip
    is_now = asked.known_at is None
    return Control(
        AREA,
        "Acts left to one person",
        "Reversals, changes of terms and proposals always need a second person; the office decides "
        f"about {' and '.join(SECOND_PERSON)}.",
        "setting NEOEQUITY_FOUR_EYES, compared with the database by verify_ledger",
        found if is_now else f"{NOT_RECORDED} for that moment: ask for the office’s setting.",
        len(SECOND_PERSON),
        len(left) if is_now else None,
    )


def _in_period(asked: Asked, span: Span) -> QuerySet[Approval]:
    known = Q(decided_at__isnull=False) & span.known("decided_at")
    decided_on = TruncDate("decided_at", tzinfo=span.first.tzinfo)
    rows = Approval.objects.filter(span.known("asked_at"), issuer=asked.issuer).annotate(
        ended=Case(When(known, then=F("decision"))),
        belongs_to=Coalesce(
            "dated",
            Case(When(known, then=decided_on), output_field=DateField()),
            TruncDate("asked_at", tzinfo=span.first.tzinfo),
        ),
    )
    return rows.filter(belongs_to__range=(asked.since, asked.as_of))


def _own() -> Q:
    return Q(ended__in=(Decision.APPROVED, Decision.REJECTED), decided_by=F("asked_by"))
