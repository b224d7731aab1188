"""The clocks of a warrant as lines to read: the day, what it allows, and how it is counted."""

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
    """One clock. `reached` says whether its day has come; of the two transfer clocks, one governs.

    `ends` marks the clock that takes a right away instead of giving one.
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
    """The clocks of an agent's warrant, with the terms that it was issued by; a series has none."""
    clocks = warrant.clocks()
    if clocks is None or warrant.agreement is None:
        return []
    version = version_of(warrant)
    return clock_lines(clocks, version, pages_of(warrant.agreement, version), as_of)


def clock_lines(
    clocks: Clocks, terms: Terms, pages: Mapping[str, str], as_of: date
) -> list[ClockLine]:
    """All clocks of a warrant by the terms that it follows, as they stand on a day."""
    last = "included" if terms.warrant_last_day_included else "not included"
    since = f"years after the issue on {day(clocks.issued_on)}"
    offering = f"years after the offering became effective on {day(terms.offering_effective_on)}"
    agreed, nasd = clocks.agreed_transfer_from, clocks.nasd_transfer_from
    rows = [
        (
            "Exercisable until",
            clocks.expires_on,
            "Exercise for cash, from the issue to this day.",
            f"{terms.warrant_life_years} {since}, the last day {last}",
            "warrant_life_years",
        ),
        (
            "Cashless from",
            clocks.cashless_from,
            "Exercise without paying: fewer shares, no cash.",
            f"{terms.warrant_cashless_years} {since}",
            "warrant_cashless_years",
        ),
        (
            "Transferable by the agreement from",
            agreed,
            (
                "Transfer to anybody. Before: to officers and partners of the agent and to "
                "distribution participants only."
            ),
            f"{terms.warrant_transfer_years} {since}",
            "warrant_transfer_years",
        ),
        (
            "Transferable by the NASD rule from",
            nasd,
            (
                "Transfer to anybody. Before: to officers and partners (not directors) of the "
                "agent, to distribution participants and to their officers and partners only."
            ),
            f"{terms.warrant_nasd_transfer_years} {offering}",
            "warrant_nasd_transfer_years",
        ),
        (
            "Registrable from",
            clocks.registrable_from,
            "Demand registration of the shares, or join one.",
            f"{terms.warrant_registration_years} {since}",
            "warrant_registration_years",
        ),
    ]
    return [
        ClockLine(
            name=name,
            day=on,
            allows=allows,
            counted=counted.replace("1 years", "1 year") if counted[:2] == "1 " else counted,
            page=pages.get(term, ""),
            reached=as_of > on if term == "warrant_life_years" else as_of >= on,
            ends=term == "warrant_life_years",
            governs=(term == "warrant_transfer_years" and agreed > nasd)
            or (term == "warrant_nasd_transfer_years" and nasd >= agreed),
        )
        for name, on, allows, counted, term in rows
    ]
