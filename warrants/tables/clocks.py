"""A warrant's key dates as lines of a table: the day, what it allows, how it is counted."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from neoequity.books.templatetags.books import day
from placements.models.terms import Terms
from warrants.models import Warrant
from warrants.models.accrual import pages_of
from warrants.models.facts import version_of
from warrants.terms.clocks import Clocks


class ClockLine(NamedTuple):
    """One clock; `reached` says whether its day has come.

    `ends` marks the clock that ends a right instead of starting one, `governs` the later one of the
    two transfer clocks.
    """

    name: str
    day: date
    allows: str
    counted: str
    page: str
    reached: bool
    ends: bool = False
    governs: bool = False


def clocks_of(warrant: Warrant, as_of: date) -> list[ClockLine]:
    """The clocks of an agent's warrant by the terms of its issue; empty for a series."""
    clocks = warrant.clocks()
    if clocks is None or warrant.agreement is None:
        return []
    version = version_of(warrant)
    return clock_lines(clocks, version, pages_of(warrant.agreement, version), as_of)


def clock_lines(
    clocks: Clocks, terms: Terms, pages: Mapping[str, str], as_of: date
) -> list[ClockLine]:
    """All clocks of a warrant by its terms, as they stand on a day."""
    since = f"years after the issue on {day(clocks.issued_on)}"
    return [
        _expiry(clocks, terms, pages, as_of, since),
        ClockLine(
            name="Cashless from",
            day=clocks.cashless_from,
            allows="Cashless exercise: fewer shares, no payment.",
            counted=_counted(terms.warrant_cashless_years, since),
            page=pages.get("warrant_cashless_years", ""),
            reached=as_of >= clocks.cashless_from,
        ),
        *_transfers(clocks, terms, pages, as_of, since),
        ClockLine(
            name="Registrable from",
            day=clocks.registrable_from,
            allows="Demand registration of the shares, or join another's.",
            counted=_counted(terms.warrant_registration_years, since),
            page=pages.get("warrant_registration_years", ""),
            reached=as_of >= clocks.registrable_from,
        ),
    ]


def _expiry(
    clocks: Clocks, terms: Terms, pages: Mapping[str, str], as_of: date, since: str
) -> ClockLine:
    last = "included" if terms.warrant_last_day_included else "not included"
    return ClockLine(
        name="Exercisable until",
        day=clocks.expires_on,
        allows="Exercise for cash, from issuance through this day.",
        counted=_counted(terms.warrant_life_years, f"{since}, the last day {last}"),
        page=pages.get("warrant_life_years", ""),
        reached=as_of > clocks.expires_on,
        ends=True,
    )


def _transfers(
    clocks: Clocks, terms: Terms, pages: Mapping[str, str], as_of: date, since: str
) -> list[ClockLine]:
    agreed, nasd = clocks.agreed_transfer_from, clocks.nasd_transfer_from
    offering = f"years after the offering became effective on {day(terms.offering_effective_on)}"
    return [
        ClockLine(
            name="Transferable by the agreement from",
            day=agreed,
            allows="Transfer to anyone. Until then: to officers and partners of the agent and to "
            "distribution participants only.",
            counted=_counted(terms.warrant_transfer_years, since),
            page=pages.get("warrant_transfer_years", ""),
            reached=as_of >= agreed,
            governs=agreed > nasd,
        ),
        ClockLine(
            name="Transferable by the NASD rule from",
            day=nasd,
            allows="Transfer to anyone. Until then: to officers and partners (not directors) of "
            "the agent, to distribution participants and to their officers and partners only.",
            counted=_counted(terms.warrant_nasd_transfer_years, offering),
            page=pages.get("warrant_nasd_transfer_years", ""),
            reached=as_of >= nasd,
            governs=nasd >= agreed,
        ),
    ]


def _counted(years: int | None, since: str) -> str:
    """3 years after the issue on Nov 9, 2001."""
    return f"{years} {since.replace('years', 'year', 1) if years == 1 else since}"
