"""Record that the delivery of sales' shares failed, and when the sales fall due again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.models import ExceptionalDay
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import DeliveryFailure, Sale
from placements.terms.delivery_failure import Undelivered, reasons_against_failure


@action(needs="placements.add_deliveryfailure", told="Recorded failed deliveries")
def fail_deliveries(
    sales: Sequence[Sale], *, failed_on: date, new_day: date, reason: str, by: User, today: date
) -> list[DeliveryFailure]:
    """Record for all these sales, or none, that their shares were not delivered when due, or later.

    The sales fall due again on the new day; they may fail again then. Raises Refused for what is
    not a sale, is reversed or delivered, for days without settlement, and for a day in the future,
    in a closed period or before a sale fell due.
    """
    lock_agreements(sale.agreement_id for sale in sales)
    rows = Sale.objects.select_related("agreement", "reversal", "delivery")
    locked = rows.in_bulk([sale.pk for sale in sales])
    issuers = sorted({sale.agreement.issuer_id for sale in locked.values()})
    lock_periods(issuers)
    refuse_if_any(
        [
            *reasons_against_failure(
                _undelivered(locked),
                failed_on=failed_on,
                new_day=new_day,
                reason=reason,
                today=today,
                exceptions=ExceptionalDay.exceptions(),
            ),
            *(
                against
                for issuer in issuers
                for against in reasons_against_days(issuer, [failed_on], "failed_on")
            ),
        ]
    )
    return DeliveryFailure.objects.bulk_create(
        DeliveryFailure(
            sale=sale, failed_on=failed_on, new_day=new_day, reason=reason.strip(), recorded_by=by
        )
        for sale in locked.values()
    )


@action(needs="placements.add_deliveryfailure", told="Recorded a failed delivery")
def fail_delivery(
    sale: Sale, *, failed_on: date, new_day: date, reason: str, by: User, today: date
) -> DeliveryFailure:
    """Record it for one sale: see `fail_deliveries`."""
    [failure] = fail_deliveries(
        [sale], failed_on=failed_on, new_day=new_day, reason=reason, by=by, today=today
    )
    failure.refresh_from_db(fields=["recorded_at"])
    return failure


def _undelivered(sales: Mapping[int, Sale]) -> Iterator[Undelivered]:
    failures = DeliveryFailure.objects.filter(sale__in=sales).order_by("pk")
    due_again = dict(failures.values_list("sale_id", "new_day"))
    for sale in sales.values():
        delivery, reversal = getattr(sale, "delivery", None), getattr(sale, "reversal", None)
        yield Undelivered(
            name=f"{sale} of the {sale.agreement.name}",
            kind=sale.kind,
            due_on=due_again.get(sale.pk, sale.settlement_date),
            delivered_on=delivery.delivered_on if delivery else None,
            reversed_on=reversal.trade_date if reversal else None,
        )
