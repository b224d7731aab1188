"""Warrants whose price no longer follows from their sales, and how to correct them.

A sale was reversed and booked again, recorded late, or corrected after its warrant was issued. This
is a finding, not a difference: the warrant stands until it is cancelled and issued again.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.money import of_shares, per_share
from warrants.models.facts import Standing
from warrants.selectors.accruals import Accrual, accruals
from warrants.selectors.owed import Part
from warrants.selectors.register import Holding, holdings
from warrants.terms.counting import between, moved
from warrants.terms.grant import EXERCISE_STEP
from warrants.terms.split import Ratio

#: The reason with which the cancellation page is prefilled.
REASON = "Its price no longer follows from the sales; issued anew."


class Misfit(NamedTuple):
    """Warrants of one accrual whose price no longer follows from its sales.

    `parts` are the outstanding holdings, to be cancelled before the warrant is issued again.
    """

    accrual: Accrual
    warrants: tuple[Standing, ...]
    parts: tuple[Part, ...]

    @property
    def sentence(self) -> str:
        """What was issued, what the sales earn, and what to do."""
        grant = self.accrual.owed.grant
        listed = " and ".join(
            f"warrant {standing.warrant.number} for {of_shares(_shares(standing, self.accrual))} "
            f"at {per_share(_price(standing, self.accrual))}"
            for standing in self.warrants
        )
        verb = "stand" if len(self.warrants) > 1 else "stands"
        return (
            f"{listed[0].upper()}{listed[1:]} {verb} issued for {self.accrual.name} of the "
            f"{self.accrual.agreement.name}; its sales now earn {of_shares(grant.shares)} at "
            f"{per_share(grant.exercise_price)}. Cancel what is outstanding with a reason, then "
            "issue the warrant anew."
        )


def misfits(as_of: date) -> list[Misfit]:
    """All misfits on a day."""
    return misfits_among(accruals(as_of), as_of)


def misfits_among(accruals_of_day: Iterable[Accrual], as_of: date) -> list[Misfit]:
    """The misfits among accruals of the day; holdings are read only if there is one."""
    mispriced = [(accrual, tuple(_wrong(accrual))) for accrual in accruals_of_day]
    mispriced = [(accrual, warrants) for accrual, warrants in mispriced if warrants]
    if not mispriced:
        return []
    by_warrant: dict[int, list[Holding]] = {}
    for holding in holdings(as_of):
        by_warrant.setdefault(holding.warrant.pk, []).append(holding)
    return [
        Misfit(
            accrual,
            warrants,
            tuple(
                Part(holding, holding.shares)
                for standing in warrants
                for holding in by_warrant.get(standing.warrant.pk, [])
            ),
        )
        for accrual, warrants in mispriced
    ]


def _wrong(accrual: Accrual) -> Iterable[Standing]:
    grant = accrual.owed.grant
    if not grant.shares:
        return  # without sales there is no price: the warrants are over-issued
    for standing in accrual.warrants:
        tolerance = _rounding(_since(standing, accrual))
        difference = abs(_price(standing, accrual) - grant.exercise_price)
        if standing.outstanding and difference > tolerance:
            yield standing


def _rounding(ratio: Ratio) -> Decimal:
    """The tolerance for a price carried through splits, as it was rounded before them, too."""
    if ratio.new == ratio.old:
        return Decimal(0)
    return EXERCISE_STEP / 2 * (1 + Decimal(ratio.old) / ratio.new)


def _since(standing: Standing, accrual: Accrual) -> Ratio:
    """The splits from the warrant's day to the day on which the accrual counts, or back."""
    issued_on, day = standing.warrant.issued_on, accrual.counted_on
    forward = between(accrual.splits, issued_on, day)
    back = between(accrual.splits, day, issued_on)
    return Ratio(forward.new * back.old, forward.old * back.new)


def _price(standing: Standing, accrual: Accrual) -> Decimal:
    price = standing.warrant.exercise_price
    assert price is not None  # noqa: S101  # an agent's warrant has its price
    return _since(standing, accrual).price(price)


def _shares(standing: Standing, accrual: Accrual) -> int:
    return moved(standing.shares, accrual.splits, standing.warrant.issued_on, accrual.counted_on)
