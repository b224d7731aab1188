"""Entries of the register: transfer, exercise, cancel and expire."""

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


@action(needs="warrants.add_entry")
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
    """Pass shares to another holder (p. S-12). Raises Refused while a clock forbids it."""
    warrant = locked(warrant)
    register = Register.of(warrant)
    entry = draft(warrant, "transfer", on, shares, holder_from=holder_from, holder_to=holder_to)
    reasons = [*against_day(warrant, on, today), *against_giving(register, entry)]
    clocks = warrant.clocks()
    if clocks is not None:
        pages = (
            page_of(warrant, "warrant_transfer_years"),
            page_of(warrant, "warrant_nasd_transfer_years"),
        )
        reasons += reasons_against_transfer(holder_to.category, on, clocks, pages)
        if on > clocks.expires_on:
            page = cite(page_of(warrant, "warrant_life_years"))
            reasons.append(
                Reason(f"The warrant could be transferred until {clocks.expires_on}{page}.", "on")
            )
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


@action(needs="warrants.add_entry")
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
    """Exercise for `cash` or `cashless` (`way`); for a series, in response to a priced `call`.

    Common stock issued so does not use the programme's dollar capacity. Raises Refused.
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
    price = price_on(warrant, on, call)
    assert price is not None  # noqa: S101  # else there was a reason against
    outcome = outcome_of(way, shares, price, market_price)
    entry = draft(
        warrant,
        f"{way}_exercise",
        on,
        shares,
        holder_from=holder,
        exercise_price=price,
        market_price=market_price,
        shares_issued=outcome.shares_issued,
        cash=outcome.cash,
        call=call,
    )
    return enter(Register.of(warrant), entry, by)


def outcome_of(way: str, shares: int, price: Decimal, market_price: Decimal | None) -> Outcome:
    """What an exercise of this way gives."""
    if way == "cash" or market_price is None:
        return for_cash(shares, price)
    return cashless(shares, price, market_price)


def price_on(warrant: Warrant, on: date, call: CallNotice | None = None) -> Decimal | None:
    """The exercise price in dollars on a day: adjusted for splits, or set by the call."""
    price, since = warrant.exercise_price, warrant.issued_on
    if warrant.series_id is not None and call is not None:
        price, since = call.exercise_price, call.bid_on
    if price is None:
        return None
    return Split.joined(Split.between(warrant.issuer_id, since, on)).price(price)


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
    """Every reason against this exercise; the page asks before it offers it."""
    register = Register.of(warrant)
    held = register.held(holder, on)
    reasons = [
        *against_day(warrant, on, today),
        *reasons_against_exercise(
            shares=shares,
            held=held,
            on=on,
            issued_on=warrant.issued_on,
            expires_on=warrant.expires_on,
            page=page_of(warrant, "warrant_life_years"),
        ),
    ]
    if 0 < shares <= held:
        reasons += against_following(
            register, draft(warrant, f"{way}_exercise", on, shares, holder_from=holder)
        )
    price = price_on(warrant, on, call)
    if price is None:
        reasons.append(
            Reason(
                "Warrants of this series are exercised in answer to a call whose price is set.",
                "call",
            )
        )
    elif call is not None and call.series_id != warrant.series_id:
        reasons.append(Reason("The call is not one of this warrant's series.", "call"))
    elif call is not None and on < call.bid_on:
        reasons.append(Reason(f"The call has its price from {call.bid_on} on.", "on"))
    elif way == "cash" and market_price is not None and market_price <= 0:
        reasons.append(Reason("A market price is more than $0.", "market_price"))
    elif way == "cashless":
        reasons += reasons_against_cashless(
            shares=shares,
            on=on,
            cashless_from=warrant.cashless_from,
            exercise_price=price,
            market_price=market_price,
            page=page_of(warrant, "warrant_cashless_years"),
        )
    return reasons


@action(needs="warrants.add_entry")
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
    """Take back shares of a warrant, such as those over-issued after a reversal, with a reason."""
    warrant = locked(warrant)
    register = Register.of(warrant)
    entry = draft(warrant, "cancellation", on, shares, holder_from=holder, reason=reason.strip())
    reasons = [*against_day(warrant, on, today), *against_giving(register, entry)]
    if not reason.strip():
        reasons.append(Reason("A cancellation needs a reason.", "reason"))
    refuse_if_any(reasons)
    return enter(register, entry, by)


@action(needs="warrants.add_entry")
def expire(warrant: Warrant, *, on: date, by: User, today: date) -> list[Entry]:
    """Write off what every holder still has, once the last day of exercise is past."""
    warrant = locked(warrant)
    reasons = against_day(warrant, on, today)
    if warrant.expires_on is None or on <= warrant.expires_on:
        last = warrant.expires_on or "a day that is not known"
        reasons.append(Reason(f"The warrant can be exercised until {last}.", "on"))
    register = Register.of(warrant)
    holders = Holder.objects.filter(balances__warrant=warrant).order_by("balances__pk")
    held = [(holder, register.held(holder, on)) for holder in holders]
    entries = [
        draft(warrant, "expiry", on, shares, holder_from=holder)
        for holder, shares in held
        if shares
    ]
    if not entries:
        reasons.append(Reason("Nothing of this warrant is outstanding."))
    for entry in entries:
        reasons += against_following(register, entry)
    refuse_if_any(reasons)
    return [enter(Register.of(warrant), entry, by) for entry in entries]
