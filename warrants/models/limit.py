"""The NASD's limit on warrant shares issued and owed, as a percentage of shares sold."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from placements.models import Agreement
from warrants.models.accrual import Accrual, page_of_term


class LimitCheck(NamedTuple):
    """An agreement's limit on a day (p. S-12); all counts are in shares of that day.

    Each sale adds at the rate of its own terms, and the sum is rounded down once; `rates` lists the
    rates used.
    """

    agreement: Agreement
    rates: tuple[Decimal, ...]
    shares_sold: int
    limit: int
    issued: int
    owed: int
    page: str

    @property
    def total(self) -> int:
        """What counts against the limit."""
        return self.issued + self.owed

    @property
    def holds(self) -> bool:
        """Whether the total is within the limit."""
        return self.total <= self.limit

    @property
    def share(self) -> str:
        """The rates in words: 10%, or 10% and 5% if the terms changed."""
        return " and ".join(f"{(100 * rate).normalize():f}%" for rate in self.rates)


def limit_checks(accruals: Iterable[Accrual]) -> list[LimitCheck]:
    """The check for every agreement that states a limit, from all its accruals of a day."""
    by_agreement = groupby(accruals, key=lambda accrual: accrual.agreement)
    checks = (_check(agreement, list(group)) for agreement, group in by_agreement)
    return [check for check in checks if check is not None]


def _check(agreement: Agreement, accruals: list[Accrual]) -> LimitCheck | None:
    as_of = accruals[0].as_of
    limiting = [
        version
        for version in agreement.versions_by(as_of)
        if version.warrant_limit_rate is not None
    ]
    if not limiting:
        return None
    used = {sales.version.warrant_limit_rate for accrual in accruals for sales in accrual.sold}
    rates = [rate for rate in used if rate is not None]
    if not rates and limiting[-1].warrant_limit_rate is not None:
        rates = [limiting[-1].warrant_limit_rate]
    return LimitCheck(
        agreement,
        tuple(sorted(rates, reverse=True)),
        sum(accrual.sold_now for accrual in accruals),
        int(sum(accrual.limit_now for accrual in accruals)),
        sum(accrual.issued_now for accrual in accruals),
        sum(accrual.to_issue_now for accrual in accruals),
        page_of_term(agreement, limiting[-1], "warrant_limit_rate"),
    )
