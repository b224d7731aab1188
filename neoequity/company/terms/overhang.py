"""Options and warrants that may still become shares, each counted once (p. S-9)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from neoequity.books.refusal import Reason
from placements.terms.split import StockSplit, Traded, shares_on

OTHERS = "Other options and warrants"
RATE_STEP = Decimal("0.000001")


class Stated(NamedTuple):
    """Options and warrants outstanding as a document states them for the end of a day, in shares.

    `in_register` is the part of `total` that the warrant register holds: 3,413,600 Class B
    Warrants of the 8,593,877 on p. S-9.
    """

    on: date
    total: int
    in_register: int


class Part(NamedTuple):
    """Shares that one source may still bring."""

    name: str
    shares: int


class Overhang(NamedTuple):
    """Shares that options and warrants may still bring, all in the shares of one day.

    `others` is what stands outside the register, None if no document stated it; `register` the
    outstanding warrants of the register, by series; `earned` the warrants earned on sales and not
    issued yet, by state.
    """

    others: int | None
    register: tuple[Part, ...] = ()
    earned: tuple[Part, ...] = ()

    @property
    def held(self) -> int | None:
        """Options and warrants in somebody's hands: others + register; None if not available."""
        return None if self.others is None else self.others + _sum(self.register)

    @property
    def unissued(self) -> int:
        """Warrants earned on sales and not issued yet."""
        return _sum(self.earned)

    @property
    def total(self) -> int | None:
        """All of them: held + unissued; None if not available."""
        return None if self.held is None else self.held + self.unissued

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every known source, those outside the register first."""
        others = () if self.others is None else (Part(OTHERS, self.others),)
        return (*others, *self.register, *self.earned)


class Layer(NamedTuple):
    """One source, stacked on the shares outstanding and on the sources before it.

    `total` is the count up to and with this source, `dilution` what outstanding shares lose by
    then, and `share` the source's fraction of the count after all sources. Fractions, six
    decimals half-up.
    """

    name: str
    shares: int
    total: int
    dilution: Decimal
    share: Decimal


def reasons_against(stated: Stated) -> Iterator[Reason]:
    """Why this cannot be a stated total and its part in the register."""
    if stated.total < 0:
        yield Reason("Options and warrants must be for 0 shares or more.", "total")
    elif not 0 <= stated.in_register <= stated.total:
        yield Reason(
            f"The part in the register must be 0 to {stated.total:,} shares, the stated total; "
            f"{stated.in_register:,} is not.",
            "in_register",
        )


def outside_the_register(
    stated: Stated, day: date, splits: Sequence[StockSplit] = (), changes: Iterable[Traded] = ()
) -> int:
    """The stated options and warrants that the register does not hold, in the shares of `day`.

    `changes` are what has come (positive) or gone (negative: exercised, expired) outside the
    register; those up to the stated day are in the stated total already. Splits in order; each
    drops the fraction of the sum, for the single options are not known.
    """
    since = [change for change in changes if change[0] > stated.on]
    return shares_on(day, [(stated.on, stated.total - stated.in_register), *since], splits)


def dilution(outstanding: int | None, more: int | None) -> Decimal | None:
    """What outstanding shares lose if `more` are issued: more / (outstanding + more).

    A fraction, six decimals half-up: 0.282168 for 8,593,877 on 21,862,772 (p. S-9: "approximately
    28%"). None if a figure is not available or there are no shares at all.
    """
    if outstanding is None or more is None or not outstanding + more:
        return None
    return _fraction(more, outstanding + more)


def stacked(outstanding: int, parts: Sequence[Part]) -> list[Layer]:
    """The sources one on top of another, in their order; sources without shares are left out."""
    layers = []
    total, everything = outstanding, outstanding + _sum(parts)
    for part in parts:
        if part.shares:
            total += part.shares
            diluted = _fraction(total - outstanding, total)
            share = _fraction(part.shares, everything)
            layers.append(Layer(part.name, part.shares, total, diluted, share))
    return layers


def _sum(parts: Iterable[Part]) -> int:
    return sum(part.shares for part in parts)


def _fraction(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(RATE_STEP, ROUND_HALF_UP)
