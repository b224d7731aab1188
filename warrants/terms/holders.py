"""Who may receive a warrant while a transfer clock is still running (p. S-12)."""

from collections.abc import Iterator
from datetime import date

from neoequity.books.refusal import Reason, cite
from warrants.terms.clocks import Clocks

CATEGORIES = {
    "agent": "Agent",
    "agent_officer": "Officer of the agent",
    "agent_partner": "Partner of the agent",
    "agent_director": "Director of the agent",
    "participant": "Distribution participant",
    "participant_officer": "Officer or partner of a distribution participant",
    "other": "Other",
}
# "except to officers and partners of Cantor or Distribution Participants other than Cantor"
AGREED_EXEMPT = frozenset({"agent_officer", "agent_partner", "participant"})
# "except to officers or partners (not directors) of Cantor and any Distribution Participants
# and/or their officers or partners"
NASD_EXEMPT = AGREED_EXEMPT | {"participant_officer"}


def reasons_against_transfer(
    category: str, on: date, clocks: Clocks, pages: tuple[str, str]
) -> Iterator[Reason]:
    """Reasons against a transfer to a holder of this category on this day, one for each clock.

    `pages` cite the agreement's clock and the NASD's.
    """
    recipient = CATEGORIES[category].lower()
    for name, starts, exempt, page in (
        ("the agreement", clocks.agreed_transfer_from, AGREED_EXEMPT, pages[0]),
        ("the NASD rule", clocks.nasd_transfer_from, NASD_EXEMPT, pages[1]),
    ):
        if on < starts and category not in exempt:
            yield Reason(
                f"By {name} the warrant cannot be transferred before {starts} to a holder of the "
                f"category “{recipient}”{cite(page)}; the transfer is dated {on}.",
                "holder_to",
            )
