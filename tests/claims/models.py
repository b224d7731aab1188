"""Expense claims: what the agent is paid back, up to the cap of its agreement (p. S-12)."""

from django.db import models
from django.db.models import Q

from neoequity.books.chain.sealing import DAY, MOMENT, Sealed, says
from neoequity.books.fields import MoneyField
from neoequity.books.models import Approval
from neoequity.books.records.posted import PostedRecord, posted_once, refuse_unapproved
from neoequity.books.triggers import refuse_where
from placements.models import Agreement
from placements.models.locking import lock_agreements

CLAIM_SEAL = Sealed(
    kind="claim",
    table="claims_claim",
    columns=says(
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

_WITHIN_THE_CAP = refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id IN (SELECT agreement_id FROM posted) AND COALESCE(a.expense_cap, 0) < (
        SELECT SUM(c.amount) FROM claims_claim c WHERE c.agreement_id = a.id)
    """,
    "The expense claims under an agreement stay within its cap.",
)

_AS_APPROVED = refuse_unapproved(
    "claim",
    "An expense claim is posted as one person asked for it and another approved it.",
    subject="e.agreement_id",
    amount="e.amount::text",
    incurred_on="e.incurred_on::text",
    purpose="e.purpose",
)


class Claim(PostedRecord):
    """An expense of the agent that the issuer pays back; `amount` in dollars."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="claims")
    incurred_on = models.DateField()
    amount = MoneyField()
    purpose = models.CharField(max_length=200)
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="+")

    class Meta(PostedRecord.Meta):
        verbose_name = "expense claim"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_claim_is_for_some_dollars")
        ]
        triggers = posted_once(
            CLAIM_SEAL,
            dated="incurred_on",
            plural="expense claims",
            LOCK_AGREEMENTS=lock_agreements("SELECT agreement_id FROM posted"),
            WITHIN_THE_CAP=_WITHIN_THE_CAP,
            AS_APPROVED=_AS_APPROVED,
        )

    def __str__(self) -> str:
        return f"Expense claim {self.pk}"
