"""Approvals of what a programme file records, given in the name of the published record."""

from datetime import date

from neoequity.books.accounts import User, system_account
from neoequity.books.approvals.actions import approve
from neoequity.books.approvals.rules import PUBLISHED_RECORD
from neoequity.books.models import Approval
from placements.actions.placement import ask_proposal
from placements.models import Placement

#: The reason on requests that come from a file.
FROM_A_FILE = "From the history of the programme file."


def approve_published(request: Approval, *, today: date) -> Approval:
    """Approve a request in the name of the published record, which takes effect at once."""
    return approve(
        request,
        by=system_account(PUBLISHED_RECORD),
        today=today,
        note="Published; nobody in this office approved it in these books.",
    )


def approve_proposal(placement: Placement, *, by: User, today: date) -> Approval:
    """Request approval of a draft's terms and let the published record give it."""
    request = ask_proposal(placement, by=by, why=FROM_A_FILE)
    return approve_published(request, today=today)
