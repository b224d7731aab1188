"""Reversing a register entry once another person has approved the request."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.money import of_shares
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from warrants.actions.entering import (
    Register,
    against_day,
    against_following,
    draft,
    enter,
    locked,
    page_of,
)
from warrants.actions.issue import against_returning
from warrants.models import Entry, Warrant
from warrants.models.entry import ENTRY_KINDS
from warrants.terms.request import ENTRY_REVERSAL


@action(needs="warrants.add_entry", told="Requested the reversal of a warrant entry")
def ask_entry_reversal(entry: Entry, *, on: date, reason: str, by: User, today: date) -> Approval:
    """Request a CFO's approval to reverse an entry with effect from the day `on`.

    Raises Refused for an entry that cannot be reversed, and while such a request is pending.
    """
    entry, warrant = _locked(entry)
    refuse_if_any(reasons_against_reversing(entry, warrant, on=on, reason=reason, today=today))
    return ask(
        ENTRY_REVERSAL,
        entry.pk,
        issuer_id=warrant.issuer_id,
        what=f"Reverse entry {entry.number} of warrant {warrant.number}, "
        f"{ENTRY_KINDS[entry.kind].lower()} of {of_shares(entry.shares)}, with effect from {on}",
        dated=on,
        asked={"reason": reason.strip()},
        by=by,
        why=reason,
    )


def post_entry_reversal(request: Approval, *, by: User, today: date) -> Entry:  # noqa: ARG001  # an Effect
    """Reverse the entry as the approved request says, in the requester's name."""
    entry, warrant = _locked(Entry.objects.select_related("warrant").get(pk=request.subject))
    on, reason = request.day, request.asked["reason"]
    refuse_if_any(reasons_against_reversing(entry, warrant, on=on, reason=reason, today=today))
    return enter(Register.of(warrant), _negated(entry, warrant, on, reason), request.asked_by)


def _negated(entry: Entry, warrant: Warrant, on: date, reason: str) -> Entry:
    """The reversal of an entry, stated in the entry's own shares."""
    return draft(
        warrant,
        entry.kind,
        on,
        -entry.shares,
        holder_from=entry.holder_from,
        holder_to=entry.holder_to,
        exercise_price=entry.exercise_price,
        market_price=entry.market_price,
        shares_issued=-entry.shares_issued,
        cash=-entry.cash,
        call_id=entry.call_id,
        reverses=entry,
        reason=reason,
    )


def given_back(entry: Entry, warrant: Warrant, on: date) -> int:
    """The shares that a reversal gives back, in shares of its day; fractions are dropped."""
    negated = _negated(entry, warrant, on, "")
    return -Register.of(warrant).move(negated).counted


def _locked(entry: Entry) -> tuple[Entry, Warrant]:
    if entry.kind == "cancellation" and entry.warrant.agreement_id is not None:
        lock_agreements([entry.warrant.agreement_id])  # an uncancelled share counts as issued
    warrant = locked(entry.warrant)
    related = ("reversal", "holder_from", "holder_to")
    return Entry.objects.select_related(*related).get(pk=entry.pk), warrant


def reasons_against_reversing(
    entry: Entry, warrant: Warrant, *, on: date, reason: str, today: date
) -> list[Reason]:
    """Every reason against reversing the entry on this day."""
    reasons = against_day(warrant, on, today)
    name = f"Entry {entry.number}"
    reversal = getattr(entry, "reversal", None)
    if entry.reverses_id is not None:
        reasons.append(Reason(f"{name} is itself a reversal and cannot be reversed."))
    if reversal is not None:
        reasons.append(Reason(f"{name} was already reversed, by entry {reversal.number}."))
    if entry.kind == "issue":
        reasons.append(Reason("An issue is not reversed: cancel what should not stand."))
    if entry.kind == "split":
        reasons.append(Reason("The adjustment for a stock split is not reversed."))
    if on < entry.on:
        reasons.append(
            Reason(f"{name} is of {entry.on}: its reversal takes effect then or later.", "on")
        )
    if entry.kind == "cancellation" and not reasons:
        reasons += against_returning(entry, warrant, page_of(warrant, "warrant_coverage_rate"))
    if not reasons:
        reasons += _against_following(entry, warrant, on)
    if not reason.strip():
        reasons.append(Reason("A reversal needs a reason.", "reason"))
    return reasons


def _against_following(entry: Entry, warrant: Warrant, on: date) -> list[Reason]:
    """Reasons why the shares are no longer there, on the day of the reversal or later."""
    register, negated = Register.of(warrant), _negated(entry, warrant, on, "")
    if entry.kind == "transfer" and entry.holder_to is not None:
        balance = register.held(entry.holder_to, on)
        if balance < -register.move(negated).counted:
            return [Reason(f"{entry.holder_to.name} has only {balance:,} of its shares left.")]
    return against_following(register, negated)
