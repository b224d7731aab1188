"""The checks that allow all or nothing, and what is only told."""

from collections.abc import Iterator
from decimal import Decimal

from neoequity.books.days import written
from neoequity.books.money import ZERO, of_shares, per_share
from neoequity.books.refusal import cite
from neoequity.company.terms import representation
from neoequity.company.terms.blackout import sentences_against
from neoequity.company.terms.checks import Check, Effect, Unit, percent
from neoequity.company.terms.held import AgreementHeld, CallableSeries, Held, Question, Threshold
from neoequity.company.terms.minimum_bid import BidState
from neoequity.company.terms.thresholds import Reach
from neoequity.company.terms.volume import days_needed
from placements.terms.notice import METHODS

#: What part of the daily volume a sale may be, where the office has chosen none.
_PARTICIPATIONS = (Decimal("0.10"), Decimal("0.20"), Decimal("0.30"))


def method(question: Question, agreement: AgreementHeld) -> Check:
    passed = question.method in agreement.methods
    word = _within_a_sentence(METHODS.get(question.method, question.method))
    allowed = ", ".join(_within_a_sentence(METHODS[name]) for name in agreement.methods)
    sentence = (
        f"The {agreement.name} allows this: {word}{agreement.cited('methods')}."
        if passed
        else f"The {agreement.name} does not allow this: {word}. It allows: {allowed}"
        f"{agreement.cited('methods')}."
    )
    page = agreement.pages.get("methods", "")
    return Check("method", passed, sentence, page=page, effect=Effect.REFUSED)


def _within_a_sentence(title: str) -> str:
    """A title with a small first letter: into Nasdaq."""
    return title[:1].lower() + title[1:]


def minimum_price(price: Decimal, minimum: Decimal, agreement: AgreementHeld) -> Check:
    passed = price >= minimum
    below = "is at or above" if passed else "is below"
    cited, page = agreement.cited("placement"), agreement.pages.get("placement", "")
    sentence = f"{per_share(price)} {below} the minimum price of {per_share(minimum)}{cited}."
    return Check(
        "minimum_price", passed, sentence, price, minimum, Unit.PRICE, page, Effect.REFUSED
    )


def term(question: Question, held: Held) -> Check:
    agreement, on = held.agreement, question.on
    page = agreement.pages.get("termination_from", "")
    if on < agreement.signed_on:
        sentence = (
            f"The {agreement.name} was signed on {written(agreement.signed_on)}, after "
            f"{written(on)}."
        )
        return Check("term", False, sentence, page=page, effect=Effect.REFUSED)
    if agreement.terminated_on is not None:
        sentence = (
            f"The {agreement.name} was terminated on {written(agreement.terminated_on)}"
            f"{agreement.cited('terminated_on')}: nothing is placed or sold under it from that day "
            "on."
        )
        page = agreement.pages.get("terminated_on", "")
        return Check("term", False, sentence, page=page, effect=Effect.REFUSED)
    if agreement.terminable_from is None:
        sentence = f"The {agreement.name} is in force; its term is not available."
    elif on >= agreement.terminable_from:
        sentence = (
            f"The {agreement.name} is in force; either party may terminate it since "
            f"{written(agreement.terminable_from)}{cite(page)}."
        )
    else:
        sentence = (
            f"The {agreement.name} is in force; either party may terminate it from "
            f"{written(agreement.terminable_from)}{cite(page)}."
        )
    return Check("term", True, sentence, page=page, effect=Effect.REFUSED)


def blackouts(question: Question, held: Held) -> Iterator[Check]:
    """A failed check for a day in a blackout; on other days there is nothing to tell."""
    for sentence in sentences_against(held.blackouts, question.on):
        yield Check("blackout", False, sentence, effect=Effect.REFUSED)


def representations(question: Question, held: Held) -> Iterator[Check]:
    """A failed check for papers that are missing; otherwise there is nothing to tell."""
    for sentence in representation.sentences_against(held.papers_missing, question.on):
        yield Check("representation", False, sentence, effect=Effect.REFUSED)


def lock_up(held: Held) -> Check:
    page = held.lock_up_page
    if held.clashes:
        return Check("lock_up", False, " ".join(held.clashes), page=page, effect=Effect.REFUSED)
    if not held.lock_up:
        sentence = f"The {held.agreement.name} states no lock-up."
        return Check("lock_up", None, sentence, page=page, effect=Effect.REFUSED)
    told = f" {' '.join(held.told)}" if held.told else ""
    return Check("lock_up", True, f"{held.lock_up}{told}", page=page, effect=Effect.REFUSED)


def minimum_bid(held: Held) -> Check:
    page, minimum, bids = held.minimum_bid_page, held.minimum_bid, held.bids
    if minimum is None or bids is None or bids.state is BidState.UNKNOWN:
        last = ""
        if bids is not None and bids.last_day is not None and bids.last_bid is not None:
            last = f" The last is {per_share(bids.last_bid)} of {written(bids.last_day)}."
        sentence = f"No closing bid of the last trading day is recorded.{last} Import prices."
        bid = None if bids is None else bids.last_bid
        return Check(
            "minimum_bid", None, sentence, bid, minimum, Unit.PRICE, page, Effect.ACCEPTABLE
        )
    passed = bids.state is BidState.ABOVE
    bid = bids.last_bid
    if passed:
        sentence = f"The last closing bid is {per_share(bid or ZERO)}, {per_share(minimum)} or more"
    else:
        least = "at least " if bids.at_least else ""
        sentence = (
            f"The closing bid has been below {per_share(minimum)} for {least}{bids.days_below} "
            f"trading days in a row; Nasdaq may delist the stock"
        )
    return Check(
        "minimum_bid", passed, f"{sentence}{cite(page)}.", bid, minimum, Unit.PRICE, page,
        Effect.ACCEPTABLE,
    )  # fmt: skip


def threshold(threshold: Threshold) -> Check:
    page, rate = threshold.page, threshold.rate
    known = [(name, each) for name, each in threshold.standings if each.held_rate is not None]
    largest = threshold.largest
    if rate is None or largest is None:
        sentence = "The threshold or the holders' positions are not available. Record them."
        return Check(threshold.name, None, sentence, None, rate, Unit.RATE, page, Effect.ACCEPTABLE)
    reached = [name for name, each in known if each.reach is Reach.HELD]
    could = [(name, each) for name, each in known if each.reach is Reach.AS_EXERCISED]
    limit = percent(rate)
    if reached:
        sentence = f"{' and '.join(reached)} hold{'s' if len(reached) == 1 else ''} {limit} or more"
    else:
        sentence = f"No known holder or group holds {limit} or more"
    if could:
        name, each = could[0]
        sentence += f"; {name} would reach it by exercising everything, with "
        sentence += percent(each.as_exercised_rate or ZERO)
    return Check(
        threshold.name, not reached, f"{sentence}{cite(page)}. New shares sold to others lower it.",
        largest, rate, Unit.RATE, page, Effect.ACCEPTABLE,
    )  # fmt: skip


def compensation(held: Held) -> Check:
    rate, limit = held.compensation, held.compensation_limit
    page = held.agreement.pages.get("compensation_limit_rate", "")
    if rate is None or limit is None:
        sentence = "A term of the agent's compensation is not available."
        return Check(
            "compensation", None, sentence, rate, limit, Unit.RATE, page, Effect.ACCEPTABLE
        )
    passed = rate <= limit
    than = "within" if passed else "more than"
    sentence = (
        f"At full use the agent's compensation comes to {percent(rate)} of the proceeds, {than} "
        f"the {percent(limit)} allowed{cite(page)}."
    )
    return Check("compensation", passed, sentence, rate, limit, Unit.RATE, page, Effect.ACCEPTABLE)


def volume(question: Question, held: Held) -> Check:
    page, volume = held.volume_page, held.volume
    if volume is None or question.shares is None:
        sentence = "The average daily volume, or the number of shares, is not available."
        return Check("volume", None, sentence, unit=Unit.DAYS, page=page)
    rates = (held.participation,) if held.participation else _PARTICIPATIONS
    days = [days_needed(question.shares, volume, rate) for rate in rates]
    sentence = (
        f"At {_listed([percent(rate) for rate in rates])} of {of_shares(volume)} a day, "
        f"{of_shares(question.shares)} need {_listed([f'{each or 0:,}' for each in days])} trading "
        f"days{cite(page)}."
    )
    if not held.participation:
        return Check("volume", True, sentence, page=page)
    return Check("volume", True, sentence, days[0], None, Unit.DAYS, page)


def _listed(words: list[str]) -> str:
    """20%, or 10%, 20% and 30%."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def class_b(price: Decimal | None, series: CallableSeries) -> Check:
    """Whether a callable series can be used at the price; the contract's name of it is Class B."""
    name, floor, page = series
    if price is None:
        sentence = f"The price at which the {name} would be called is not available."
        return Check("class_b", None, sentence, None, floor, Unit.PRICE, page)
    passed = price >= floor
    can = "can be called" if passed else "may be unusable"
    sentence = f"At {per_share(price)} the {name} {can}: their floor is {per_share(floor)}"
    return Check("class_b", passed, f"{sentence}{cite(page)}.", price, floor, Unit.PRICE, page)
