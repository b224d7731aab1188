"""What is owed on the facts of a placement or programme, state by state (p. S-11, S-12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from warrants.terms.entitlement import (
    Earned,
    entitlement,
    reasons_against_issue,
)
from warrants.terms.grant import Part

SETTLED = Earned(
    parts=(Part(949_710, Decimal("3822967.00"), Decimal("0.10"), Decimal("1.30")),),
    open=False,
    unsettled=0,
    last_settlement=date(2001, 11, 15),
    closed_on=date(2001, 11, 9),
    issued=0,
    due_days=7,
)
STATES: list[tuple[dict[str, Any], str, int, int]] = [
    ({"open": True, "unsettled": 1}, "accruing", 94_971, 0),
    ({"open": True}, "accruing", 94_971, 0),
    ({"unsettled": 1}, "unsettled", 94_971, 0),
    ({}, "due", 94_971, 0),
    ({"issued": 94_970}, "due", 1, 0),
    ({"issued": 94_971}, "issued", 0, 0),
    ({"issued": 94_981}, "issued", 0, 10),
    ({"parts": (), "issued": 94_971}, "issued", 0, 94_971),
]


@pytest.mark.parametrize(("facts", "state", "to_issue", "over"), STATES)
def test_the_state_and_what_is_left(
    facts: dict[str, Any], state: str, to_issue: int, over: int
) -> None:
    owed = entitlement(SETTLED._replace(**facts))
    assert (owed.state, owed.to_issue, owed.over_issued) == (state, to_issue, over)


@pytest.mark.parametrize(
    ("facts", "due_on"),
    [
        ({}, date(2001, 11, 22)),  # seven days after the settlement
        ({"closed_on": date(2001, 11, 20)}, date(2001, 11, 27)),  # after the notice, if later
        ({"closed_on": None}, date(2001, 11, 22)),  # sold in full: no notice
        ({"open": True}, None),
    ],
)
def test_it_is_due_seven_days_after_the_later_of_settlement_and_notice(
    facts: dict[str, Any], due_on: date | None
) -> None:
    owed = entitlement(SETTLED._replace(**facts))
    assert (owed.due_on, owed.dated) == (due_on, date(2001, 11, 15))


@pytest.mark.parametrize(
    ("facts", "today", "sentences"),
    [
        ({}, date(2001, 11, 15), []),
        (
            {"open": True},
            date(2001, 11, 30),
            ["More may still be sold under placement 1: its warrant is accruing (p. S-11)."],
        ),
        (
            {"unsettled": 1},
            date(2001, 11, 30),
            [
                (
                    "1 sale is not settled under placement 1: its warrant is issued once all are "
                    "(p. S-11)."
                )
            ],
        ),
        (
            {"unsettled": 2},
            date(2001, 11, 30),
            [
                (
                    "2 sales are not settled under placement 1: its warrant is issued once all are "
                    "(p. S-11)."
                )
            ],
        ),
        (
            {"issued": 94_971},
            date(2001, 11, 30),
            ["No further warrant is owed for placement 1 (p. S-11)."],
        ),
        (
            {},
            date(2001, 11, 14),
            ["The last settlement of placement 1 is on 2001-11-15, after 2001-11-14."],
        ),
    ],
)
def test_each_reason_against_issuing(
    facts: dict[str, Any], today: date, sentences: list[str]
) -> None:
    owed = entitlement(SETTLED._replace(**facts))
    found = reasons_against_issue(owed, "placement 1", today, "p. S-11")
    assert [reason.sentence for reason in found] == sentences
