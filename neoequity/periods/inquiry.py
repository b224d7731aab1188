"""What a closing needs to know from all apps: the checklist, and the proof."""

from collections.abc import Iterable

from neoequity.books.approvals.selectors import approved_with_new_credentials, waiting_until
from neoequity.books.models import Issuer
from neoequity.books.periods.checklist import MOST_LINES, Item, Line, Open
from neoequity.books.periods.closing import Proved
from neoequity.books.periods.rules import Period
from neoequity.books.proof.difference import BooksUntil
from neoequity.ledger import prove_books
from neoequity.periods.checklist import Findings, checklist
from neoequity.periods.reconciliations import open_reconciliations
from placements.models import Delivery
from placements.models.settling import Otherwise
from placements.selectors.documents import MissingDocument, missing_documents
from placements.selectors.findings import (
    Finding,
    moved_settlements,
    settling_on_another_day,
)
from warrants.selectors.accruals import Accrual, accruals
from warrants.selectors.findings import beyond_the_limit, mispriced, over_issued
from warrants.selectors.owed import OVERDUE, Debt, debts, issue_address
from warrants.terms.entitlement import DUE


def inquire(issuer: Issuer, period: Period) -> list[Item]:
    """The checklist of the period, without the ledger."""
    return checklist(issuer, period, findings(issuer, period))


def findings(issuer: Issuer, period: Period) -> Findings:
    """Pending requests, missing documents, due warrants and other findings of the period."""
    earned = _accruals(issuer, period)
    return Findings(
        approvals=_open_requests(issuer, period),
        credentials=_new_credentials(issuer, period),
        documents=_missing(issuer, period),
        warrants=_due(earned, period),
        reconciliations=open_reconciliations(issuer, period),
        # Overdue warrants are among those due.
        others=_open(
            [
                *over_issued(earned),
                *beyond_the_limit(earned),
                *mispriced(earned, period.ends_on),
                *settling_on_another_day(_moved(issuer, period)),
            ]
        ),
    )


def prove(issuer: Issuer, period: Period) -> Proved:
    """Prove the issuer's books up to the period's end; the time grows with the books."""
    proof = prove_books(BooksUntil(issuer.pk, period.ends_on))
    return Proved(proof.differences, proof.looked_at)


def _accruals(issuer: Issuer, period: Period) -> list[Accrual]:
    earned = accruals(period.ends_on)
    return [accrual for accrual in earned if accrual.agreement.issuer_id == issuer.pk]


def _due(earned: Iterable[Accrual], period: Period) -> Open:
    """Warrants due on the last day of the period, overdue or not."""
    owed = [debt for debt in debts(earned, period.ends_on) if debt.state in (DUE, OVERDUE)]
    return Open(len(owed), [_debt_line(debt) for debt in owed[:MOST_LINES]])


def _debt_line(debt: Debt) -> Line:
    accrual = debt.accrual
    past = " (overdue)" if debt.state == OVERDUE else ""
    return Line(
        f"{debt.name} of the {accrual.agreement.name}: {accrual.owed.to_issue:,} warrant shares "
        f"to {accrual.agent}, due by {accrual.owed.due_on}{past}",
        issue_address(accrual),
    )


def _moved(issuer: Issuer, period: Period) -> list[Otherwise]:
    """Sales of the issuer by the period's end that would settle on another day."""
    return [
        moved
        for moved in moved_settlements()
        if moved.sale.agreement.issuer_id == issuer.pk and moved.sale.trade_date <= period.ends_on
    ]


def _open(open_findings: list[Finding]) -> Open:
    lines = [Line(finding.sentence, finding.url) for finding in open_findings[:MOST_LINES]]
    return Open(len(open_findings), lines)


def _open_requests(issuer: Issuer, period: Period) -> Open:
    """Every request that could still post into the period, or change what it carries forward."""
    requests = waiting_until(issuer, period.ends_on)
    lines = [
        Line(
            f"Request {request.pk} of {request.asked_by}: {request.what}",
            request.get_absolute_url(),
        )
        for request in requests[:MOST_LINES]
    ]
    return Open(requests.count(), lines)


def _new_credentials(issuer: Issuer, period: Period) -> Open:
    marked = approved_with_new_credentials(issuer, *period)
    lines = [
        Line(f"Request {row.pk}: {row.what}. {row.mark}", row.get_absolute_url())
        for row in marked[:MOST_LINES]
    ]
    return Open(marked.count(), lines)


def _missing(issuer: Issuer, period: Period) -> Open:
    missing = missing_documents(issuer, *period)
    return Open(missing.count, [_line(row) for row in missing.rows])


def _line(missing: MissingDocument) -> Line:
    record = missing.record.sale if isinstance(missing.record, Delivery) else missing.record
    text = f"{record} of the {record.agreement.name}: {missing.lacks.lower()}"
    return Line(text, f"{missing.url}#documents")
