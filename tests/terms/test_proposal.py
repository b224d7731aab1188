"""What speaks against a placement's terms, its moves and its acceptance."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.fees import FeeSchedule, Tier
from placements.terms.lifecycle import MOVES, PlacementState, Status
from placements.terms.notice import AgreementTerms
from placements.terms.proposal import (
    reasons_against_acceptance,
    reasons_against_move,
    reasons_against_terms,
)

TODAY = date(2001, 11, 13)
SIGNED = date(2001, 6, 12)
TERMS = AgreementTerms(
    name="Other Agreement",
    capacity=Decimal("8400000.00"),
    methods=("nasdaq",),
    settlement_days=3,
    fees=FeeSchedule([Tier(Decimal(0), Decimal("0.04"))]),
    pages={"capacity": "p. S-11"},
)
SINCE = date(2001, 10, 29)
PROPOSED = PlacementState(
    number=3,
    status="proposed",
    status_on=SINCE,
    accepted_on=None,
    closed_on=None,
    shares_offered=40_000,
    shares_sold=0,
    minimum_price=Decimal("4.00"),
)
ACCEPTED = PROPOSED._replace(status="accepted", accepted_on=SINCE)


def against_terms(shares: int, minimum: str | None, expected: str | None) -> list[tuple[str, str]]:
    prices = [Decimal(price) if price else None for price in (minimum, expected)]
    return [(said.sentence, said.field) for said in reasons_against_terms(shares, *prices)]


def against_move(
    verb: str,
    placement: PlacementState = PROPOSED,
    *,
    on: date = TODAY,
    signed_on: date = SIGNED,
    last_trade_date: date | None = None,
) -> list[str]:
    found = reasons_against_move(
        placement,
        MOVES[verb],
        on=on,
        today=TODAY,
        signed_on=signed_on,
        last_trade_date=last_trade_date,
    )
    return [reason.sentence for reason in found]


# Terms


@pytest.mark.parametrize(
    ("minimum", "expected"), [("4.00", None), (None, "4.00"), ("4.00", "5.00"), ("0.000001", None)]
)
def test_a_placement_names_a_minimum_price_or_an_expected_one(
    minimum: str | None, expected: str | None
) -> None:
    assert against_terms(1, minimum, expected) == []


def test_a_placement_without_any_price_could_not_reserve_capacity() -> None:
    [(sentence, field)] = against_terms(40_000, None, None)
    assert field == "expected_price"
    assert sentence == (
        "A placement without a minimum price states an expected price, by which it reserves "
        "capacity."
    )


@pytest.mark.parametrize("shares", [0, -1])
def test_a_placement_of_no_shares_is_refused(shares: int) -> None:
    assert against_terms(shares, "4.00", None) == [
        ("A placement offers at least one share.", "shares_offered")
    ]


def test_a_price_of_nothing_is_refused_beside_its_field() -> None:
    assert against_terms(1, "0", "-1") == [
        ("A price must be more than $0.", "minimum_price"),
        ("A price must be more than $0.", "expected_price"),
    ]


# Moves


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("status", Status)
def test_a_move_that_the_table_does_not_hold_is_refused_and_any_other_is_not(
    verb: str, status: Status
) -> None:
    found = against_move(verb, ACCEPTED._replace(status=status.value))
    if status in MOVES[verb].sources:
        assert found == []
    else:
        [sentence] = found
        assert sentence.startswith(f"Placement 3 is {'a draft' if status == 'draft' else status}: ")


@pytest.mark.parametrize(
    ("verb", "done"),
    [
        *(("propose", "proposed"), ("withdraw", "withdrawn"), ("accept", "accepted")),
        *(("decline", "declined"), ("suspend", "suspended"), ("resume", "resumed")),
        ("close", "closed"),
    ],
)
def test_the_sentence_says_what_cannot_be_done(verb: str, done: str) -> None:
    declined = PROPOSED._replace(status="declined")
    assert against_move(verb, declined) == [f"Placement 3 is declined: it cannot be {done}."]


def test_a_move_of_tomorrow_is_refused() -> None:
    assert against_move("accept", on=date(2001, 11, 14)) == [
        "Placement 3 cannot be accepted on 2001-11-14, in the future; today is 2001-11-13."
    ]


def test_a_move_may_be_entered_for_the_day_of_the_last_one_but_not_for_an_earlier_day() -> None:
    assert against_move("accept", on=SINCE) == []
    assert against_move("accept", on=date(2001, 10, 28)) == [
        "Placement 3 cannot be accepted on 2001-10-28: it has been proposed since 2001-10-29."
    ]


def test_nothing_moves_before_the_agreement_was_signed() -> None:
    draft = PROPOSED._replace(status="draft", status_on=date(2001, 6, 1))
    assert against_move("propose", draft, on=SIGNED) == []
    [sentence] = against_move("propose", draft, on=date(2001, 6, 11))
    assert sentence == (
        "Placement 3 cannot be proposed on 2001-06-11, before its agreement was signed on "
        "2001-06-12."
    )


def test_a_placement_is_closed_on_the_day_of_its_last_sale_at_the_earliest() -> None:
    last_sale = date(2001, 11, 9)
    assert against_move("close", ACCEPTED, on=last_sale, last_trade_date=last_sale) == []
    assert against_move("close", ACCEPTED, on=date(2001, 11, 8), last_trade_date=last_sale) == [
        "Placement 3 cannot be closed on 2001-11-08: shares were sold under it on 2001-11-09."
    ]


def test_a_placement_is_suspended_on_the_day_after_its_last_sale_at_the_earliest() -> None:
    last_sale = date(2001, 11, 9)
    assert against_move("suspend", ACCEPTED, on=date(2001, 11, 10), last_trade_date=last_sale) == []
    assert against_move("suspend", ACCEPTED, on=last_sale, last_trade_date=last_sale) == [
        "Placement 3 cannot be suspended on 2001-11-09: shares were sold under it on 2001-11-09."
    ]


# Acceptance


def test_an_acceptance_may_need_exactly_what_is_free() -> None:
    needs = Decimal("160000.00")
    price = Decimal("4.00")
    found = reasons_against_acceptance(PROPOSED, TERMS, needs=needs, price=price, free=needs)
    assert list(found) == []


def test_an_acceptance_that_needs_a_cent_more_is_refused() -> None:
    [reason] = reasons_against_acceptance(
        PROPOSED,
        TERMS,
        needs=Decimal("160000.00"),
        price=Decimal("4.00"),
        free=Decimal("159999.99"),
    )
    assert reason.sentence == (
        "Placement 3 needs $160,000.00 (40,000 shares at $4.0000), more than the $159,999.99 "
        "that the Other Agreement has free of $8,400,000.00 (p. S-11)."
    )


def test_where_more_is_reserved_than_is_left_the_free_dollars_are_negative() -> None:
    [reason] = reasons_against_acceptance(
        PROPOSED, TERMS, needs=Decimal("1.00"), price=Decimal("4.00"), free=Decimal("-5.00")
    )
    assert "more than the ($5.00) that" in reason.sentence


@given(
    st.sampled_from(list(MOVES)),
    st.sampled_from(list(Status)),
    st.dates(date(2001, 1, 1), date(2002, 1, 1)),
    st.none() | st.dates(date(2001, 10, 29), TODAY),
)
def test_every_refusal_of_a_move_is_a_whole_sentence(
    verb: str, status: Status, on: date, last_trade_date: date | None
) -> None:
    placement = ACCEPTED._replace(status=status.value)
    for sentence in against_move(verb, placement, on=on, last_trade_date=last_trade_date):
        assert sentence.startswith("Placement 3 ")
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert "None" not in sentence
