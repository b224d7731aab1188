"""Record that the delivery of a sale's shares failed, and when the sale falls due again."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import ExceptionalDay
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import DeliveryFailure, Sale
from placements.terms.delivery_failure import Undelivered, reasons_against_failure


@action(needs="placements.add_deliveryfailure", told="Recorded a failed delivery")
def fail_delivery(
    sale: Sale, *, failed_on: date, new_day: date, reason: str, by: User, today: date
) -> DeliveryFailure:
    """Record that the shares were not delivered on a day on which they were due, or later.

    The sale falls due again on the new day; it may fail again then. Raises Refused for what is not
    a sale, is reversed or delivered, for days without settlement, and for a day in the future, in
    a closed period or before the sale fell due.
    """
    lock_agreements([sale.agreement_id])
    lock_periods([sale.agreement.issuer_id])
    sale = Sale.objects.select_related("agreement", "reversal", "delivery").get(pk=sale.pk)
    refuse_if_any(
        [
            *reasons_against_failure(
                _undelivered(sale),
                failed_on=failed_on,
                new_day=new_day,
                reason=reason,
                today=today,
                exceptions=ExceptionalDay.exceptions(),
            ),
            *reasons_against_days(sale.agreement.issuer_id, [failed_on], "failed_on"),
        ]
    )
    failure = DeliveryFailure.objects.create(
        sale=sale, failed_on=failed_on, new_day=new_day, reason=reason.strip(), recorded_by=by
    )
    failure.refresh_from_db(fields=["recorded_at"])
    return failure


def _undelivered(sale: Sale) -> Undelivered:
    last = sale.failures.order_by("-pk").first()
    delivery, reversal = getattr(sale, "delivery", None), getattr(sale, "reversal", None)
    return Undelivered(
        name=f"{sale} of the {sale.agreement.name}",
        kind=sale.kind,
        due_on=last.new_day if last else sale.settlement_date,
        delivered_on=delivery.delivered_on if delivery else None,
        reversed_on=reversal.trade_date if reversal else None,
    )
