"""The warrant's clocks: until when it can be exercised, and from when it may do what (p. S-12)."""

from datetime import date, timedelta
from typing import NamedTuple


class ClockTerms(NamedTuple):
    """The years of an agreement's clocks; `offering_effective_on` starts the NASD's."""

    life_years: int
    last_day_included: bool
    cashless_years: int
    transfer_years: int
    nasd_transfer_years: int
    offering_effective_on: date
    registration_years: int


class Clocks(NamedTuple):
    """A warrant's days. `expires_on` is the last day on which it can be exercised."""

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
    """The same day of the same month, years later; 29 February falls on the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
