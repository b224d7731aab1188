"""The NASD's limit: warrant shares issued and accruing against a share of the shares sold."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from placements.models import Agreement
from warrants.models.accrual import Accrual, page_of_term


class LimitCheck(NamedTuple):
    """An agreement's limit on a day (p. S-12); all counts are in the shares of that day.

    Each sale allows what its own terms say, and the sum is rounded down once: `rates` are those.
    """

    agreement: Agreement
    rates: tuple[Decimal, ...]
    shares_sold: int
    limit: int
    issued: int
    accruing: int
    page: str

    @property
    def total(self) -> int:
        """What counts against the limit."""
        return self.issued + self.accruing

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.total <= self.limit

    @property
    def share(self) -> str:
        """In words: 10% of the shares sold, or 10% and 5% where the terms changed."""
        return " and ".join(f"{(100 * rate).normalize():f}%" for rate in self.rates)


def limit_checks(found: Iterable[Accrual]) -> list[LimitCheck]:
    """The check for every agreement that states a limit, from all its accruals of a day."""
    by_agreement = groupby(found, key=lambda accrual: accrual.agreement)
    checks = (_check(agreement, list(group)) for agreement, group in by_agreement)
    return [check for check in checks if check is not None]


def _check(agreement: Agreement, group: list[Accrual]) -> LimitCheck | None:
    as_of = group[0].as_of
    stated = [
        version
        for version in agreement.versions_by(as_of)
        if version.warrant_limit_rate is not None
    ]
    if not stated:
        return None
    used = {each.version.warrant_limit_rate for accrual in group for each in accrual.sold}
    rates = [rate for rate in used if rate is not None]
    if not rates and stated[-1].warrant_limit_rate is not None:
        rates = [stated[-1].warrant_limit_rate]
    return LimitCheck(
        agreement,
        tuple(sorted(rates, reverse=True)),
        sum(accrual.sold_now for accrual in group),
        int(sum(accrual.limit_now for accrual in group)),
        sum(accrual.issued_now for accrual in group),
        sum(accrual.to_issue_now for accrual in group),
        page_of_term(agreement, stated[-1], "warrant_limit_rate"),
    )
