"""What the placements add to the triggers of requests: a proposal has the day of its draft."""

from neoequity.books.triggers import after_insert, refuse_where

PROPOSAL_HAS_THE_DAY = refuse_where(
    """
    SELECT 1 FROM posted a JOIN placements_placement p ON p.id = a.subject
    WHERE a.kind = 'proposal' AND a.dated IS DISTINCT FROM p.status_on
    """,
    "The request to propose a draft is dated on the day of the draft.",
)

DRAFT_PROPOSAL_TRIGGERS = [
    after_insert("proposals_have_the_day_of_their_draft", PROPOSAL_HAS_THE_DAY)
]
