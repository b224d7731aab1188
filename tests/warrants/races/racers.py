"""What a racing process does to the register; each act tells how it ended."""

from datetime import date
from decimal import Decimal
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import transaction
from django.db.models import Sum

from neoequity.books.approvals.actions import approve
from neoequity.books.models import Approval
from placements.models import Agreement, Placement, Sale
from tests.constraints.rows import columns_of, insert
from tests.races.racers import PATIENCE, approve_reversal_of, approver, dawdle, somebody
from tests.roles import unguarded
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise
from warrants.actions.split import record_split
from warrants.models import Entry, Holder, Warrant

TODAY = date(2001, 12, 3)
SHARES = 600  # of 1,000: two do not fit


def agent() -> Holder:
    return Holder.objects.get(category="agent")


def exercise_the_last(number: int, line: Barrier) -> str:
    exercise(
        Warrant.objects.get(),
        holder=agent(),
        shares=SHARES,
        on=TODAY,
        way="cash",
        by=somebody(),
        today=TODAY,
    )
    return "exercised"


def exercise_the_last_unguarded(number: int, line: Barrier) -> str:
    """Read, check, insert: what the action does, without its lock and without the triggers."""
    with transaction.atomic(), unguarded():
        entries = Entry.objects.filter(kind="cash_exercise")
        exercised = entries.aggregate(shares=Sum("shares"))["shares"] or 0
        warrant = Warrant.objects.get()
        if exercised + SHARES > warrant.shares:
            return "refused"
        line.wait(PATIENCE)  # the worst moment for the others to do the same
        Entry.objects.create(
            warrant=warrant,
            number=100 + number,
            kind="cash_exercise",
            on=TODAY,
            holder_from=agent(),
            shares=SHARES,
            exercise_price=Decimal("5.2000"),
            shares_issued=SHARES,
            cash=Decimal("3120.00"),
            recorded_by=somebody(),
        )
    return "exercised"


def exercise_by_raw_insert(number: int, line: Barrier) -> str:
    """The next entry but for its number, which each reads for itself."""
    issue = Entry.objects.get(kind="issue")
    row = columns_of(issue, kind="cash_exercise", on=TODAY, number=2 + number)
    del row["recorded_at"]
    paid: dict[str, Any] = {
        "exercise_price": "5.2",
        "shares": SHARES,
        "shares_issued": SHARES,
        "cash": "3120",
    }
    parties: dict[str, Any] = {"holder_from_id": agent().pk, "holder_to_id": None}
    with transaction.atomic():
        insert(Entry, {**row, **paid, **parties})
        dawdle()
    return "exercised"


def issue_what_is_owed(number: int, line: Barrier) -> str:
    placement = Placement.objects.get()
    issue_warrant(placement.agreement, placement, by=somebody(), today=TODAY)
    return "issued"


def issue_or_reverse_the_sale(number: int, line: Barrier) -> str:
    """The second placement's warrant fits the limit only while the first one's sale stands."""
    if number:
        placement = Placement.objects.get(number=2)
        issue_warrant(placement.agreement, placement, by=somebody(), today=TODAY)
        return "issued"
    approve_reversal_of(Sale.objects.get(number=1), approver(number), TODAY)
    return "reversed"


def reverse_the_cancellation_or_issue_again(number: int, line: Barrier) -> str:
    """What was cancelled is owed: it is either returned or issued anew."""
    told: dict[str, Any] = {"by": somebody(), "today": TODAY}
    if number:
        placement = Placement.objects.get()
        issue_warrant(Agreement.objects.get(), placement, **told)
        return "issued"
    request = Approval.objects.get(kind="entry_reversal")
    approve(request, by=approver(number), today=TODAY)
    return "returned"


def split_or_exercise(number: int, line: Barrier) -> str:
    """Both are dated on the same day; whoever comes second finds the other's entry."""
    told: dict[str, Any] = {"by": somebody(), "today": TODAY}
    if number:
        cancel(
            Warrant.objects.get(), holder=agent(), shares=1, on=TODAY, reason="over-issued", **told
        )
        return "cancelled"
    issuer = Warrant.objects.get().issuer
    record_split(issuer, effective_on=TODAY, new=1, old=25, source="Form 8-K", **told)
    return "split"
