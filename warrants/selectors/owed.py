"""Warrants owed and over-issued on a day, with the most pressing first."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from warrants.models import Entry, Warrant
from warrants.models.entry import EXERCISES
from warrants.selectors.accruals import Accrual
from warrants.selectors.register import Holding
from warrants.terms.counting import between
from warrants.terms.entitlement import ACCRUING, DUE, UNSETTLED

OVERDUE, OVER_ISSUED, SETTLED_UP = "overdue", "over-issued", "issued"


class Debt(NamedTuple):
    """An accrual as the pages show it; `state` is the entitlement's, or overdue.

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
    """Shares of one holding that can be cancelled to correct an over-issue."""

    holding: Holding
    shares: int


class OverIssue(NamedTuple):
    """Shares issued without sales behind them after reversals; `rest` is no longer outstanding.

    `exercises` are the standing exercises that may have used it up, latest first.
    """

    accrual: Accrual
    parts: list[Part]
    rest: int
    exercises: list[Entry]


def debts(accruals: Iterable[Accrual], as_of: date) -> list[Debt]:
    """Every accrual with shares still to be issued, the most pressing first."""
    order = (OVERDUE, DUE, UNSETTLED, ACCRUING)
    rows = [Debt(accrual, state_of(accrual, as_of)) for accrual in accruals]
    return sorted(
        (row for row in rows if row.state in order and row.accrual.owed.to_issue),
        key=lambda row: (order.index(row.state), row.accrual.owed.due_on or date.max),
    )


def state_of(accrual: Accrual, as_of: date) -> str:
    """The entitlement's state; overdue after its due date, over-issued if too much was issued."""
    owed = accrual.owed
    if owed.over_issued:
        return OVER_ISSUED
    if owed.state == DUE and owed.due_on is not None and owed.due_on < as_of:
        return OVERDUE
    return owed.state


def over_issues(accruals: Iterable[Accrual], holdings: Iterable[Holding]) -> list[OverIssue]:
    """Where to cancel over-issued shares: latest warrants first, then the largest holdings.

    Over-issued shares are counted in shares of the warrant's day, holdings in shares of the view;
    the part to cancel is rounded up, so that no more than was earned remains.
    """
    over = [accrual for accrual in accruals if accrual.owed.over_issued]
    if not over:
        return []
    largest_first = sorted(holdings, key=lambda holding: (-holding.warrant.number, -holding.shares))
    rows = []
    for accrual in over:
        excess = accrual.owed.over_issued
        parts = []
        for holding in largest_first:
            if excess > 0 and _under(holding.warrant, accrual):
                ratio = between(accrual.splits, accrual.counted_on, accrual.as_of)
                shares = min(holding.shares, -(-excess * ratio.new // ratio.old))
                parts.append(Part(holding, shares))
                excess -= ratio.shares_before(shares)
        rows.append(OverIssue(accrual, parts, max(excess, 0), []))
    if any(row.rest for row in rows):
        exercised = _exercised(over[0].as_of)
        rows = [
            row._replace(exercises=[e for e in exercised if _under(e.warrant, row.accrual)])
            for row in rows
        ]
    return rows


def _exercised(as_of: date) -> list[Entry]:
    """Standing exercises of the agent's warrants on the day, latest first."""
    reversed_by = Entry.objects.filter(reverses__isnull=False, on__lte=as_of).values("reverses")
    exercises = Entry.objects.filter(
        on__lte=as_of, kind__in=EXERCISES, reverses=None, warrant__agreement__isnull=False
    ).exclude(pk__in=reversed_by)
    return list(exercises.select_related("warrant__issuer").order_by("-on", "-pk"))


def _under(warrant: Warrant, accrual: Accrual) -> bool:
    key = (accrual.agreement.pk, accrual.placement_id)
    return (warrant.agreement_id, warrant.placement_id) == key


class Sums(NamedTuple):
    """Warrant shares by state, in shares of the day, for the dashboard."""

    overdue: int
    due: int
    unsettled: int
    accruing: int
    over_issued: int
    next_due_on: date | None

    @property
    def to_issue(self) -> int:
        """What can be issued now, overdue or not."""
        return self.overdue + self.due


def sums_of(accruals: Iterable[Accrual], as_of: date) -> Sums:
    """The sums of a day's accruals."""
    accruals = list(accruals)
    by_state = dict.fromkeys((OVERDUE, DUE, UNSETTLED, ACCRUING), 0)
    rows = debts(accruals, as_of)
    for row in rows:
        by_state[row.state] += row.accrual.to_issue_now
    days = [row.accrual.owed.due_on for row in rows if row.state in (OVERDUE, DUE)]
    return Sums(
        overdue=by_state[OVERDUE],
        due=by_state[DUE],
        unsettled=by_state[UNSETTLED],
        accruing=by_state[ACCRUING],
        over_issued=sum(accrual.over_issued_now for accrual in accruals),
        next_due_on=min((day for day in days if day), default=None),
    )


def issue_address(accrual: Accrual) -> str:
    """The address of the page that calculates what is owed and issues it."""
    slug = accrual.agreement.slug
    if accrual.placement is None:
        return reverse("warrants:issue", args=[slug])
    return reverse("warrants:issue_placement", args=[slug, accrual.placement.number])
