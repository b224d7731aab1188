"""When the delivery of a sale may be recorded as failed, and when the sale falls due again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.calendar import NO_EXCEPTIONS, is_settlement_day
from placements.terms.delivery_failure import (
    Undelivered,
    reason_against_delivery,
    reasons_against_failure,
)

THURSDAY, FRIDAY, SATURDAY = date(2001, 11, 15), date(2001, 11, 16), date(2001, 11, 17)
SALE = Undelivered("Sale 1 of the Sales Agreement", "sale", due_on=THURSDAY)


def against(
    sale: Undelivered = SALE,
    *,
    failed_on: date = THURSDAY,
    new_day: date = FRIDAY,
    reason: str = "no instruction",
    today: date = FRIDAY,
) -> list[str]:
    found = reasons_against_failure(
        [sale],
        failed_on=failed_on,
        new_day=new_day,
        reason=reason,
        today=today,
        exceptions=NO_EXCEPTIONS,
    )
    return [each.sentence for each in found]


def test_a_delivery_fails_on_the_day_on_which_its_sale_falls_due() -> None:
    assert against() == []


def test_a_delivery_does_not_fail_before_its_sale_falls_due() -> None:
    assert against(failed_on=date(2001, 11, 14)) == [
        (
            "Sale 1 of the Sales Agreement falls due on 2001-11-15: its delivery cannot have "
            "failed on 2001-11-14, before that."
        )
    ]


def test_a_delivery_does_not_fail_in_the_future() -> None:
    assert against(failed_on=FRIDAY, new_day=date(2001, 11, 19), today=THURSDAY) == [
        "A failure on 2001-11-16 is in the future; today is 2001-11-15."
    ]


def test_a_sale_falls_due_again_after_the_failure() -> None:
    assert against(new_day=THURSDAY) == [
        "The new day must be after 2001-11-15, on which the delivery failed."
    ]


def test_a_sale_falls_due_again_on_a_settlement_day() -> None:
    assert against(new_day=SATURDAY) == ["2001-11-17 is not a settlement day (weekend)."]


def test_a_failure_has_a_reason() -> None:
    assert against(reason="  ") == ["Enter the reason why the delivery failed."]


@pytest.mark.parametrize(
    ("sale", "sentence"),
    [
        (
            SALE._replace(kind="adjustment", due_on=None),
            "Sale 1 of the Sales Agreement is not a sale: nothing is delivered for it.",
        ),
        (
            SALE._replace(delivered_on=THURSDAY),
            "Sale 1 of the Sales Agreement was delivered on 2001-11-15.",
        ),
        (
            SALE._replace(reversed_on=THURSDAY),
            "Sale 1 of the Sales Agreement was reversed: there is nothing to deliver.",
        ),
    ],
)
def test_a_delivery_fails_for_a_sale_that_stands_undelivered(
    sale: Undelivered, sentence: str
) -> None:
    assert against(sale) == [sentence]


_DAYS = st.integers(0, 400).map(lambda days: THURSDAY + timedelta(days=days))


@given(failed_on=_DAYS, new_day=_DAYS)
def test_what_is_not_refused_runs_forward_over_settlement_days(
    failed_on: date, new_day: date
) -> None:
    accepted = not against(failed_on=failed_on, new_day=new_day, today=date(2003, 1, 1))
    assert accepted is (
        failed_on < new_day and is_settlement_day(failed_on) and is_settlement_day(new_day)
    )


def test_shares_are_not_delivered_before_the_day_of_the_last_failure() -> None:
    assert reason_against_delivery("Sale 1", THURSDAY, FRIDAY) == (
        "Sale 1 was not delivered on 2001-11-15: its delivery failed on 2001-11-16."
    )
    assert reason_against_delivery("Sale 1", FRIDAY, FRIDAY) == ""
    assert reason_against_delivery("Sale 1", FRIDAY, None) == ""
