"""Calling a series, pricing the call from bid and market price, and correcting a mistyped bid."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask
from neoequity.books.calendar import trading_days_after
from neoequity.books.held import reasons_against as held
from neoequity.books.models import Approval, ExceptionalDay
from neoequity.books.money import per_share
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from warrants.models import CallNotice, Entry, Series, Split
from warrants.models.entry import EXERCISES
from warrants.terms.call import CallPrice, call_price
from warrants.terms.request import CALL_CORRECTION


@action(needs="warrants.add_callnotice", told="Recorded a call notice")
def give_call_notice(series: Series, *, delivered_on: date, by: User, today: date) -> CallNotice:
    """Record the delivery of a call notice; the next trading day's bid will set the price.

    Raises Refused for a day in a closed period or in the future, or before the series opens, and
    for what other apps hold against it: the lock-up of a placement (p. S-11).
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
    reasons += held("call_notice", series, on=delivered_on, today=today)
    refuse_if_any(reasons)
    return CallNotice.objects.create(
        series=series,
        delivered_on=delivered_on,
        bid_on=trading_days_after(delivered_on, 1, ExceptionalDay.exceptions()),
        recorded_by=by,
    )


@action(needs="warrants.change_callnotice", told="Priced a call")
def price_call(
    call: CallNotice,
    *,
    closing_bid: Decimal,
    market_price: Decimal,
    by: User,  # noqa: ARG001  # the action decorator records it
    today: date,
) -> CallNotice:
    """Set the exercise price of a call from the closing bid of the day after it (p. S-4, S-7).

    Raises Refused before the day of the bid, and if that day lies in a closed period.
    """
    call = _locked(call)
    reasons = reasons_against_days(call.series.issuer_id, [call.bid_on])
    if call.exercise_price is not None:
        reasons.append(Reason(f"The call of {call.delivered_on} has its price already."))
    if today < call.bid_on:
        reasons.append(Reason(f"The closing bid of {call.bid_on} is not known on {today}."))
    reasons += _against_prices(closing_bid, market_price)
    refuse_if_any(reasons)
    return _priced(call, closing_bid, market_price)


@action(needs="warrants.change_callnotice", told="Requested the correction of a call")
def ask_call_correction(
    call: CallNotice,
    *,
    closing_bid: Decimal,
    market_price: Decimal,
    reason: str,
    by: User,
    today: date,  # noqa: ARG001  # every action takes its day
) -> Approval:
    """Request a CFO's approval to price a call from another bid and market price.

    Raises Refused while exercises at its price stand, if the day of its bid lies in a closed
    period, and while another such request is pending.
    """
    call = _locked(call)
    refuse_if_any(reasons_against_correcting(call, closing_bid, market_price, reason))
    price = working(call.series, call.bid_on, closing_bid, market_price).price
    assert call.closing_bid is not None  # noqa: S101  # else there was a reason against
    assert call.market_price is not None  # noqa: S101  # the same
    assert call.exercise_price is not None  # noqa: S101  # the same
    return ask(
        CALL_CORRECTION,
        call.pk,
        issuer_id=call.series.issuer_id,
        what=f"Price the call of the {call.series.name} of {call.delivered_on} from a closing bid "
        f"of {per_share(closing_bid)} and a market price of {per_share(market_price)}, instead of "
        f"{per_share(call.closing_bid)} and {per_share(call.market_price)}: exercise price "
        f"{per_share(price)} instead of {per_share(call.exercise_price)}",
        dated=call.bid_on,
        asked={
            "was_bid": str(call.closing_bid),
            "was_market_price": str(call.market_price),
            "closing_bid": str(closing_bid),
            "market_price": str(market_price),
            "reason": reason.strip(),
        },
        by=by,
        why=reason,
    )


def correct_call(request: Approval, *, by: User, today: date) -> CallNotice:  # noqa: ARG001  # an Effect
    """Price the call as the approved request says; its history keeps the earlier price."""
    call = _locked(CallNotice.objects.get(pk=request.subject))
    figures = request.asked
    closing_bid, market_price = Decimal(figures["closing_bid"]), Decimal(figures["market_price"])
    refuse_if_any(reasons_against_correcting(call, closing_bid, market_price, figures["reason"]))
    return _priced(call, closing_bid, market_price)


def reasons_against_correcting(
    call: CallNotice, closing_bid: Decimal, market_price: Decimal, reason: str
) -> list[Reason]:
    """Every reason against pricing the call from these figures instead of its own."""
    reasons = reasons_against_touching(call)
    if (closing_bid, market_price) == (call.closing_bid, call.market_price):
        reasons.append(Reason("The call was priced from these figures.", "closing_bid"))
    reasons += _against_prices(closing_bid, market_price)
    if not reason.strip():
        reasons.append(Reason("A correction needs a reason.", "reason"))
    return reasons


def reasons_against_touching(call: CallNotice) -> list[Reason]:
    """Reasons against any correction of the call's price; its page shows them beforehand."""
    reasons = reasons_against_days(call.series.issuer_id, [call.bid_on])
    if call.exercise_price is None:
        reasons.append(Reason(f"The call of {call.delivered_on} has no price yet: enter it."))
    return reasons + [
        Reason(
            f"Entry {entry.number} of warrant {entry.warrant.number} is an exercise at this price: "
            "reverse it first."
        )
        for entry in exercises_at(call)
    ]


def exercises_at(call: CallNotice) -> QuerySet[Entry]:
    """Standing exercises in answer to the call, latest first."""
    answers = call.entries.filter(kind__in=EXERCISES, reverses=None, reversal=None)
    return answers.select_related("warrant__issuer").order_by("-on", "-pk")


def _locked(call: CallNotice) -> CallNotice:
    call = (
        CallNotice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("series")
        .get(pk=call.pk)
    )
    lock_periods([call.series.issuer_id])
    return call


def _against_prices(closing_bid: Decimal, market_price: Decimal) -> list[Reason]:
    return [
        Reason("A price must be more than $0.", name)
        for name, price in (("closing_bid", closing_bid), ("market_price", market_price))
        if price <= 0
    ]


def _priced(call: CallNotice, closing_bid: Decimal, market_price: Decimal) -> CallNotice:
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
    """The price of a call on a day, the cap adjusted for the splits by then and for `more`."""
    splits = [*Split.between(series.issuer_id, series.opened_on, on), *more]
    return call_price(closing_bid, market_price, series.call_terms(Split.joined(splits)))
