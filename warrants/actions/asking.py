"""Ask a second person to approve a transfer or a cancellation, and post it once approved."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.money import of_shares
from neoequity.books.refusal import refuse_if_any
from warrants.actions.entering import Register, draft, enter, locked
from warrants.actions.register import reasons_against_cancelling, reasons_against_transferring
from warrants.models import Entry, Holder, Warrant
from warrants.terms.request import CANCELLATION, TRANSFER

_MOST = Approval._meta.get_field("what").max_length


@action(needs="warrants.add_entry", told="Requested a transfer of warrants")
def ask_transfer(
    warrant: Warrant,
    *,
    holder_from: Holder,
    holder_to: Holder,
    shares: int,
    on: date,
    by: User,
    today: date,
) -> Approval:
    """Request a CFO's approval of a transfer (p. S-12).

    Raises Refused as `transfer` does, and while another transfer of the warrant waits.
    """
    entry = draft(
        locked(warrant), "transfer", on, shares, holder_from=holder_from, holder_to=holder_to
    )
    refuse_if_any(reasons_against_transferring(Register.of(entry.warrant), entry, today))
    return ask(
        TRANSFER,
        warrant.pk,
        issuer_id=warrant.issuer_id,
        what=f"Transfer {moved_by(entry)} on {on}"[:_MOST],
        dated=on,
        asked={"holder_from": holder_from.pk, "holder_to": holder_to.pk, "shares": shares},
        by=by,
    )


def post_transfer(request: Approval, *, by: User, today: date) -> Entry:  # noqa: ARG001  # an Effect
    """Post the approved transfer in the requester's name; every reason is asked for again."""
    entry = transfer_asked_for(request, locked(_warrant(request)))
    register = Register.of(entry.warrant)
    refuse_if_any(reasons_against_transferring(register, entry, today))
    return enter(register, entry, request.asked_by)


def transfer_asked_for(request: Approval, warrant: Warrant) -> Entry:
    """The entry that a request asks for, not yet posted."""
    facts = request.asked
    holders = Holder.objects.in_bulk([facts["holder_from"], facts["holder_to"]])
    return draft(
        warrant,
        "transfer",
        request.day,
        facts["shares"],
        holder_from=holders[facts["holder_from"]],
        holder_to=holders[facts["holder_to"]],
        approval=request,
    )


@action(needs="warrants.add_entry", told="Requested a cancellation of warrants")
def ask_cancellation(
    warrant: Warrant,
    *,
    holder: Holder,
    shares: int,
    on: date,
    reason: str,
    by: User,
    today: date,
) -> Approval:
    """Request a CFO's approval to cancel shares of a warrant.

    Raises Refused as `cancel` does, and while another cancellation of the warrant waits.
    """
    warrant, reason = locked(warrant), reason.strip()
    entry = draft(warrant, "cancellation", on, shares, holder_from=holder, reason=reason)
    refuse_if_any(reasons_against_cancelling(Register.of(warrant), entry, today))
    return ask(
        CANCELLATION,
        warrant.pk,
        issuer_id=warrant.issuer_id,
        what=f"Cancel {moved_by(entry)} on {on}",
        dated=on,
        asked={"holder_from": holder.pk, "shares": shares, "reason": reason},
        by=by,
        why=reason,
    )


def post_cancellation(request: Approval, *, by: User, today: date) -> Entry:  # noqa: ARG001  # an Effect
    """Post the approved cancellation in the requester's name, asked for every reason again."""
    entry = cancellation_asked_for(request, locked(_warrant(request)))
    register = Register.of(entry.warrant)
    refuse_if_any(reasons_against_cancelling(register, entry, today))
    return enter(register, entry, request.asked_by)


def cancellation_asked_for(request: Approval, warrant: Warrant) -> Entry:
    """The entry that a request asks for, not yet posted."""
    facts = request.asked
    return draft(
        warrant,
        "cancellation",
        request.day,
        facts["shares"],
        holder_from=Holder.objects.get(pk=facts["holder_from"]),
        reason=facts["reason"],
        approval=request,
    )


def moved_by(entry: Entry) -> str:
    """What a drafted entry moves, in words: 100 shares of warrant 1 from A to B."""
    shares = f"{of_shares(entry.shares)} of warrant {entry.warrant.number}"
    if entry.kind == "cancellation":
        return f"{shares}, held by {entry.holder_from}"
    return f"{shares} from {entry.holder_from} to {entry.holder_to}"


def _warrant(request: Approval) -> Warrant:
    return Warrant.objects.get(pk=request.subject)
