"""Ask that an expense of the agent is paid back, and post it once another person approves."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.models import Approval
from neoequity.books.money import ZERO, dollars
from neoequity.books.periods.locks import lock_periods, locks_on
from neoequity.books.periods.rules import reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement
from tests.claims.models import Claim

CLAIM = "claim"


@action(needs="claims.add_claim", told="Recorded a claim")
def ask_claim(
    agreement: Agreement,
    *,
    incurred_on: date,
    amount: Decimal,
    purpose: str,
    by: User,
    today: date,
) -> Approval:
    """Ask a CFO to approve that the issuer pays this back to the agent (p. S-12).

    Raises Refused for more than is left of the cap, a day to come, and a day in a closed period.
    """
    _refuse(agreement, incurred_on, amount, today)
    return ask(
        CLAIM,
        agreement.pk,
        issuer_id=agreement.issuer_id,
        what=f"Pay back {dollars(amount)} under the {agreement.name}: {purpose}",
        dated=incurred_on,
        asked={"amount": f"{amount:.2f}", "purpose": purpose},  # as the trigger compares them
        by=by,
    )


def post_claim(request: Approval, *, by: User, today: date) -> Claim:
    """Post the claim that was approved; raises Refused as `ask_claim` does."""
    agreement = Agreement.objects.get(pk=request.subject)
    incurred_on = request.day
    amount = Decimal(request.asked["amount"])
    _refuse(agreement, incurred_on, amount, today)
    return Claim.objects.create(
        agreement=agreement,
        incurred_on=incurred_on,
        amount=amount,
        purpose=request.asked["purpose"],
        approval=request,
        recorded_by=request.asked_by,
    )


def _refuse(agreement: Agreement, incurred_on: date, amount: Decimal, today: date) -> None:
    lock_agreements([agreement.pk])
    lock_periods([agreement.issuer_id])
    refuse_if_any(_reasons_against(agreement, incurred_on, amount, today))


def _reasons_against(
    agreement: Agreement, incurred_on: date, amount: Decimal, today: date
) -> Iterator[Reason]:
    agreement.refresh_from_db()
    cap = agreement.expense_cap or ZERO
    claimed = agreement.claims.aggregate(sum=Sum("amount", default=ZERO))["sum"]
    if amount > cap - claimed:
        yield Reason(
            f"{dollars(amount)} is more than the {dollars(cap - claimed)} left of the expense cap "
            f"of {dollars(cap)} under the {agreement.name} (p. S-12).",
            "amount",
        )
    if incurred_on > today:
        yield Reason(f"{incurred_on} is in the future; today is {today}.", "incurred_on")
    for locks in locks_on({agreement.issuer_id}, [incurred_on]).values():
        yield from reasons_against_days(locks, [incurred_on], "incurred_on")
