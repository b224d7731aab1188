"""Can we sell so many shares at this price, and what stops us: every check in one answer."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import dollars, of_shares, per_share
from neoequity.company.terms import check_amounts as amounts
from neoequity.company.terms import check_rules as rules
from neoequity.company.terms.binding import Binding, DollarLimit, Limit, ShareLimit, binding
from neoequity.company.terms.checks import IN_WORDS, Check
from neoequity.company.terms.headroom import most_shares
from neoequity.company.terms.held import Held, Question, SharesHeld, ShelfHeld, TwentyHeld

#: The limits that say how many shares can be sold; the other checks allow all or nothing.
AMOUNTS = ("agreement", "shelf", "authorised", "nasdaq_20")


class Answer(NamedTuple):
    """Every check, and the most that can be sold at the price; None without a price."""

    question: Question
    checks: tuple[Check, ...]
    most: Binding | None

    @property
    def failed(self) -> list[Check]:
        """The checks that failed, whatever that does."""
        return [check for check in self.checks if check.passed is False]

    @property
    def blocking(self) -> list[Check]:
        """The failed checks with which a proposal fails, unless they are accepted."""
        return [check for check in self.checks if check.blocks]

    @property
    def sentence(self) -> str:
        """The answer in one sentence: how much can be sold, and what binds first."""
        most = self.most
        if most is None or most.shares is None or most.dollars is None:
            return "Enter a price per share to see how much you can sell."
        names = " and ".join(IN_WORDS[name] for name in most.names)
        if most.shares == 0:
            return f"You cannot sell at {per_share(most.price)} now; what binds: {names}."
        unknown = " and ".join(IN_WORDS[name] for name in most.unknown)
        without = f" Not available, so not counted: {unknown}." if unknown else ""
        return (
            f"You can sell up to {of_shares(most.shares)} for {dollars(most.dollars)} at "
            f"{per_share(most.price)}; first to bind: {names}.{without}"
        )


def answer(question: Question, held: Held) -> Answer:
    """Every check of the question against what the books hold."""
    checks = tuple(_checks(question, held))
    most = None
    if question.price is not None:
        most = binding(limits(held, checks, question.minimum), question.price)
    return Answer(question, checks, most)


def limits(
    held: Held, checks: tuple[Check, ...] = (), minimum: Decimal | None = None
) -> list[Limit]:
    """The limits on the number of shares; a check that allows nothing is a limit of 0 shares."""
    agreement = held.agreement
    found = amounts_left(agreement.free, held.shelf, held.shares, held.twenty, agreement.coverage)
    if minimum is not None:
        found.append(ShareLimit("minimum_price", 0, below=minimum))
    found += [
        ShareLimit(check.name, 0)
        for check in checks
        if check.refuses and check.name not in (*AMOUNTS, "minimum_price")
    ]
    return found


def amounts_left(
    free: Decimal, shelf: ShelfHeld, shares: SharesHeld, twenty: TwentyHeld, coverage: Decimal
) -> list[Limit]:
    """What agreement, shelf, authorized shares and the 20% rule leave; `free` in dollars."""
    left = shares.left
    found: list[Limit] = [
        DollarLimit("agreement", free),
        DollarLimit("shelf", shelf.left),
        ShareLimit("authorised", None if left is None else most_shares(left, coverage)),
    ]
    return [*found, ShareLimit("nasdaq_20", twenty.use.left)] if twenty.counts else found


def _checks(question: Question, held: Held) -> Iterator[Check]:
    yield amounts.agreement(question, held.agreement)
    yield amounts.shelf(question, held.shelf)
    yield amounts.authorized(question, held)
    yield amounts.nasdaq_20(question, held.twenty)
    if question.method:
        yield rules.method(question, held.agreement)
    if question.minimum is not None and question.price is not None:
        yield rules.minimum_price(question.price, question.minimum, held.agreement)
    yield rules.term(question, held)
    yield from rules.blackouts(question, held)
    yield from rules.representations(question, held)
    yield rules.lock_up(held)
    yield rules.minimum_bid(held)
    yield from map(rules.threshold, held.thresholds)
    yield rules.compensation(held)
    yield rules.volume(question, held)
    for series in held.series:
        yield rules.class_b(question.price, series)
