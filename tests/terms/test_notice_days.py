"""The days of a notice: when it may have been traded, and when it may settle."""

from datetime import date

import pytest

from neoequity.books.calendar import DayKind
from placements.terms.lifecycle import PlacementState, Suspension
from tests.terms.notices import CLOSED, DRAFT, OPEN, SUSPENDED, against

A_STORM = {date(2001, 11, 9): DayKind(False, True, "a storm, NASD Notice 01-99")}


# Trade date


@pytest.mark.parametrize("day", ["2001-10-29", "2001-11-12", "2001-11-13"])
def test_a_trade_date_may_be_any_trading_day_from_acceptance_to_today(day: str) -> None:
    assert against(trade_date=date.fromisoformat(day)) == ""


@pytest.mark.parametrize(
    ("day", "placement", "sentence"),
    [
        (
            "2001-10-26",
            OPEN,
            (
                "The trade date 2001-10-26 is before 2001-10-29, the day on which placement 2 "
                "was accepted (p. S-11)."
            ),
        ),
        (
            "2001-11-09",
            CLOSED,
            (
                "The trade date 2001-11-09 is after 2001-11-08, the day on which placement 2 was "
                "closed (p. S-11)."
            ),
        ),
        (
            "2001-11-07",
            SUSPENDED,
            (
                "Placement 2 has been suspended since 2001-11-07: a sale of 2001-11-07 cannot be "
                "booked under it (p. S-11)."
            ),
        ),
        (
            "2001-11-14",
            OPEN,
            "The trade date 2001-11-14 is in the future; today is 2001-11-13.",
        ),
        ("2001-11-10", OPEN, "2001-11-10 is not a trading day (weekend)."),
        (
            "2001-11-09",
            DRAFT,
            (
                "Placement 2 is a draft: nothing may be sold under a placement that the agent "
                "has not accepted (p. S-11)."
            ),
        ),
        (
            "2001-11-09",
            DRAFT._replace(status="withdrawn"),
            (
                "Placement 2 is withdrawn: nothing may be sold under a placement that the agent "
                "has not accepted (p. S-11)."
            ),
        ),
    ],
    ids=str,
)
def test_a_trade_date_outside_the_placements_open_days_is_refused(
    day: str, placement: PlacementState, sentence: str
) -> None:
    assert against(placement=placement, trade_date=date.fromisoformat(day)) == sentence


def test_a_holiday_is_named() -> None:
    thanksgiving = date(2001, 11, 22)
    assert (
        against(trade_date=thanksgiving, today=thanksgiving)
        == "2001-11-22 is not a trading day (Thanksgiving Day)."
    )


def test_a_day_that_a_user_closed_the_exchange_on_is_refused_with_its_source() -> None:
    assert against(exceptions=A_STORM) == (
        "2001-11-09 is not a trading day (a storm, NASD Notice 01-99)."
    )


@pytest.mark.parametrize("placement", [CLOSED, SUSPENDED], ids=["closed", "suspended"])
def test_a_sale_made_before_the_close_or_suspension_can_still_be_booked(
    placement: PlacementState,
) -> None:
    assert against(placement=placement, trade_date=date(2001, 11, 6)) == ""


@pytest.mark.parametrize(
    ("trade_date", "sentence"),
    [
        (date(2001, 11, 1), ""),
        (date(2001, 11, 2), "from 2001-11-02 until 2001-11-07"),
        (date(2001, 11, 6), "from 2001-11-02 until 2001-11-07"),
        (date(2001, 11, 7), ""),
    ],
)
def test_nothing_is_sold_from_a_suspension_on_until_the_day_of_resuming(
    trade_date: date, sentence: str
) -> None:
    resumed = OPEN._replace(suspensions=[Suspension(date(2001, 11, 2), date(2001, 11, 7))])
    told = sentence and (
        f"Placement 2 was suspended {sentence}: a sale of {trade_date} cannot be booked under it "
        "(p. S-11)."
    )
    assert against(placement=resumed, trade_date=trade_date) == told


def test_a_suspension_that_led_to_the_closing_holds_for_good() -> None:
    closed = CLOSED._replace(suspensions=[Suspension(date(2001, 11, 7), None)])
    assert against(placement=closed, trade_date=date(2001, 11, 8)) == (
        "Placement 2 was suspended from 2001-11-07 until it was closed: a sale of 2001-11-08 "
        "cannot be booked under it (p. S-11)."
    )
    assert against(placement=closed, trade_date=date(2001, 11, 6)) == ""


def test_a_sale_of_the_closing_day_itself_can_be_booked() -> None:
    assert against(placement=CLOSED, trade_date=date(2001, 11, 8)) == ""


# Settlement date


def test_the_rules_own_settlement_date_needs_no_reason() -> None:
    assert against(settlement_date=date(2001, 11, 15)) == ""


def test_another_settlement_date_needs_a_reason() -> None:
    assert against(settlement_date=date(2001, 11, 16), settlement_reason=" \t") == (
        "The settlement date 2001-11-16 is not the rule's 2001-11-15: say why the parties "
        "agreed on another (p. S-11)."
    )
    assert against(settlement_date=date(2001, 11, 16), settlement_reason="block trade") == ""


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2001-11-09", "The settlement date 2001-11-09 is not after the trade date 2001-11-09."),
        ("2001-11-08", "The settlement date 2001-11-08 is not after the trade date 2001-11-09."),
        ("2001-11-12", "2001-11-12 is not a settlement day (Veterans Day (observed))."),
        ("2001-11-17", "2001-11-17 is not a settlement day (weekend)."),
    ],
)
def test_a_reason_does_not_make_an_impossible_settlement_date_possible(
    day: str, sentence: str
) -> None:
    day_agreed = date.fromisoformat(day)
    assert against(settlement_date=day_agreed, settlement_reason="agreed") == sentence
