"""Warrants issued by raw INSERT: what the sales have earned holds for them as for everybody."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from placements.models import Sale
from tests.amendments.changing import corrected
from tests.constraints.rows import (
    agree_reversal,
    insert,
    refused_by_database,
    reversal_of,
    run,
)
from tests.factories import PlacementFactory, sell
from tests.warrants.constraints.attempts import Attempt, issued, warrant_of
from tests.warrants.constraints.conftest import Register
from tests.warrants.factories import sold_placement
from warrants.models import Warrant

AS_STATED = "A warrant is issued when all sales behind it are settled, at the price and with the"
EARNED = "Warrants are issued for no more than their share of the shares sold"
ITS_OWN = "A warrant is issued for its shares, on its day or where that is closed on a later one"
RUN_ON = "The warrants of an issuer are numbered in the order of their issue, without a gap"


def of_another_placement(register: Register) -> None:
    """The placement is the Other Agreement's."""
    other = PlacementFactory(agreement__other=True, by=register.person)
    issued(placement_id=other.pk)(register)


def for_the_programme(register: Register) -> None:
    issued(placement_id=None)(register)


def while_more_may_be_sold(register: Register) -> None:
    placement = PlacementFactory(
        agreement=register.warrant.agreement, accepted=True, by=register.person
    )
    sell(placement, 10_000, "4.00", by=register.person)
    issued(placement_id=placement.pk)(register)


def while_a_sale_waits(register: Register) -> None:
    placement = sold_placement(register.warrant.agreement, delivered=False, by=register.person)
    issued(placement_id=placement.pk)(register)


def to_the_officer(register: Register) -> None:
    issued({"holder_to_id": register.officer.pk})(register)


def after_a_reversal_elsewhere(register: Register) -> None:
    """The first placement's only sale is reversed: the second's warrant is beyond 10% of all."""
    sale = Sale.objects.get(placement=register.warrant.placement_id)
    agree_reversal(sale)
    insert(Sale, reversal_of(sale, 3))
    issued()(register)


def beyond_the_limit(register: Register) -> None:
    assert register.warrant.agreement is not None
    corrected(register.warrant.agreement, warrant_limit_rate=Decimal("0.0994"))
    issued()(register)


def without_terms(register: Register) -> None:
    assert register.warrant.agreement is not None
    corrected(register.warrant.agreement, warrant_coverage_rate=None)
    issued()(register)


REFUSED: list[tuple[str, list[Attempt]]] = [
    (EARNED, [issued(shares=1_001), beyond_the_limit, after_a_reversal_elsewhere]),
    (
        AS_STATED,
        [
            issued(exercise_price="5.1999"),
            issued(issued_on=date(2001, 11, 14)),
            issued(expires_on=date(2006, 11, 16)),
            issued(cashless_from=date(2001, 11, 15)),
            issued(agreed_transfer_from=date(2001, 11, 15)),
            issued(nasd_transfer_from=date(2001, 11, 1)),
            issued(registrable_from=date(2001, 11, 15)),
            *(for_the_programme, while_more_may_be_sold, while_a_sale_waits, without_terms),
        ],
    ),
    (
        ITS_OWN,
        [issued({"shares": 999}), issued({"on": date(2001, 11, 16)}), to_the_officer],
    ),
    (RUN_ON, [issued(number=4)]),
    ("A warrant must fit its agreement and placement", [of_another_placement]),
]


@pytest.mark.parametrize(
    ("sentence", "attempt"),
    [
        pytest.param(sentence, attempt, id=f"{sentence[:30]}-{number}")
        for sentence, attempts in REFUSED
        for number, attempt in enumerate(attempts, start=1)
    ],
)
def test_what_an_issue_must_keep_to_is_refused_with_its_sentence(
    register: Register, sentence: str, attempt: Attempt
) -> None:
    with refused_by_database(sentence):
        attempt(register)


def test_two_warrants_for_one_placement_share_what_it_earned(register: Register) -> None:
    issued(shares=600)(register)
    with refused_by_database(EARNED):
        issued(shares=401, number=4)(register)
    issued(shares=400, number=4)(register)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(Warrant.objects.order_by("number").values_list("outstanding", flat=True)) == [
        890,
        1_706_800,
        600,
        400,
    ]


def test_two_at_once_are_refused_for_what_one_may_have(register: Register) -> None:
    with refused_by_database(RUN_ON):
        insert(Warrant, warrant_of(register), warrant_of(register, number=5))


def test_the_price_is_taken_from_the_gross(register: Register) -> None:
    placement = sold_placement(
        register.warrant.agreement, 20_000, "3.72", gross=Decimal("74392.00"), by=register.person
    )
    facts: dict[str, Any] = {"placement_id": placement.pk, "shares": 2_000}
    with refused_by_database(AS_STATED):
        issued(**facts, exercise_price="4.8360")(register)
    issued(**facts, exercise_price="4.8355")(register)
