"""Record the issuer's deliveries of shares, which settle sales."""

from collections.abc import Iterator, Sequence
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.calendar import DayKind, day_kind
from neoequity.books.models import ExceptionalDay
from neoequity.books.periods.locks import lock_periods, locks_on
from neoequity.books.periods.rules import reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Delivery, Sale


@action(needs="placements.add_delivery", told="Recorded a delivery")
def deliver(
    sales: Sequence[Sale], *, delivered_on: date, by: User, today: date, remark: str = ""
) -> list[Delivery]:
    """Settle all these sales on one day, or none (p. S-11); for adjustments, record the payment.

    Raises Refused for a sale that is reversed, a reversal or already delivered, and for a day
    that is not a settlement day, before a trade date, in a closed period or in the future.
    """
    lock_agreements(sale.agreement_id for sale in sales)
    issuers = Agreement.objects.filter(pk__in={sale.agreement_id for sale in sales})
    lock_periods(issuers.values_list("issuer_id", flat=True))
    locked = Sale.objects.select_related("agreement", "reversal", "delivery").in_bulk(
        [sale.pk for sale in sales]
    )
    kind = day_kind(delivered_on, ExceptionalDay.exceptions())
    reasons = list(_against_day(delivered_on, kind, today))
    locks = locks_on({sale.agreement.issuer_id for sale in locked.values()}, [delivered_on])
    for lock in locks.values():
        reasons += reasons_against_days(lock, [delivered_on], "delivered_on")
    for sale in locked.values():
        reasons += _against_sale(sale, delivered_on)
    refuse_if_any(reasons)
    return Delivery.objects.bulk_create(
        Delivery(sale=sale, delivered_on=delivered_on, remark=remark, recorded_by=by)
        for sale in locked.values()
    )


def _against_day(day: date, kind: DayKind, today: date) -> Iterator[Reason]:
    if day > today:
        yield Reason(f"A delivery on {day} is in the future; today is {today}.", "delivered_on")
    elif not kind.settlement:
        yield Reason(f"{day} is not a settlement day ({kind.source}).", "delivered_on")


def _against_sale(sale: Sale, day: date) -> Iterator[Reason]:
    kind = "Sale" if sale.adjusts_id is None else "Adjustment"
    name = f"{kind} {sale.number} of the {sale.agreement.name}"
    if sale.reverses_id is not None:
        yield Reason(f"{name} is a reversal: there is nothing to deliver.")
    elif getattr(sale, "reversal", None) is not None:
        yield Reason(f"{name} was reversed: there is nothing to deliver.")
    elif (delivery := getattr(sale, "delivery", None)) is not None:
        done = "delivered" if sale.adjusts_id is None else "paid"
        yield Reason(f"{name} was already {done} on {delivery.delivered_on}.")
    elif day < sale.trade_date:
        yield Reason(
            f"{name} was made on {sale.trade_date}: it cannot be delivered on {day}.",
            "delivered_on",
        )
