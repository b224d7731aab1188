"""What the placements hold a request to propose a draft to; the request itself is the kernel's."""

from neoequity.books.approvals.models import Approval
from placements.triggers.approval import DRAFT_PROPOSAL_TRIGGERS


class DraftProposal(Approval):
    """The same rows, on which the placements declare a rule of theirs: no table, nothing to grant.

    A draft whose day moves takes the request that waits along.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = DRAFT_PROPOSAL_TRIGGERS
