"""What is owed on a day, sorted by what is to be done about it, with the warrants behind it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from warrants.models import Entry, Warrant
from warrants.models.entry import EXERCISES
from warrants.selectors.accruals import Accrual
from warrants.selectors.register import Holding
from warrants.terms.counting import between
from warrants.terms.entitlement import ACCRUING, DUE, OWED

OVERDUE, OVER_ISSUED, SETTLED_UP = "overdue", "over-issued", "issued"


class Debt(NamedTuple):
    """An accrual as the pages show it: `state` is one of the entitlement's, or overdue.

    `ready` says whether its warrant can be issued now.
    """

    accrual: Accrual
    state: str
    ready: bool = False

    @property
    def name(self) -> str:
        """Placement 3, or the whole programme."""
        placement = self.accrual.placement
        return f"Placement {placement.number}" if placement else "Whole programme"


class Part(NamedTuple):
    """Shares of one holder's warrant that can be cancelled for an over-issue."""

    holding: Holding
    shares: int


class OverIssue(NamedTuple):
    """Shares issued that reversals have taken the ground from; `rest` is gone already.

    `exercises` are those that stand by which it went, the latest first.
    """

    accrual: Accrual
    parts: list[Part]
    rest: int
    exercises: list[Entry]


def debts(found: Iterable[Accrual], as_of: date) -> list[Debt]:
    """Every accrual with something still to come, the most pressing first."""
    order = (OVERDUE, DUE, OWED, ACCRUING)
    rows = [Debt(accrual, state_of(accrual, as_of)) for accrual in found]
    return sorted(
        (row for row in rows if row.state in order and row.accrual.owed.to_issue),
        key=lambda row: (order.index(row.state), row.accrual.owed.due_on or date.max),
    )


def state_of(accrual: Accrual, as_of: date) -> str:
    """The entitlement's state, overdue where its day is past, over-issued where too much stands."""
    owed = accrual.owed
    if owed.over_issued:
        return OVER_ISSUED
    if owed.state == DUE and owed.due_on is not None and owed.due_on < as_of:
        return OVERDUE
    return owed.state


def over_issues(found: Iterable[Accrual], held: Iterable[Holding]) -> list[OverIssue]:
    """Where to cancel what is over-issued: the latest warrants first, the holders with most.

    What is over-issued counts shares as on the warrant's day, a holding those of the view: a part
    of it is rounded up, so that no more stands than was earned.
    """
    over = [accrual for accrual in found if accrual.owed.over_issued]
    if not over:
        return []
    held = sorted(held, key=lambda holding: (-holding.warrant.number, -holding.shares))
    rows = []
    for accrual in over:
        left = accrual.owed.over_issued
        parts = []
        for holding in held:
            if left > 0 and _under(holding.warrant, accrual):
                ratio = between(accrual.splits, accrual.counted_on, accrual.as_of)
                shares = min(holding.shares, -(-left * ratio.new // ratio.old))
                parts.append(Part(holding, shares))
                left -= ratio.shares_before(shares)
        rows.append(OverIssue(accrual, parts, max(left, 0), []))
    if any(row.rest for row in rows):
        exercised = _exercised(over[0].as_of)
        rows = [
            row._replace(exercises=[e for e in exercised if _under(e.warrant, row.accrual)])
            for row in rows
        ]
    return rows


def _exercised(as_of: date) -> list[Entry]:
    """Exercises of the agent's warrants that stand on the day, the latest first."""
    reversed_by = Entry.objects.filter(reverses__isnull=False, on__lte=as_of).values("reverses")
    found = Entry.objects.filter(
        on__lte=as_of, kind__in=EXERCISES, reverses=None, warrant__agreement__isnull=False
    ).exclude(pk__in=reversed_by)
    return list(found.select_related("warrant__issuer").order_by("-on", "-pk"))


def _under(warrant: Warrant, accrual: Accrual) -> bool:
    key = (accrual.agreement.pk, accrual.placement_id)
    return (warrant.agreement_id, warrant.placement_id) == key


class Sums(NamedTuple):
    """Warrant shares by what is to be done, in the shares of the day: for the dashboard."""

    overdue: int
    due: int
    owed: int
    accruing: int
    over_issued: int
    next_due_on: date | None

    @property
    def to_issue(self) -> int:
        """What can be issued now, in time or late."""
        return self.overdue + self.due


def sums_of(found: Iterable[Accrual], as_of: date) -> Sums:
    """The sums of a day's accruals."""
    found = list(found)
    by_state = dict.fromkeys((OVERDUE, DUE, OWED, ACCRUING), 0)
    rows = debts(found, as_of)
    for row in rows:
        by_state[row.state] += row.accrual.to_issue_now
    days = [row.accrual.owed.due_on for row in rows if row.state in (OVERDUE, DUE)]
    return Sums(
        overdue=by_state[OVERDUE],
        due=by_state[DUE],
        owed=by_state[OWED],
        accruing=by_state[ACCRUING],
        over_issued=sum(accrual.over_issued_now for accrual in found),
        next_due_on=min((day for day in days if day), default=None),
    )
