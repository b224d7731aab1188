"""The declaration of expense claims."""

from typing import Any

from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Concat

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.exporting.copying import Moment, PlainText
from neoequity.books.history.figures import Dollars, Plain
from neoequity.books.history.telling import name_then
from neoequity.books.kinds import AdminList, Dataset, Documents, Pages, RecordKind
from neoequity.books.models import Closing
from neoequity.books.periods.late import joined_text, recorded_after
from neoequity.books.proof.check import Check
from neoequity.books.rights import TREASURY, Right, rows
from placements.models import Agreement
from tests.claims.actions import CLAIM, ask_claim, post_claim
from tests.claims.models import Claim
from tests.claims.triggers import CLAIM_SEAL

_WITHIN_THE_CAP = Check(
    "expense claims",
    "it must be",
    """
    SELECT a.name, 'the sum of expense claims', SUM(c.amount)::text,
           'at most ' || COALESCE(a.expense_cap, 0), a.issuer_id, NULL::date
    FROM claims_claim c JOIN placements_agreement a ON a.id = c.agreement_id
    GROUP BY a.id HAVING SUM(c.amount) > COALESCE(a.expense_cap, 0)
    """,
)


def _agreement(key: int) -> Model:
    return Agreement.objects.get(pk=key)


def _told() -> QuerySet[Any]:
    return Claim.objects.annotate(
        told=Concat(
            *(Value("expense claim of "), Plain("incurred_on"), Value(" under the ")),
            *(name_then(Agreement, "agreement"), Value(" posted: "), Dollars("amount")),
        ),
        act=Value("post_claim"),
        why=F("purpose"),
    )


def _late(closing: Closing) -> QuerySet[Any, Any]:
    return recorded_after(
        closing,
        Claim.objects.all(),
        issuer="agreement__issuer",
        dated="incurred_on",
        entry=joined_text(Value("Expense claim "), F("id")),
        of="agreement__name",
        amount="amount",
    )


REQUESTS = (
    RequestKind(
        CLAIM,
        "Expense claim of an agent",
        effect=post_claim,
        record=_agreement,
        approving="Approving posts the claim.",
        once_approved="The claim is posted.",
    ),
)

RECORDS = (
    RecordKind(
        Claim,
        rights=(Right("Ask for an agent's expenses", (TREASURY,), rows("claims", "add", "claim")),),
        pages=Pages(
            fields=("agreement", "incurred_on", "amount", "purpose"),
            act=ask_claim,
            shown=("agreement", "incurred_on", "amount", "purpose"),
        ),
        admin=AdminList(("agreement", "incurred_on", "amount")),
        documents=Documents({"receipt": "Receipt", "other": "Other"}),
        dataset=Dataset(
            "expense_claims",
            {
                "agreement": PlainText("agreement__slug"),
                "claim": "id",
                "incurred_on": "incurred_on",
                "amount": "amount",
                "purpose": PlainText("purpose"),
                "recorded_at": Moment("recorded_at"),
                "recorded_by": PlainText("recorded_by__username"),
            },
        ),
        tells=_told,
        seal=CLAIM_SEAL,
        dated="incurred_on",
        late=_late,
        proof=(_WITHIN_THE_CAP,),
    ),
)
