"""What the company keeps out of the placements: acceptances in a blackout."""

from neoequity.books.triggers import after_update, refuse_where
from neoequity.company.triggers.blackout import IN_A_BLACKOUT

ACCEPTANCES_KEEP_OUT_OF_BLACKOUTS = refuse_where(
    IN_A_BLACKOUT.format(
        days="""SELECT m.agreement_id, m.status_on AS day FROM posted m
                JOIN stood s ON s.id = m.id
                WHERE s.status = 'proposed' AND m.status = 'accepted'"""
    ),
    "No placement is accepted in a blackout of the issuer.",
)

# Its name makes it run after the trigger of placements that takes the locks.
PLACEMENT_TRIGGERS = [
    after_update("no_acceptance_in_a_blackout", ACCEPTANCES_KEEP_OUT_OF_BLACKOUTS)
]
