"""What the placements hold a request to propose a draft to; the request itself is the kernel's."""

from neoequity.books.approvals.models import Approval
from neoequity.books.triggers import after_insert
from placements.models.moves import PROPOSAL_HAS_THE_DAY


class DraftProposal(Approval):
    """The same rows, on which the placements declare a rule of theirs: no table, nothing to grant.

    A draft whose day moves takes the request that waits along.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [after_insert("proposals_have_the_day_of_their_draft", PROPOSAL_HAS_THE_DAY)]
