"""A check before a sale: its answer, figure and limit, the page it rests on, and what to do."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple


class Effect(StrEnum):
    """What a failed check does to a proposal."""

    REFUSED = "refused"  # until the cause is gone
    ACCEPTABLE = "acceptable"  # the CFO who approves may accept it, with a reason
    TOLD = "told"  # nothing, it is said


class Unit(StrEnum):
    """How a figure of a check is written."""

    DOLLARS = "dollars"
    SHARES = "shares"
    PRICE = "price"
    RATE = "rate"
    DAYS = "days"
    TEXT = ""


Figure = Decimal | int | str | None


class Check(NamedTuple):
    """One check: `passed` is None where an input is not available.

    `figure` is what the sale comes to, `limit` what it is held against, both in `unit`, None if
    not available. `sentence` says what the answer means and what to do about a failure.
    """

    name: str
    passed: bool | None
    sentence: str
    figure: Figure = None
    limit: Figure = None
    unit: Unit = Unit.TEXT
    page: str = ""
    effect: Effect = Effect.TOLD

    @property
    def answer(self) -> str:
        """`yes`, `no` or `unknown`, as the command prints it."""
        return "unknown" if self.passed is None else "yes" if self.passed else "no"

    @property
    def blocks(self) -> bool:
        """Whether it failed, and a proposal fails with it."""
        return self.passed is False and self.effect is not Effect.TOLD

    @property
    def refuses(self) -> bool:
        """Whether it failed, and nobody can accept that."""
        return self.passed is False and self.effect is Effect.REFUSED


#: The title of each check, in the order in which they are listed.
TITLES = {
    "agreement": "Capacity of the agreement",
    "shelf": "Shelf registration",
    "authorised": "Authorized shares",
    "nasdaq_20": "Nasdaq's 20% rule",
    "method": "Method of sale",
    "minimum_price": "Minimum price",
    "term": "Term of the agreement",
    "blackout": "Blackout",
    "representation": "Representation date",
    "lock_up": "Lock-up",
    "minimum_bid": "Nasdaq's minimum bid",
    "dgcl_203": "Delaware section 203",
    "rights_plan": "Stockholder rights plan",
    "compensation": "Agent's compensation",
    "volume": "Trading volume",
    "class_b": "Callable warrants",
}

#: What binds, as a sentence names it.
IN_WORDS = {
    "agreement": "the capacity of the agreement",
    "shelf": "the shelf registration",
    "authorised": "the authorized shares",
    "nasdaq_20": "Nasdaq's 20% rule",
    "method": "the method of sale",
    "minimum_price": "the minimum price",
    "term": "the term of the agreement",
    "blackout": "a blackout",
    "representation": "missing papers of a representation date",
    "lock_up": "the lock-up",
}


def percent(rate: Decimal) -> str:
    """A fraction as a percentage with at most two decimals: 20%, 19.3%, 6.09%."""
    hundredths = (100 * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{hundredths:.2f}".rstrip("0").removesuffix(".") + "%"


def written_plainly(figure: Figure, unit: Unit) -> str:
    """A figure as files write it: no separators, dollars with two decimals; empty if missing."""
    if figure is None:
        return ""
    if isinstance(figure, Decimal) and unit is Unit.DOLLARS:
        return f"{figure:.2f}"
    if isinstance(figure, Decimal) and unit is Unit.PRICE:
        return f"{figure:.6f}".removesuffix("00")
    if isinstance(figure, Decimal):
        return f"{figure.normalize():f}"
    return str(figure)


def plain(check: Check) -> dict[str, str]:
    """A check with the columns of the command `before_you_sell`, as texts."""
    return {
        "check": check.name,
        "passed": check.answer,
        "figure": written_plainly(check.figure, check.unit),
        "limit": written_plainly(check.limit, check.unit),
        "page": check.page,
        "sentence": check.sentence,
    }
