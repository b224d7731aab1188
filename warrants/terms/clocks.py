"""A warrant's clocks: its last day of exercise and the days its other rights begin (p. S-12)."""

from datetime import date, timedelta
from typing import NamedTuple


class ClockTerms(NamedTuple):
    """An agreement's clocks in years; the NASD's runs from `offering_effective_on`."""

    life_years: int
    last_day_included: bool
    cashless_years: int
    transfer_years: int
    nasd_transfer_years: int
    offering_effective_on: date
    registration_years: int


class Clocks(NamedTuple):
    """A warrant's key dates; `expires_on` is the last day of exercise."""

    issued_on: date
    cashless_from: date
    agreed_transfer_from: date
    nasd_transfer_from: date
    registrable_from: date
    expires_on: date

    @property
    def transferable_from(self) -> date:
        """The later of the two transfer clocks governs."""
        return max(self.agreed_transfer_from, self.nasd_transfer_from)


def clocks(issued_on: date, terms: ClockTerms) -> Clocks:
    """All clocks of a warrant issued on this day."""
    anniversary = years_after(issued_on, terms.life_years)
    return Clocks(
        issued_on=issued_on,
        cashless_from=years_after(issued_on, terms.cashless_years),
        agreed_transfer_from=years_after(issued_on, terms.transfer_years),
        nasd_transfer_from=years_after(terms.offering_effective_on, terms.nasd_transfer_years),
        registrable_from=years_after(issued_on, terms.registration_years),
        expires_on=anniversary if terms.last_day_included else anniversary - timedelta(days=1),
    )


def years_after(day: date, years: int) -> date:
    """The same calendar day years later; Feb 29 becomes Feb 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
