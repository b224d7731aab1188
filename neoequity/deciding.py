"""What each kind of request brings about once it is approved: joined here from all apps."""

from datetime import date

from django.contrib.auth.models import User

from neoequity.books.approvals.rules import Kind
from neoequity.books.models import Approval
from placements.actions.amendment import amend
from placements.actions.approval import Effect, approve
from placements.actions.closing import reopen
from placements.actions.placement import release_proposal
from placements.actions.sale import post_reversal
from warrants.actions.calls import correct_call
from warrants.actions.reversal import post_entry_reversal

EFFECTS: dict[str, Effect] = {
    Kind.PROPOSAL: release_proposal,
    Kind.REVERSAL: post_reversal,
    Kind.ENTRY_REVERSAL: post_entry_reversal,
    Kind.CALL_CORRECTION: correct_call,
    Kind.AMENDMENT: amend,
    Kind.REOPENING: reopen,
}


def approve_request(request: Approval, *, by: User, today: date, note: str = "") -> Approval:
    """Approve a request of any kind and do what it asks for, both or neither. Raises Refused."""
    effect = EFFECTS[request.kind]
    return approve(request, effect=effect, by=by, today=today, note=note)
