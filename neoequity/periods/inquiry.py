"""What a closing wants to know beyond its own rows, from all apps."""

from neoequity.ledger import prove_books
from placements.actions.closing import Findings, Proved
from placements.models import Delivery, Issuer
from placements.selectors.approvals import waiting_until
from placements.selectors.documents import MissingDocument, missing_documents
from placements.terms.checklist import MOST_LINES, Open
from placements.terms.periods import Period


def inquire(issuer: Issuer, period: Period) -> Findings:
    """Look for what waits and for what is missing in the period."""
    return Findings(_open_requests(issuer, period), _missing(issuer, period))


def prove() -> Proved:
    """Prove all the books, which takes the longer the more there is in them."""
    proof = prove_books()
    return Proved(proof.differences, proof.looked_at)


def _open_requests(issuer: Issuer, period: Period) -> Open:
    """Every request that could still write into the period, or into what it carries forward."""
    requests = waiting_until(issuer, period.ends_on)
    lines = [
        f"Request {request.pk} of {request.asked_by.get_username()}: {request.what}"
        for request in requests[:MOST_LINES]
    ]
    return Open(requests.count(), lines)


def _missing(issuer: Issuer, period: Period) -> Open:
    missing = missing_documents(issuer, *period)
    return Open(missing.count, [_line(row) for row in missing.rows])


def _line(missing: MissingDocument) -> str:
    record = missing.record.sale if isinstance(missing.record, Delivery) else missing.record
    return f"{record} of the {record.agreement.name}: {missing.lacks.lower()}"
