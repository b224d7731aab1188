"""The findings of all apps: what must be resolved or explained although the books agree."""

from datetime import date

from neoequity.company.selectors.blackouts import sold_in_blackouts
from placements.selectors.findings import (
    Finding,
    moved_settlements,
    settling_on_another_day,
)
from warrants.selectors.accruals import accruals
from warrants.selectors.findings import beyond_the_limit, mispriced, over_issued, overdue


def findings(as_of: date) -> list[Finding]:
    """Every finding of a day, in the books of all issuers."""
    earned = accruals(as_of)
    return [
        *over_issued(earned),
        *beyond_the_limit(earned),
        *overdue(earned, as_of),
        *mispriced(earned, as_of),
        *settling_on_another_day(moved_settlements()),
        *sold_in_blackouts(),
    ]
