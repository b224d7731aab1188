"""The agent's notice held against the terms: each refusal's sentence, and where it begins."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books import calendar
from neoequity.books.money import cents
from placements.terms.lifecycle import PlacementState
from placements.terms.notice import (
    METHODS,
    SaleNotice,
    reasons_against,
    settles_on,
)
from placements.terms.reference import Booked
from placements.terms.stated import reasons_against_deductions
from tests.terms.notices import (
    CLOSED,
    DRAFT,
    NOTICE,
    OPEN,
    SUSPENDED,
    TERMS,
    TODAY,
    against,
)


def test_nothing_speaks_against_a_sale_that_keeps_the_terms() -> None:
    assert against() == ""


# Capacity


def test_a_sale_may_take_the_very_last_cent() -> None:
    assert against(sold="24996000.00") == ""


def test_a_cent_more_than_is_left_is_refused() -> None:
    assert against(sold="24996000.01") == (
        "The sale's gross of $4,000.00 is more than the $3,999.99 that the Sales Agreement "
        "has left of $25,000,000.00 (p. S-11)."
    )


def test_capacity_falls_by_gross_and_not_by_net() -> None:
    left = "24996100.00"  # the net of $3,840.00 would fit into the $3,900.00 that are left
    assert "more than the $3,900.00" in against(sold=left)


# Shares


def test_a_sale_may_take_the_last_share_of_its_placement() -> None:
    assert against(placement=OPEN._replace(shares_sold=999_000)) == ""


@pytest.mark.parametrize(
    ("shares", "sold", "sentence"),
    [
        (
            1000,
            999_001,
            (
                "1,000 shares would be more than the 999 that placement 2 has left of 1,000,000 "
                "(p. S-11)."
            ),
        ),
        (
            1,
            1_000_000,
            "1 share would be more than the 0 that placement 2 has left of 1,000,000 (p. S-11).",
        ),
    ],
)
def test_more_shares_than_the_placement_has_left_are_refused(
    shares: int, sold: int, sentence: str
) -> None:
    assert against(placement=OPEN._replace(shares_sold=sold), shares=shares) == sentence


# Price


def test_the_minimum_price_itself_is_allowed_and_anything_below_is_not() -> None:
    assert against(price=Decimal("4.000000")) == ""
    assert against(price=Decimal("3.999999")) == (
        "The price of $3.999999 is below the minimum of $4.0000 agreed for placement 2 (p. S-11)."
    )


def test_a_placement_without_a_minimum_takes_any_price() -> None:
    assert against(placement=OPEN._replace(minimum_price=None), price=Decimal("0.01")) == ""


# Figures


@pytest.mark.parametrize("gross", ["4015.00", "4005.00"])
def test_a_gross_may_differ_by_half_a_cent_a_share(gross: str) -> None:
    assert against(price=Decimal("4.01"), gross=Decimal(gross)) == ""


def test_the_more_decimals_a_price_was_written_with_the_nearer_its_gross_must_be() -> None:
    assert against(price=Decimal("4.0254"), gross=Decimal("4025.45")) == ""
    assert against(price=Decimal("4.0254"), gross=Decimal("4025.46")) == (
        "The gross of $4,025.46 does not fit 1,000 shares at $4.0254, which is $4,025.40: with a "
        "price written to four decimals they may differ by $0.05."
    )
    assert against(price=Decimal("4.0300"), gross=Decimal("4030.06")) != ""
    assert against(price=Decimal("4.03"), gross=Decimal("4030.06")) == ""


def test_a_million_shares_at_less_than_half_a_cent_never_pass_with_a_gross_of_one_cent() -> None:
    cheap = OPEN._replace(minimum_price=None)
    assert against(
        placement=cheap, shares=1_000_000, price=Decimal("0.0041"), gross=Decimal("0.01")
    ) == (
        "The gross of $0.01 does not fit 1,000,000 shares at $0.0041, which is $4,100.00: with a "
        "price written to four decimals they may differ by $50.00."
    )


def test_a_gross_is_not_below_the_minimum_price_though_its_printed_price_is_not() -> None:
    assert against(gross=Decimal("4000.00")) == ""
    assert against(gross=Decimal("3999.99")) == (
        "The gross of $3,999.99 is below the $4,000.00 of 1,000 shares at the minimum of $4.0000 "
        "agreed for placement 2 (p. S-11)."
    )


@pytest.mark.parametrize(
    ("shares", "gross", "allowed"),
    [(1000, "4005.01", "$5.00"), (3, "12.02", "$0.015"), (1, "4.01", "$0.005")],
)
def test_a_gross_that_differs_by_more_is_refused(shares: int, gross: str, allowed: str) -> None:
    sentence = against(shares=shares, gross=Decimal(gross))
    assert sentence.startswith(f"The gross of ${Decimal(gross):,} does not fit {shares:,} share")
    assert sentence.endswith(
        f" at $4.0000, which is ${4 * shares:,}.00: with a price written to two decimals they may "
        f"differ by {allowed}."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"shares": 0, "gross": Decimal(1)}, "A sale is of one share or more; 0 is not."),
        ({"shares": -5, "gross": Decimal(20)}, "A sale is of one share or more; -5 is not."),
        ({"price": Decimal(0), "gross": Decimal(1)}, "The price must be more than $0."),
        ({"price": Decimal("4.1234567")}, "The price of $4.1234567 has more than six decimals."),
        ({"gross": Decimal("0.00")}, "The gross must be at least one cent."),
        ({"gross": Decimal("-4000.00")}, "The gross must be at least one cent."),
        ({"gross": Decimal("4000.005")}, "The gross of $4,000.005 has more than two decimals."),
        (
            {"shares": 1, "price": Decimal("0.004"), "gross": None},
            "The gross must be at least one cent.",
        ),
    ],
    ids=str,
)
def test_figures_that_no_sale_has_are_refused_before_anything_else(
    changes: dict[str, Any], sentence: str
) -> None:
    assert against(**changes) == sentence


def test_negative_shares_at_a_negative_price_are_no_sale() -> None:
    placement = OPEN._replace(minimum_price=None)
    assert against(placement=placement, shares=-10, price=Decimal(-4), gross=Decimal(40)) == (
        "A sale is of one share or more; -10 is not.\nThe price must be more than $0."
    )


def deducted(deductions: str) -> list[str]:
    """What speaks against deductions from a gross of $4,000.00 with $160.00 of commission."""
    figures = Decimal(deductions), Decimal("4000.00"), Decimal("160.00")
    return [reason.sentence for reason in reasons_against_deductions(*figures)]


@pytest.mark.parametrize("deductions", ["0.00", "0.01", "3840.00"])
def test_deductions_may_take_all_that_the_commission_leaves(deductions: str) -> None:
    assert deducted(deductions) == []


@pytest.mark.parametrize(
    ("deductions", "told"), [("-0.01", "$-0.01"), ("3840.01", "$3,840.01"), ("0.001", "$0.001")]
)
def test_deductions_below_zero_or_beyond_the_net_are_refused(deductions: str, told: str) -> None:
    [sentence] = deducted(deductions)
    assert sentence == (
        f"Further deductions of {told} must be whole cents between $0 and $3,840.00, the "
        "gross less the commission."
    )


# Method


@pytest.mark.parametrize("method", ["nasdaq", "market_maker", "ecn"])
def test_the_sales_agreement_refuses_every_method_at_the_market(method: str) -> None:
    assert against(method=method) == (
        f"The Sales Agreement does not allow the method “{METHODS[method]}”; it allows "
        "“Privately negotiated” and “Another lawful way” (p. S-11)."
    )


def test_a_method_that_nobody_knows_is_refused() -> None:
    assert against(method="telepathy") == (
        "The method “telepathy” is not one of negotiated, nasdaq, market_maker, ecn, other."
    )


# Reference


@pytest.mark.parametrize("reference", ["CF-1", "424B3-2001-11-12", "a b._/#:()-", "7", "x" * 64])
def test_a_reference_is_letters_digits_and_a_few_signs(reference: str) -> None:
    assert against(agent_reference=reference) == ""


@pytest.mark.parametrize(
    "reference",
    ["", " CF", "=1+1", "+1", "-1", "@SUM(A1)", "\tCF", "CF\n", "x" * 65, "Zürich", "a,b", "a\0b"],
)
def test_a_reference_that_a_spreadsheet_could_run_is_refused(reference: str) -> None:
    assert against(agent_reference=reference) == (
        "The agent's reference must open with a letter or digit and hold up to 64 letters, "
        "digits, spaces or . _ / # : ( ) - signs."
    )


def test_a_reference_is_booked_once() -> None:
    assert against(booked={"cf-1": Booked(7, "CF-1")}) == (
        "The agent's reference “CF-1” is already booked as sale 7 of the Sales Agreement."
    )


def test_a_reference_spelled_differently_is_refused_with_both_spellings() -> None:
    assert against(booked={"cf-1": Booked(7, "cf 01")}) == (
        "The agent's reference “CF-1” is already booked as sale 7 of the Sales Agreement "
        "(as “cf 01”)."
    )


# All together


def test_every_reason_is_told_at_once_each_with_its_field() -> None:
    found = reasons_against(
        NOTICE._replace(
            shares=10_000_000,
            price=Decimal("3.99"),
            method="nasdaq",
            trade_date=date(2001, 11, 17),
            settlement_date=date(2001, 11, 17),
        ),
        terms=TERMS,
        placement=OPEN,
        sold=Decimal("0.00"),
        booked_references={"cf-1": Booked(1, "CF-1")},
        today=TODAY,
    )
    assert [reason.field for reason in found] == [
        *("shares", "shares", "price", "method", "trade_date"),
        *("settlement_date", "settlement_reason", "agent_reference"),
    ]
    assert {reason.row for reason in found} == {None}


def test_where_no_page_is_known_the_sentence_ends_without_one() -> None:
    found = reasons_against(
        NOTICE,
        terms=TERMS._replace(pages={}),
        placement=DRAFT,
        sold=Decimal("0.00"),
        booked_references={},
        today=TODAY,
    )
    assert found[0].sentence.endswith("that the agent has not accepted.")


days = st.dates(date(2001, 10, 15), date(2001, 12, 15))
notices = st.builds(
    SaleNotice,
    agreement=st.just("sales-agreement"),
    placement=st.just(2),
    trade_date=days,
    shares=st.integers(-10, 2_000_000),
    price=st.decimals("-1", "20", places=6),
    method=st.sampled_from([*METHODS, "unheard of"]),
    agent_reference=st.text(max_size=8),
    gross=st.none() | st.decimals("-10", "30000000", places=3),
    settlement_date=st.none() | days,
    settlement_reason=st.sampled_from(["", "agreed"]),
    deductions=st.decimals("-1", "100", places=2),
)
states = st.sampled_from([OPEN, SUSPENDED, CLOSED, DRAFT])
totals = st.decimals("0.00", "25000000.00", places=2)


@given(notices, states, totals)
def test_every_refusal_is_a_whole_sentence(
    notice: SaleNotice, placement: PlacementState, sold: Decimal
) -> None:
    for sentence in against(notice, placement=placement, sold=str(sold)).splitlines():
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert "None" not in sentence


allowed = st.builds(
    NOTICE._replace,
    trade_date=st.dates(date(2001, 10, 29), TODAY).filter(calendar.is_trading_day),
    shares=st.integers(1, 1_000_000),
    price=st.decimals("4.00", "26.00", places=6),
)


@given(allowed, totals)
def test_what_passes_stays_within_capacity_and_pays_the_issuer_the_rest(
    notice: SaleNotice, sold: Decimal
) -> None:
    if against(notice, sold=str(sold)):
        assert sold + notice.gross_amount > TERMS.capacity
        return
    settles = settles_on(notice, TERMS, calendar.NO_EXCEPTIONS)
    assert sold + notice.gross_amount <= TERMS.capacity
    assert notice.gross_amount == cents(notice.shares * notice.price)
    assert 0 < TERMS.fees.commission_between(sold, sold + notice.gross_amount) < notice.gross_amount
    assert calendar.is_settlement_day(settles)
    assert settles > notice.trade_date


def test_the_published_sale_settles_on_the_third_settlement_day() -> None:
    assert settles_on(NOTICE, TERMS, calendar.NO_EXCEPTIONS) == date(2001, 11, 15)
