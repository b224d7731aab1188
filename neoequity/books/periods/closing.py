"""Closing an issuer's month or quarter, and reopening it when two people agree."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.chain.locking import lock_head
from neoequity.books.days import written
from neoequity.books.models import Approval, Closing, Issuer, Reopening
from neoequity.books.periods.checklist import (
    LEDGER,
    Item,
    item_of,
    reasons_against_closing,
    with_notes,
)
from neoequity.books.periods.locks import lock_periods
from neoequity.books.periods.rules import REOPENING, Period, period_of
from neoequity.books.refusal import Reason, Refused, refuse_if_any


class Proved(NamedTuple):
    """The ledger's proof: a sentence for each difference, and one on what it examined."""

    differences: Sequence[str]
    looked_at: str


#: Both are called under the lock, so that what they find still holds when the period is closed. The
#: proof covers the issuer's books up to the period's end: other books and later days do not block.
Inquiry = Callable[[Issuer, Period], Sequence[Item]]
Proving = Callable[[Issuer, Period], Proved]


@action(needs="books.close_period", told="Closed a period")
def close_period(
    issuer: Issuer,
    starts_on: date,
    ends_on: date,
    *,
    accepted: Mapping[str, str],
    inquire: Inquiry,
    prove: Proving,
    by: User,
    today: date,
) -> Closing:
    """Close a period: its totals are stored, and nothing dated in it is written anymore.

    `accepted` holds the notes, by checklist topic, on why something open may remain open. Raises
    Refused if the period is not over, is already closed, or its checklist has reasons against it.
    """
    # The issuer first, as a stock split does.
    issuer = Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    lock_periods([issuer.pk])
    head = lock_head(issuer.pk)
    period = period_of(starts_on, ends_on)
    if period is None:
        raise Refused([Reason(f"{starts_on} to {ends_on} is neither a month nor a quarter.")])
    refuse_if_any(reasons_against_period(issuer, period, today))
    items = [ledger_item(prove(issuer, period)), *inquire(issuer, period)]
    items = with_notes(items, accepted)
    refuse_if_any(reasons_against_closing(items))
    last = issuer.closings.aggregate(last=Max("number"))["last"] or 0
    return Closing.objects.create(
        issuer=issuer,
        number=last + 1,
        label=period.label,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        closed_on=today,
        checklist=[item.told() for item in items],
        head_position=head.length,
        head_digest=head.digest,
        recorded_by=by,
    )


def reasons_against_period(issuer: Issuer, period: Period, today: date) -> list[Reason]:
    """Every reason against closing the period, whatever its checklist says."""
    reasons = []
    if period.ends_on >= today:
        reasons.append(
            Reason(
                f"{period.label} ends on {written(period.ends_on)}: it can be closed from the day "
                f"after on; today is {written(today)}."
            )
        )
    overlapping = Closing.standing().filter(
        issuer=issuer, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    reasons += [
        Reason(
            f"{closing.label} of {issuer.name} was closed by {closing.recorded_by} on "
            f"{written(closing.closed_on)} (closing {closing.number}); it is not closed again."
        )
        for closing in overlapping.select_related("recorded_by").order_by("starts_on")
    ]
    return reasons


def ledger_item(proved: Proved) -> Item:
    """The proof's result as the first item of the checklist."""
    return item_of(
        LEDGER,
        proved.differences,
        "The ledger does not agree with its rows.",
        f"The ledger agrees: {proved.looked_at}",
    )


@action(needs="books.ask_reopening", told="Requested the reopening of a period")
def ask_reopening(closing: Closing, *, reason: str, by: User) -> Approval:
    """Ask a CFO to approve reopening a period, which stays closed until then.

    Raises Refused without a reason, if the period is open, and while such a request is pending.
    """
    closing = _locked(closing.pk)
    refuse_if_any(reasons_against_reopening(closing, reason))
    return ask(
        REOPENING,
        closing.pk,
        issuer_id=closing.issuer_id,
        what=f"Reopen {closing.label} of {closing.issuer.name} (closing {closing.number})",
        dated=None,  # days are free to be written to again, and nothing is
        asked={"reason": reason.strip()},
        by=by,
        why=reason,
    )


def reopen(request: Approval, *, by: User, today: date) -> Reopening:
    """Reopen the period as approved, on a day no earlier than its closing. Raises Refused."""
    closing, reason = _locked(request.subject), request.asked["reason"]
    reasons = reasons_against_reopening(closing, reason)
    if today < closing.closed_on:
        reasons.append(
            Reason(
                f"{closing.label} was closed on {written(closing.closed_on)}: it is reopened on "
                f"that day or later; today is {written(today)}."
            )
        )
    refuse_if_any(reasons)
    return Reopening.objects.create(
        closing=closing,
        approval=request,
        reason=reason,
        reopened_on=today,
        asked_by=request.asked_by,
        recorded_by=by,
    )


def _locked(key: int) -> Closing:
    lock_periods(Closing.objects.filter(pk=key).values_list("issuer_id", flat=True))
    return Closing.objects.select_related("issuer", "reopening").get(pk=key)


def reasons_against_reopening(closing: Closing, reason: str) -> list[Reason]:
    """Every reason against reopening the period."""
    reasons = []
    if closing.is_reopened:
        reasons.append(Reason(f"{closing.label} was already reopened (closing {closing.number})."))
    if not reason.strip():
        reasons.append(Reason("A reopening needs a reason.", "reason"))
    return reasons
