"""The checks that say how much can be sold: agreement, shelf, authorized shares, Nasdaq's 20%."""

from neoequity.books.days import written
from neoequity.books.money import ZERO, dollars, of_shares
from neoequity.books.refusal import cite
from neoequity.company.terms.checks import Check, Effect, Unit, percent
from neoequity.company.terms.headroom import most_shares
from neoequity.company.terms.held import AgreementHeld, Held, Question, ShelfHeld, TwentyHeld


def agreement(question: Question, agreement: AgreementHeld) -> Check:
    gross, free = question.gross, agreement.free
    reserved = (
        f" and {dollars(agreement.reserved)} reserved for open placements"
        if agreement.reserved
        else ""
    )
    is_within = gross is None or gross <= free
    if agreement.terminated_on is None:
        sentence = (
            f"The {agreement.name} has {dollars(free)} free: {dollars(agreement.capacity)} less "
            f"{dollars(agreement.sold)} sold{reserved}{agreement.cited('capacity')}."
        )
    else:
        sentence = (
            f"The {agreement.name} was terminated on {written(agreement.terminated_on)}"
            f"{agreement.cited('terminated_on')}: nothing is left of its capacity."
        )
    if agreement.terminated_on is None and not is_within and gross is not None:
        sentence += f" {dollars(gross)} is more than that: sell fewer shares."
    passed = None if gross is None else is_within
    return Check(
        "agreement", passed, sentence, gross, free, Unit.DOLLARS,
        agreement.pages.get("capacity", ""), Effect.REFUSED,
    )  # fmt: skip


def shelf(question: Question, shelf: ShelfHeld) -> Check:
    gross, left = question.gross, shelf.left
    if shelf.expires_on is not None and question.on > shelf.expires_on:
        sentence = f"{shelf.name} expired on {written(shelf.expires_on)}."
        return Check("shelf", False, sentence, page=shelf.page, effect=Effect.REFUSED)
    if left is None:
        what = "The amount registered" if shelf.amount is None else "What was sold before"
        sentence = (
            f"{what} under {shelf.name} is not available; {dollars(shelf.sold)} was sold under "
            f"its agreements here. Record it on the shelf."
        )
        return Check("shelf", None, sentence, gross, None, Unit.DOLLARS, shelf.page, Effect.REFUSED)
    passed = None if gross is None else gross <= left
    sentence = (
        f"{shelf.name} has {dollars(left)} left of {dollars(shelf.amount or ZERO)}: "
        f"{dollars(shelf.sold_before or ZERO)} was sold before, {dollars(shelf.sold)} under its "
        f"agreements here, and {dollars(shelf.reserved)} is reserved{cite(shelf.page)}."
    )
    if passed is False:
        sentence += " Sell less, or register more."
    return Check("shelf", passed, sentence, gross, left, Unit.DOLLARS, shelf.page, Effect.REFUSED)


def authorized(question: Question, held: Held) -> Check:
    left, page = held.shares.left, held.shares.page
    if left is None:
        sentence = (
            "The authorized shares, the shares outstanding or the options and warrants are not "
            "available. Record the figure that is missing."
        )
        return Check(
            "authorised", None, sentence, question.shares, None, Unit.SHARES, page, Effect.REFUSED
        )
    most = most_shares(left, held.agreement.coverage)
    passed = None if question.shares is None else question.shares <= most
    with_warrants = " with their warrants" if held.agreement.coverage else ""
    sentence = (
        f"{of_shares(left)} of the authorized shares are unclaimed: up to {of_shares(most)} can be "
        f"sold{with_warrants}{cite(page)}."
    )
    if passed is False:
        sentence += " More needs a vote of the stockholders to authorize shares."
    return Check(
        "authorised", passed, sentence, question.shares, most, Unit.SHARES, page, Effect.REFUSED
    )


def nasdaq_20(question: Question, twenty: TwentyHeld) -> Check:
    left, use = twenty.use.left, twenty.use
    if not twenty.counts:
        sentence = "This placement does not count toward the 20%, as was decided."
        return Check("nasdaq_20", True, sentence, page=twenty.page, effect=Effect.ACCEPTABLE)
    if left is None or use.allowed is None or twenty.base is None or twenty.base_on is None:
        sentence = "The shares outstanding before the offering are not available. Record a count."
        return Check(
            "nasdaq_20", None, sentence, question.shares, None, Unit.SHARES, twenty.page,
            Effect.ACCEPTABLE,
        )  # fmt: skip
    passed = None if question.shares is None else question.shares <= left
    sentence = (
        f"Below {percent(twenty.rate or ZERO)} of the {of_shares(twenty.base)} outstanding on "
        f"{written(twenty.base_on)} are {of_shares(use.allowed)}; {of_shares(use.sold)} were sold "
        f"and {use.unsold:,} are offered by placements that count, which leaves "
        f"{of_shares(max(left, 0))}{cite(twenty.page)}."
    )
    if passed is False:
        sentence += (
            " Obtain the stockholders' approval, or decide and record why a placement does not "
            "count."
        )
    return Check(
        "nasdaq_20", passed, sentence, question.shares, left, Unit.SHARES, twenty.page,
        Effect.ACCEPTABLE,
    )  # fmt: skip
