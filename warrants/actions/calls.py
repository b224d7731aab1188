"""Call a series, price the call when bid and market price are known (p. S-4, S-7)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User

from placements.actions.action import action
from placements.actions.periods import lock_periods, reasons_against_days
from placements.models import ExceptionalDay
from placements.terms.calendar import trading_days_after
from placements.terms.refusal import Reason, refuse_if_any
from warrants.models import CallNotice, Series, Split
from warrants.terms.call import CallPrice, call_price


@action(needs="warrants.add_callnotice")
def give_call_notice(series: Series, *, delivered_on: date, by: User, today: date) -> CallNotice:
    """Record the delivery of a call notice; the next trading day's bid will set the price.

    Raises Refused for a day in a closed period or in the future, or before the series opens.
    """
    Series.objects.select_for_update(no_key=True).get(pk=series.pk)
    lock_periods([series.issuer_id])
    reasons = reasons_against_days(series.issuer_id, [delivered_on], "delivered_on")
    if delivered_on > today:
        reasons.append(
            Reason(
                f"A notice on {delivered_on} is in the future; today is {today}.", "delivered_on"
            )
        )
    if delivered_on < series.opened_on:
        reasons.append(
            Reason(f"The books of the {series.name} open on {series.opened_on}.", "delivered_on")
        )
    if series.calls.filter(delivered_on=delivered_on).exists():
        reasons.append(
            Reason(f"The {series.name} were already called on {delivered_on}.", "delivered_on")
        )
    if not any(warrant.outstanding for warrant in series.warrants.all()):
        reasons.append(Reason(f"None of the {series.name} are outstanding."))
    refuse_if_any(reasons)
    return CallNotice.objects.create(
        series=series,
        delivered_on=delivered_on,
        bid_on=trading_days_after(delivered_on, 1, ExceptionalDay.exceptions()),
        recorded_by=by,
    )


@action(needs="warrants.change_callnotice")
def price_call(
    call: CallNotice,
    *,
    closing_bid: Decimal,
    market_price: Decimal,
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
    today: date,
) -> CallNotice:
    """Set the exercise price of a call from the closing bid of the day after it, once.

    Raises Refused where the day of the bid lies in a closed period, or is not over.
    """
    call = (
        CallNotice.objects.select_for_update(of=("self",)).select_related("series").get(pk=call.pk)
    )
    lock_periods([call.series.issuer_id])
    reasons = reasons_against_days(call.series.issuer_id, [call.bid_on])
    if call.exercise_price is not None:
        reasons.append(Reason(f"The call of {call.delivered_on} has its price already."))
    if today < call.bid_on:
        reasons.append(Reason(f"The closing bid of {call.bid_on} is not known on {today}."))
    for name, price in (("closing_bid", closing_bid), ("market_price", market_price)):
        if price <= 0:
            reasons.append(Reason("A price must be more than $0.", name))
    refuse_if_any(reasons)
    call.closing_bid, call.market_price = closing_bid, market_price
    call.exercise_price = working(call.series, call.bid_on, closing_bid, market_price).price
    call.save(update_fields=["closing_bid", "market_price", "exercise_price"])
    return call


def working(
    series: Series,
    on: date,
    closing_bid: Decimal,
    market_price: Decimal,
    more: Iterable[Split] = (),
) -> CallPrice:
    """How a call would be priced on a day, the cap adjusted for the splits by then, and `more`."""
    splits = [*Split.between(series.issuer_id, series.opened_on, on), *more]
    return call_price(closing_bid, market_price, series.call_terms(Split.joined(splits)))
