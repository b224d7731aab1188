"""Record the issuer's deliveries of shares, which settle sales."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Max

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.calendar import DayKind, day_kind
from neoequity.books.models import ExceptionalDay
from neoequity.books.periods.locks import lock_periods, locks_on
from neoequity.books.periods.rules import reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Delivery, DeliveryFailure, Sale
from placements.models.noticed import HAS_NOTICE
from placements.terms.agent_notice import BEFORE_DELIVERY
from placements.terms.agent_notice import reason_against_delivery as needs_notice_first
from placements.terms.delivery_failure import reason_against_delivery as fails_before


@action(needs="placements.add_delivery", told="Recorded a delivery")
def deliver(
    sales: Sequence[Sale], *, delivered_on: date, by: User, today: date, remark: str = ""
) -> list[Delivery]:
    """Settle all these sales on one day, or none (p. S-11); for adjustments, record the payment.

    Raises Refused for a sale that is reversed, a reversal or already delivered, or lacks the
    agent's notice where its agreement needs that before delivery; and for a day that is not a
    settlement day, before a trade date or a failed delivery, in a closed period or in the future.
    A day before a settlement date needs a `remark` that says why.
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
    reasons += _against_missing_notices(locked)
    reasons += _against_failures(locked, delivered_on)
    if not reasons and not remark.strip():
        reasons += _against_silence(locked.values(), delivered_on)
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


def _against_missing_notices(sales: Mapping[int, Sale]) -> Iterator[Reason]:
    """By the terms of its trade date, a sale may need the agent's notice before delivery."""
    agreements = Agreement.objects.filter(
        pk__in={sale.agreement_id for sale in sales.values()},
        versions__notice_needed=BEFORE_DELIVERY,
    ).distinct()
    needing = agreements.prefetch_related("versions").in_bulk()
    if not needing:
        return
    noticed = set(Sale.objects.filter(HAS_NOTICE, pk__in=sales).values_list("pk", flat=True))
    for sale in sales.values():
        if sale.kind == "sale" and sale.agreement_id in needing:
            terms = needing[sale.agreement_id].versions_by(sale.trade_date)[-1]
            sentence = needs_notice_first(
                f"{sale} of the {sale.agreement.name}",
                terms.notice_needed,
                has_notice=sale.pk in noticed,
            )
            if sentence:
                yield Reason(sentence)


def _against_failures(sales: Mapping[int, Sale], day: date) -> Iterator[Reason]:
    """A sale is not delivered before the day on which its delivery failed."""
    failed = DeliveryFailure.objects.filter(sale__in=sales).values_list("sale")
    for key, failed_on in failed.annotate(Max("failed_on")):
        sale = sales[key]
        sentence = fails_before(f"{sale} of the {sale.agreement.name}", day, failed_on)
        if sentence:
            yield Reason(sentence, "delivered_on")


def _against_silence(sales: Iterable[Sale], day: date) -> Iterator[Reason]:
    """The reason against delivering before a settlement date without saying why."""
    early = [
        (sale.settlement_date, sale.number, sale.agreement.name)
        for sale in sales
        if sale.settlement_date is not None and day < sale.settlement_date
    ]
    if not early:
        return
    settles_on, number, agreement = min(early)
    if len(early) == 1:
        settles = f"Sale {number} of the {agreement} settles on {settles_on}, after {day}"
    else:
        settles = (
            f"{len(early):,} sales settle after {day}, the first of them sale {number} of the "
            f"{agreement} on {settles_on}"
        )
    yield Reason(f"{settles}: enter the reason for delivering early as the remark.", "remark")
