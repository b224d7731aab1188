"""Who may take a warrant while a clock still runs: every category, under each of the clocks."""

from datetime import date

import pytest

from warrants.terms.clocks import Clocks
from warrants.terms.holders import CATEGORIES, reasons_against_transfer

CLOCKS = Clocks(
    issued_on=date(2001, 11, 15),
    cashless_from=date(2002, 11, 15),
    agreed_transfer_from=date(2002, 11, 15),
    nasd_transfer_from=date(2002, 12, 3),
    registrable_from=date(2002, 11, 15),
    expires_on=date(2006, 11, 15),
)
BOTH_RUN, NASD_RUNS, NONE_RUNS = date(2002, 11, 14), date(2002, 11, 15), date(2002, 12, 3)
# The clocks that forbid: on the last day of the agreement's, on the next, when both have run.
FORBIDDEN = {
    "agent": (2, 1, 0),
    "agent_officer": (0, 0, 0),
    "agent_partner": (0, 0, 0),
    "agent_director": (2, 1, 0),
    "participant": (0, 0, 0),
    "participant_officer": (1, 0, 0),
    "other": (2, 1, 0),
}


def sentences(category: str, on: date) -> list[str]:
    found = reasons_against_transfer(category, on, CLOCKS, ("p. S-11", "p. S-12"))
    return [reason.sentence for reason in found]


def test_every_category_is_in_the_table() -> None:
    assert set(FORBIDDEN) == set(CATEGORIES)


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_clocks_that_forbid(category: str) -> None:
    days = (BOTH_RUN, NASD_RUNS, NONE_RUNS)
    assert tuple(len(sentences(category, day)) for day in days) == FORBIDDEN[category]


def test_a_director_of_the_agent_is_not_exempt_and_is_told_so_with_the_pages() -> None:
    assert sentences("agent_director", BOTH_RUN) == [
        (
            "By the agreement the warrant cannot be transferred before 2002-11-15 to a holder of "
            "the category “director of the agent” (p. S-11); the transfer is dated 2002-11-14."
        ),
        (
            "By the NASD rule the warrant cannot be transferred before 2002-12-03 to a holder of "
            "the category “director of the agent” (p. S-12); the transfer is dated 2002-11-14."
        ),
    ]
