"""The triggers of attachments to the records of the placements."""

from neoequity.books.triggers import RECORDED_NOW, refuse_where, steps
from neoequity.books.triggers.attachment import attachment_triggers

# An acceptance is never undone, so it is read without a lock.
_PROVES_AN_ACCEPTANCE = refuse_where(
    """
    SELECT 1 FROM posted n LEFT JOIN placements_placement p ON p.id = n.placement_id
    WHERE n.kind = 'acceptance' AND p.accepted_on IS NULL
    """,
    "An acceptance is attached to a placement that the agent has accepted.",
)

_POST_ATTACHMENTS = steps(RECORDED_NOW=RECORDED_NOW, _PROVES_AN_ACCEPTANCE=_PROVES_AN_ACCEPTANCE)

ATTACHMENT_TRIGGERS = attachment_triggers(_POST_ATTACHMENTS)
