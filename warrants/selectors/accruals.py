"""What the agent is owed on a day, placement by placement or pooled, and the NASD's limit."""

from datetime import date, datetime

from placements.models import Agreement
from warrants.models.accrual import Accrual, accruals_on
from warrants.models.limit import LimitCheck, limit_checks

__all__ = ["Accrual", "LimitCheck", "accruals", "limit_checks"]


def accruals(
    as_of: date, agreement: Agreement | None = None, known_at: datetime | None = None
) -> list[Accrual]:
    """The accrual of every placement with sales, and of each pool; eight queries.

    With `known_at` as they were known at the moment.
    """
    agreements = [agreement] if agreement else Agreement.objects.select_related("issuer")
    return accruals_on(as_of, agreements, known_at)
