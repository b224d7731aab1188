"""SQL for what a second person must approve where the office says so, and as what it is posted.

A row without a request is posted by one person, if the office lets it; a row with one, exactly as
the request was approved, whatever the office has chosen since.
"""

from neoequity.books.approvals.rules import SPLITS, WARRANTS
from neoequity.books.triggers import refuse_where, steps
from neoequity.books.triggers.posted import refuse_unapproved
from neoequity.books.triggers.second_person import second_person_is_needed
from warrants.terms.request import CANCELLATION, ISSUE, POOLED_ISSUE, SPLIT, TRANSFER


def _needs_request(kind: str) -> str:
    return f"(e.approval_id IS NOT NULL OR {second_person_is_needed(kind)})"


def _sentence(what: str) -> str:
    return f"Another person must approve {what}, and it is posted exactly as approved."


# An issue is the agent's; the opening entry of a series is not asked for.
_OF_WARRANTS = "posted e JOIN warrants_warrant w ON w.id = e.warrant_id"
_ISSUED = {
    "shares": "w.shares",
    "exercise_price": "ROUND(w.exercise_price, 4)::text",
    "issued_on": "to_char(w.issued_on, 'YYYY-MM-DD')",
}

_ISSUE_IS_APPROVED = refuse_unapproved(
    ISSUE,
    _sentence("the issue of a warrant"),
    rows=_OF_WARRANTS,
    where=f"e.kind = 'issue' AND w.placement_id IS NOT NULL AND {_needs_request(WARRANTS)}",
    subject="w.placement_id",
    dated="e.on",
    **_ISSUED,
)

_POOLED_ISSUE_IS_APPROVED = refuse_unapproved(
    POOLED_ISSUE,
    _sentence("the issue of a warrant"),
    rows=_OF_WARRANTS,
    where="e.kind = 'issue' AND w.placement_id IS NULL AND w.agreement_id IS NOT NULL "
    f"AND {_needs_request(WARRANTS)}",
    subject="w.agreement_id",
    dated="e.on",
    **_ISSUED,
)

_TRANSFER_IS_APPROVED = refuse_unapproved(
    TRANSFER,
    _sentence("a transfer"),
    where=f"e.kind = 'transfer' AND e.reverses_id IS NULL AND {_needs_request(WARRANTS)}",
    subject="e.warrant_id",
    dated="e.on",
    holder_from="e.holder_from_id",
    holder_to="e.holder_to_id",
    shares="e.shares",
)

_CANCELLATION_IS_APPROVED = refuse_unapproved(
    CANCELLATION,
    _sentence("a cancellation"),
    where=f"e.kind = 'cancellation' AND e.reverses_id IS NULL AND {_needs_request(WARRANTS)}",
    subject="e.warrant_id",
    dated="e.on",
    holder_from="e.holder_from_id",
    shares="e.shares",
    reason="e.reason",
)

_OTHERS_NAME_NO_REQUEST = refuse_where(
    f"""
    SELECT 1 FROM {_OF_WARRANTS} WHERE e.approval_id IS NOT NULL AND (
           e.reverses_id IS NOT NULL
        OR e.kind NOT IN ('issue', 'transfer', 'cancellation')
        OR (e.kind = 'issue' AND w.agreement_id IS NULL))
    """,
    "Only an agreement's issue, a transfer or a cancellation names the request for it.",
)

ENTRIES_ARE_APPROVED = steps(
    _ISSUE_IS_APPROVED=_ISSUE_IS_APPROVED,
    _POOLED_ISSUE_IS_APPROVED=_POOLED_ISSUE_IS_APPROVED,
    _TRANSFER_IS_APPROVED=_TRANSFER_IS_APPROVED,
    _CANCELLATION_IS_APPROVED=_CANCELLATION_IS_APPROVED,
    _OTHERS_NAME_NO_REQUEST=_OTHERS_NAME_NO_REQUEST,
)

SPLITS_ARE_APPROVED = refuse_unapproved(
    SPLIT,
    _sentence("a stock split"),
    where=_needs_request(SPLITS),
    subject="e.issuer_id",
    dated="e.effective_on",
    new="e.new",
    old="e.old",
    source="e.source",
)
