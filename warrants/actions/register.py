"""Entries of the register: transfer, exercise, cancel and expire."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.refusal import Reason, cite, refuse_if_any
from warrants.actions.entering import (
    Register,
    against_day,
    against_following,
    against_giving,
    draft,
    enter,
    locked,
    page_of,
)
from warrants.models import CallNotice, Entry, Holder, Split, Warrant
from warrants.terms.exercise import (
    Outcome,
    cashless,
    for_cash,
    reasons_against_cashless,
    reasons_against_exercise,
)
from warrants.terms.holders import reasons_against_transfer


@action(needs="warrants.add_entry", told="Transferred warrants")
def transfer(
    warrant: Warrant,
    *,
    holder_from: Holder,
    holder_to: Holder,
    shares: int,
    on: date,
    by: User,
    today: date,
) -> Entry:
    """Transfer shares to another holder (p. S-12). Raises Refused while a clock forbids it."""
    warrant = locked(warrant)
    register = Register.of(warrant)
    entry = draft(warrant, "transfer", on, shares, holder_from=holder_from, holder_to=holder_to)
    reasons = [
        *against_day(warrant, on, today),
        *against_giving(register, entry),
        *_against_clocks(warrant, holder_to, on),
    ]
    if holder_to.issuer_id != warrant.issuer_id:
        reasons.append(
            Reason(
                f"{holder_to.name} is not among the holders of {warrant.issuer.name}.", "holder_to"
            )
        )
    if holder_to == holder_from:
        reasons.append(Reason(f"{holder_to.name} cannot transfer to itself.", "holder_to"))
    refuse_if_any(reasons)
    return enter(register, entry, by)


def _against_clocks(warrant: Warrant, holder_to: Holder, on: date) -> Iterator[Reason]:
    """The transfer clocks that are still running, and the last day of the warrant."""
    clocks = warrant.clocks()
    if clocks is None:
        return
    pages = (
        page_of(warrant, "warrant_transfer_years"),
        page_of(warrant, "warrant_nasd_transfer_years"),
    )
    yield from reasons_against_transfer(holder_to.category, on, clocks, pages)
    if on > clocks.expires_on:
        page = cite(page_of(warrant, "warrant_life_years"))
        yield Reason(f"The warrant could be transferred until {clocks.expires_on}{page}.", "on")


@action(needs="warrants.add_entry", told="Exercised warrants")
def exercise(
    warrant: Warrant,
    *,
    holder: Holder,
    shares: int,
    on: date,
    way: str,
    market_price: Decimal | None = None,
    call: CallNotice | None = None,
    by: User,
    today: date,
) -> Entry:
    """Exercise by the `way` `cash` or `cashless`; for a series, in answer to a priced `call`.

    The common stock issued does not count against the programme's dollar capacity. Raises Refused.
    """
    warrant = locked(warrant, call)
    if call is not None:
        call = CallNotice.objects.get(pk=call.pk)
    refuse_if_any(
        reasons_against_exercising(
            warrant,
            holder=holder,
            shares=shares,
            on=on,
            way=way,
            market_price=market_price,
            call=call,
            today=today,
        )
    )
    entry = draft(warrant, f"{way}_exercise", on, shares, holder_from=holder, call=call)
    _price_exercise(entry, way, market_price)
    return enter(Register.of(warrant), entry, by)


def _price_exercise(entry: Entry, way: str, market_price: Decimal | None) -> None:
    """Set the prices of an exercise, and what it gives at them."""
    price = price_on(entry.warrant, entry.on, entry.call)
    assert price is not None  # noqa: S101  # else there was a reason against
    outcome = outcome_of(way, entry.shares, price, market_price)
    entry.exercise_price, entry.market_price = price, market_price
    entry.shares_issued, entry.cash = outcome.shares_issued, outcome.cash


def outcome_of(way: str, shares: int, price: Decimal, market_price: Decimal | None) -> Outcome:
    """The shares issued and cash paid by an exercise in this way."""
    if way == "cash" or market_price is None:
        return for_cash(shares, price)
    return cashless(shares, price, market_price)


def price_on(warrant: Warrant, on: date, call: CallNotice | None = None) -> Decimal | None:
    """The exercise price in dollars on a day, adjusted for splits; of a series, set by the call."""
    price, priced_on = warrant.exercise_price, warrant.issued_on
    if warrant.series_id is not None and call is not None:
        price, priced_on = call.exercise_price, call.bid_on
    if price is None:
        return None
    return Split.joined(Split.between(warrant.issuer_id, priced_on, on)).price(price)


def reasons_against_exercising(
    warrant: Warrant,
    *,
    holder: Holder,
    shares: int,
    on: date,
    way: str,
    market_price: Decimal | None,
    call: CallNotice | None,
    today: date,
) -> list[Reason]:
    """Every reason against this exercise; its page shows them before it is posted."""
    register = Register.of(warrant)
    balance = register.held(holder, on)
    reasons = [
        *against_day(warrant, on, today),
        *reasons_against_exercise(
            shares=shares,
            held=balance,
            on=on,
            issued_on=warrant.issued_on,
            expires_on=warrant.expires_on,
            page=page_of(warrant, "warrant_life_years"),
        ),
    ]
    if 0 < shares <= balance:
        reasons += against_following(
            register, draft(warrant, f"{way}_exercise", on, shares, holder_from=holder)
        )
    reasons += _against_price(
        warrant, shares=shares, on=on, way=way, market_price=market_price, call=call
    )
    return reasons


def _against_price(
    warrant: Warrant,
    *,
    shares: int,
    on: date,
    way: str,
    market_price: Decimal | None,
    call: CallNotice | None,
) -> Iterator[Reason]:
    """The first reason that lies in the call or the prices, and all those against cashless."""
    price = price_on(warrant, on, call)
    if price is None:
        yield Reason(
            "Warrants of this series are exercised in answer to a call whose price is set.", "call"
        )
    elif call is not None and call.series_id != warrant.series_id:
        yield Reason("The call is not one of this warrant's series.", "call")
    elif call is not None and on < call.bid_on:
        yield Reason(f"The call has its price from {call.bid_on} on.", "on")
    elif way == "cash" and market_price is not None and market_price <= 0:
        yield Reason("A market price is more than $0.", "market_price")
    elif way == "cashless":
        yield from reasons_against_cashless(
            shares=shares,
            on=on,
            cashless_from=warrant.cashless_from,
            exercise_price=price,
            market_price=market_price,
            page=page_of(warrant, "warrant_cashless_years"),
        )


@action(needs="warrants.add_entry", told="Canceled warrants")
def cancel(
    warrant: Warrant,
    *,
    holder: Holder,
    shares: int,
    on: date,
    reason: str,
    by: User,
    today: date,
) -> Entry:
    """Cancel shares of a warrant for a stated reason, such as an over-issue after a reversal."""
    warrant = locked(warrant)
    register = Register.of(warrant)
    entry = draft(warrant, "cancellation", on, shares, holder_from=holder, reason=reason.strip())
    reasons = [*against_day(warrant, on, today), *against_giving(register, entry)]
    if not reason.strip():
        reasons.append(Reason("A cancellation needs a reason.", "reason"))
    refuse_if_any(reasons)
    return enter(register, entry, by)


@action(needs="warrants.add_entry", told="Wrote off expired warrants")
def expire(warrant: Warrant, *, on: date, by: User, today: date) -> list[Entry]:
    """Write off every holder's remaining shares once the last day of exercise has passed."""
    warrant = locked(warrant)
    reasons = against_day(warrant, on, today)
    if warrant.expires_on is None or on <= warrant.expires_on:
        last = warrant.expires_on or "a day that is not known"
        reasons.append(Reason(f"The warrant can be exercised until {last}.", "on"))
    register = Register.of(warrant)
    holders = Holder.objects.filter(balances__warrant=warrant).order_by("balances__pk")
    balances = [(holder, register.held(holder, on)) for holder in holders]
    entries = [
        draft(warrant, "expiry", on, shares, holder_from=holder)
        for holder, shares in balances
        if shares
    ]
    if not entries:
        reasons.append(Reason("Nothing of this warrant is outstanding."))
    for entry in entries:
        reasons += against_following(register, entry)
    refuse_if_any(reasons)
    return [enter(Register.of(warrant), entry, by) for entry in entries]
