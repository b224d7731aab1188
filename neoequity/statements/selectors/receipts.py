"""Receipts with what they pay, as reconciling with a bank reads them."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from neoequity.books.models import Issuer
from neoequity.statements.terms.settled import Received
from placements.models import Receipt, ReceiptPart


def receipts_read(issuer: Issuer, until: date, known_at: datetime | None) -> dict[int, Received]:
    """Receipts received by the day and known at the moment, by their keys; two queries.

    The parts of a receipt count from its own day: when they were allocated is a matter of ours.
    """
    known = Q() if known_at is None else Q(recorded_at__lte=known_at)
    rows = Receipt.objects.filter(known, agreement__issuer=issuer, received_on__lte=until)
    receipts = list(rows.select_related("agreement").order_by("pk"))
    undone = {row.undoes_id for row in receipts}
    parts: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    allocated = ReceiptPart.objects.filter(known, receipt__agreement__issuer=issuer)
    for receipt, slug, number, amount in allocated.order_by("pk").values_list(
        "receipt_id", "entry__agreement__slug", "entry__number", "amount"
    ):
        if receipt not in undone:
            parts[receipt][f"{slug}/{number}"] += amount
    return {
        row.pk: Received(
            f"{row.agreement.slug}/receipt/{row.number}",
            f"receipt {row.number}, not allocated",
            row.received_on,
            row.amount,
            row.agreement.slug,
            parts.get(row.pk, {}),
        )
        for row in receipts
    }
