"""The Pfizer payments: at most $12,000,000 together (Form 8-K of Mar 19, 2001)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.company.terms.milestones import Milestone, Summary, reasons_against, summary

CEILING = Decimal("12000000.00")
PAGE = "Form 8-K of Mar 19, 2001"
TODAY = date(2001, 11, 13)


def payment(
    amount: str, probability: str = "1", key: str = "initial", received_on: date | None = None
) -> Milestone:
    return Milestone(
        key,
        "Pfizer Inc",
        "Signing",
        Decimal(amount),
        date(2002, 6, 30),
        Decimal(probability),
        received_on,
    )


# The single amounts are not public: these are made up, under the published ceiling.
INITIAL = payment("500000.00", received_on=date(2001, 3, 30))
TRIAL = payment("1500000.00", "0.35", "first trial")
APPROVAL = payment("10000000.00", "0.05", "final approval")


def test_the_summary_tells_received_expected_and_weighted_apart() -> None:
    """1,500,000 x 35% = 525,000 and 10,000,000 x 5% = 500,000."""
    told = summary([INITIAL, TRIAL], CEILING, TODAY)
    assert told == Summary(
        CEILING, Decimal("500000.00"), Decimal("1500000.00"), Decimal("525000.00")
    )
    both = summary([INITIAL, TRIAL, APPROVAL], CEILING, TODAY)
    assert both.weighted == Decimal("1025000.00")


def test_what_is_left_is_the_ceiling_less_what_was_received() -> None:
    told = summary([INITIAL, TRIAL], CEILING, TODAY)
    assert told.left == Decimal("11500000.00")
    assert told.unassigned == Decimal("10000000.00")


def test_on_an_earlier_day_a_payment_is_still_expected() -> None:
    told = summary([INITIAL], CEILING, date(2001, 3, 29))
    assert (told.received, told.expected) == (Decimal("0.00"), Decimal("500000.00"))


def test_payments_up_to_the_ceiling_are_accepted_to_the_cent() -> None:
    assert list(reasons_against(APPROVAL, [INITIAL, TRIAL], CEILING, PAGE)) == []


def test_a_cent_more_than_the_ceiling_is_refused_whatever_its_probability() -> None:
    cent_more = APPROVAL._replace(amount=Decimal("10000000.01"))
    assert [
        each.sentence for each in reasons_against(cent_more, [INITIAL, TRIAL], CEILING, PAGE)
    ] == [
        (
            "$10,000,000.01 is more than the $10,000,000.00 left of the $12,000,000.00 that the "
            "initial payment and all milestones may come to together (Form 8-K of Mar 19, 2001)."
        )
    ]


@pytest.mark.parametrize(
    ("amount", "probability", "sentence"),
    [
        ("0.00", "0.5", "Enter an amount of more than $0.00."),
        ("1.00", "1.01", "Enter a probability from 0% to 100%."),
        ("1.00", "-0.01", "Enter a probability from 0% to 100%."),
    ],
)
def test_a_payment_without_an_amount_or_with_odd_chances_is_refused(
    amount: str, probability: str, sentence: str
) -> None:
    reasons = reasons_against(payment(amount, probability), [], CEILING, PAGE)
    assert [each.sentence for each in reasons] == [sentence]


payments = st.lists(
    st.builds(
        lambda amount, chance, received: payment(
            str(amount), str(chance), received_on=TODAY if received else None
        ),
        st.decimals("0.01", "9000000", places=2),
        st.decimals("0", "1", places=2),
        st.booleans(),
    ),
    max_size=8,
)


@given(payments)
def test_whatever_is_accepted_never_exceeds_the_ceiling_together(offered: list[Milestone]) -> None:
    kept: list[Milestone] = []
    for each in offered:
        if not list(reasons_against(each, kept, CEILING, PAGE)):
            kept.append(each)
    told = summary(kept, CEILING, TODAY)
    assert told.received + told.expected + told.unassigned == CEILING
    assert told.unassigned >= 0
    assert told.weighted <= told.expected
