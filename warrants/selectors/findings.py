"""Findings on the agent's warrants: over-issued, beyond the NASD's limit, overdue, mispriced."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from neoequity.books.refusal import cite
from placements.selectors.findings import Finding
from warrants.selectors.accruals import Accrual, limit_checks
from warrants.selectors.misfits import misfits_among
from warrants.selectors.owed import OVERDUE, issue_address, state_of


def over_issued(accruals: Iterable[Accrual]) -> Iterator[Finding]:
    """Warrants issued on shares whose sales were reversed later."""
    for accrual in accruals:
        owed = accrual.owed
        if owed.over_issued:
            are = "is" if owed.over_issued == 1 else "are"
            yield Finding(
                f"{_name(accrual)}: {owed.issued:,} warrant shares are issued; {owed.sold:,} "
                f"shares remain sold and earn {owed.grant.shares:,}, so {owed.over_issued:,} {are} "
                f"over-issued{_page(accrual, 'warrant_coverage_rate')}.",
                accrual.agreement.issuer_id,
                f"{reverse('warrants:register')}#owed",
            )


def beyond_the_limit(accruals: Iterable[Accrual]) -> Iterator[Finding]:
    """Warrant shares issued and owed beyond the NASD's limit (p. S-12)."""
    for check in limit_checks(accruals):
        if not check.holds:
            page = cite(check.page)
            yield Finding(
                f"{check.agreement.name}: {check.total:,} warrant shares are issued and owed "
                f"on {check.shares_sold:,} shares sold; the NASD's limit is {check.limit:,}{page}.",
                check.agreement.issuer_id,
                f"{reverse('warrants:register')}#limit",
            )


def overdue(accruals: Iterable[Accrual], as_of: date) -> Iterator[Finding]:
    """Warrants that should have been issued before the day."""
    for accrual in accruals:
        if state_of(accrual, as_of) == OVERDUE:
            owed = accrual.owed
            were, have = ("was", "has") if owed.to_issue == 1 else ("were", "have")
            shares = "share" if owed.to_issue == 1 else "shares"
            yield Finding(
                f"{_name(accrual)}: {owed.to_issue:,} warrant {shares} {were} due to "
                f"{accrual.agent} by {owed.due_on} and {have} not been issued"
                f"{_page(accrual, 'warrant_due_days')}.",
                accrual.agreement.issuer_id,
                issue_address(accrual),
            )


def mispriced(accruals: Iterable[Accrual], as_of: date) -> Iterator[Finding]:
    """Warrants whose price no longer follows from their sales."""
    for misfit in misfits_among(accruals, as_of):
        issuer = misfit.accrual.agreement.issuer_id
        yield Finding(misfit.sentence, issuer, misfit.warrants[-1].warrant.get_absolute_url())


def _name(accrual: Accrual) -> str:
    placement = accrual.placement
    base = f"placement {placement.number}" if placement else "the whole programme"
    return f"{accrual.agreement.name}, {base}"


def _page(accrual: Accrual, term: str) -> str:
    return cite(accrual.page(term))
