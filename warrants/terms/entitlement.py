"""The warrants owed to the agent for a placement or a pooled programme (p. S-11, S-12)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from neoequity.books.refusal import Reason, cite
from warrants.terms.grant import Grant, Part, grant_on

ACCRUING, UNSETTLED, DUE, ISSUED = STATES = ("accruing", "unsettled", "due", "issued")


class Earned(NamedTuple):
    """The facts: what has been sold (net of reversals), settled and issued so far.

    Shares sold and `issued` are counted in shares of the warrant's day. `open` means that more may
    be sold; `unsettled` counts sales not yet delivered; `closed_on` is the day of the notice that
    no more will be sold, if there was one. `due_days` is None if the terms do not state it.
    """

    parts: tuple[Part, ...]
    open: bool
    unsettled: int
    last_settlement: date | None
    closed_on: date | None
    issued: int
    due_days: int | None


class Entitlement(NamedTuple):
    """`state` is accruing (more may be sold), unsettled (not all settled), due or issued.

    `grant` covers all shares sold so far; `to_issue` is the part without a warrant yet, and
    `over_issued` the part that reversals have left without sales. `dated` is the last settlement
    date.
    """

    state: str
    sold: int
    grant: Grant
    issued: int
    to_issue: int
    over_issued: int
    dated: date | None
    due_on: date | None
    unsettled: int


def entitlement(earned: Earned) -> Entitlement:
    """What is owed on these facts; the due date runs from the last settlement or closing notice."""
    total = grant_on(earned.parts)
    days = [day for day in (earned.last_settlement, earned.closed_on) if day]
    due_on = max(days) + timedelta(days=earned.due_days or 0) if days and not earned.open else None
    if earned.open:
        state = ACCRUING
    elif earned.unsettled:
        state = UNSETTLED
    else:
        state = DUE if total.shares > earned.issued else ISSUED
    return Entitlement(
        state=state,
        sold=sum(part.shares for part in earned.parts),
        grant=total,
        issued=earned.issued,
        to_issue=max(total.shares - earned.issued, 0),
        over_issued=max(earned.issued - total.shares, 0),
        dated=earned.last_settlement,
        due_on=due_on,
        unsettled=earned.unsettled,
    )


def reasons_against_issue(owed: Entitlement, name: str, today: date, page: str) -> Iterator[Reason]:
    """Reasons against issuing the warrant for `name` (a placement or the programme) now."""
    if owed.state == ACCRUING:
        yield Reason(f"More may still be sold under {name}: its warrant is accruing{cite(page)}.")
    elif owed.state == UNSETTLED:
        sales = "sale is" if owed.unsettled == 1 else "sales are"
        yield Reason(
            f"{owed.unsettled} {sales} not settled under {name}: its warrant is issued once all "
            f"are{cite(page)}."
        )
    elif not owed.to_issue:
        yield Reason(f"No further warrant is owed for {name}{cite(page)}.")
    if owed.dated is not None and owed.dated > today:
        yield Reason(f"The last settlement of {name} is on {owed.dated}, after {today}.")
