"""What the database itself keeps of expense claims."""

from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.posted import posted_once, refuse_unapproved
from neoequity.books.triggers.sealing import DAY, MOMENT, Sealed, sealed_columns
from placements.triggers.locking import lock_agreements

CLAIM_SEAL = Sealed(
    kind="claim",
    table="claims_claim",
    columns=sealed_columns(
        "id recorded_at recorded_by_id agreement_id incurred_on amount purpose approval_id",
        incurred_on=DAY,
        recorded_at=MOMENT,
    ),
    joins="JOIN placements_agreement a ON a.id = e.agreement_id",
    issuer="a.issuer_id",
    order="e.id",
    name="'Expense claim ' || e.id || ' under the ' || a.name",
    day="e.incurred_on",
)

WITHIN_THE_CAP = refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id IN (SELECT agreement_id FROM posted) AND COALESCE(a.expense_cap, 0) < (
        SELECT SUM(c.amount) FROM claims_claim c WHERE c.agreement_id = a.id)
    """,
    "The expense claims under an agreement stay within its cap.",
)

AS_APPROVED = refuse_unapproved(
    "claim",
    "An expense claim is posted as one person asked for it and another approved it.",
    subject="e.agreement_id",
    dated="e.incurred_on",
    amount="e.amount::text",
    purpose="e.purpose",
)

CLAIM_TRIGGERS = posted_once(
    CLAIM_SEAL,
    dated="incurred_on",
    plural="expense claims",
    LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
    WITHIN_THE_CAP=WITHIN_THE_CAP,
    AS_APPROVED=AS_APPROVED,
)
