"""What the checklist before a closing says of warrants: those that are due and not issued."""

from placements.models import Agreement, Issuer
from placements.terms.checklist import Open
from placements.terms.money import of_shares, per_share
from placements.terms.periods import Period
from warrants.models.accrual import Accrual, accruals_on
from warrants.terms.entitlement import DUE


def warrants_owed(issuer: Issuer, period: Period) -> Open:
    """Warrants of the issuer that were due and not issued when the period ended, one line each."""
    agreements = Agreement.objects.filter(issuer=issuer)
    due = [
        accrual
        for accrual in accruals_on(period.ends_on, agreements)
        if accrual.owed.state == DUE and accrual.owed.to_issue
    ]
    return Open(len(due), [_line(accrual) for accrual in due])


def _line(accrual: Accrual) -> str:
    owed = accrual.owed
    return (
        f"{accrual.agreement.name}, {accrual.name}: {of_shares(owed.to_issue)} at "
        f"{per_share(owed.grant.exercise_price)}, due by {owed.due_on}."
    )
