"""The bank in the demo: one wire for what was delivered on a day, now and then a cent short."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from neoequity.books.money import CENT, ZERO
from neoequity.demo.people import People
from neoequity.demo.plan import TODAY
from placements.actions.receipt import record_receipt
from placements.models import Agreement, Sale
from placements.terms.receipt import Part

#: The wires of the last days are still awaited.
_AWAITED_SINCE = TODAY - timedelta(days=5)
_SHORT_EVERY = 11


def receive_for(sales: Iterable[Sale], day: date, people: People) -> None:
    """Record the wires for these sales and adjustments, one for each agreement."""
    if day > _AWAITED_SINCE:
        return
    by_agreement: dict[Agreement, list[Sale]] = {}
    for sale in sales:
        by_agreement.setdefault(sale.agreement, []).append(sale)
    for agreement, paid in by_agreement.items():
        parts = [Part(sale.pk, sale.net - _short(sale)) for sale in paid]
        amount = sum((part.amount for part in parts), ZERO)
        if amount > 0:
            record_receipt(
                agreement,
                received_on=day,
                amount=amount,
                bank_reference=f"FW-{day}-{agreement.code}",
                parts=parts,
                by=people.treasury,
                today=day,
            )


def _short(sale: Sale) -> Decimal:
    """The cent by which the agent's rounding differs, for some sales."""
    return CENT if sale.adjusts_id is None and sale.number % _SHORT_EVERY == 0 else ZERO
