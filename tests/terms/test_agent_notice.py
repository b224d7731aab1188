"""What the agent's notice states, held against our entry: worked by hand, and for any figures."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placements.terms.agent_notice import (
    FIGURES,
    NOTICE_NEEDED,
    Covered,
    Difference,
    Figures,
    differences,
    reason_against_delivery,
    reasons_against_notice,
)

#: The Sales Agreement's two weeks ended November 9, 2001, as published: 4.00% of the gross.
OURS = Figures(
    shares=949_710,
    price=Decimal("4.03"),
    gross=Decimal("3822967.00"),
    commission=Decimal("152918.68"),
    fees=Decimal("0.00"),
    net=Decimal("3670048.32"),
    settlement_date=date(2001, 11, 15),
)
TODAY = date(2001, 11, 13)


def told(**stated: Any) -> list[str]:
    return [each.sentence for each in differences(Figures(**stated), OURS)]


def test_a_commission_that_differs_by_a_cent_of_rounding_is_told_with_what_follows_from_it() -> (
    None
):
    # By hand: 3,822,967.00 x 4% = 152,918.68; a cent less leaves a cent more of net.
    assert told(commission=Decimal("152918.67"), net=Decimal("3670048.33")) == [
        "The commission stated, $152,918.67, is $0.01 less than ours, $152,918.68.",
        (
            "The net stated, $3,670,048.33, is $0.01 more than ours, $3,670,048.32; this follows "
            "from the commission."
        ),
    ]


def test_a_net_that_its_parts_do_not_explain_arises_in_the_net_itself() -> None:
    assert told(net=Decimal("3670038.32")) == [
        "The net stated, $3,670,038.32, is $10.00 less than ours, $3,670,048.32."
    ]


def test_what_the_parts_leave_unexplained_of_a_net_is_told_apart() -> None:
    # Fees of $25.00 explain $25.00 of $35.00.
    assert told(fees=Decimal("25.00"), net=Decimal("3670013.32"))[1] == (
        "The net stated, $3,670,013.32, is $35.00 less than ours, $3,670,048.32; apart from what "
        "follows from the fees, $10.00 arises in the net itself."
    )


def test_a_gross_follows_from_its_shares_and_its_price() -> None:
    assert told(shares=949_700, price=Decimal("4.04"), gross=Decimal("3836788.00")) == [
        "The shares stated, 949,700, are 10 shares fewer than ours, 949,710.",
        "The price per share stated, $4.0400, is $0.0100 more than ours, $4.0300.",
        (
            "The gross stated, $3,836,788.00, is $13,821.00 more than ours, $3,822,967.00; this "
            "follows from the shares and the price per share."
        ),
    ]


@pytest.mark.parametrize(
    ("day", "distance"),
    [(date(2001, 11, 14), "1 day earlier"), (date(2001, 11, 19), "4 days later")],
)
def test_a_settlement_date_is_earlier_or_later_by_days(day: date, distance: str) -> None:
    [sentence] = told(settlement_date=day)
    assert f"is {distance} than ours, Nov 15, 2001." in sentence


def test_what_is_not_stated_differs_in_nothing() -> None:
    assert told() == []


def test_what_is_stated_as_ours_differs_in_nothing_however_it_is_written() -> None:
    assert told(price=Decimal("4.0300"), fees=Decimal(0), net=OURS.net) == []


_CENTS = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)
_STATED = st.builds(
    Figures,
    shares=st.none() | st.integers(1, 10**12),
    price=st.none() | st.integers(1, 10**9).map(lambda micro: Decimal(micro) / 10**6),
    gross=st.none() | _CENTS,
    commission=st.none() | _CENTS,
    fees=st.none() | _CENTS,
    net=st.none() | _CENTS,
    settlement_date=st.none() | st.dates(date(1995, 1, 1), date(2050, 1, 1)),
)


@given(stated=_STATED)
def test_each_figure_that_is_stated_otherwise_is_told_once_and_no_other(stated: Figures) -> None:
    found = [each.figure for each in differences(stated, OURS)]
    assert found == [
        name
        for name in FIGURES
        if getattr(stated, name) is not None and getattr(stated, name) != getattr(OURS, name)
    ]


@given(stated=_STATED)
def test_a_net_is_what_follows_from_its_parts_and_what_arises_in_itself(stated: Figures) -> None:
    found = {each.figure: each for each in differences(stated, OURS)}
    nothing = Difference("", Decimal(0), Decimal(0), (), "")
    if "net" in found:
        gross, commission, fees = (
            found.get(name, nothing).by for name in ("gross", "commission", "fees")
        )
        assert found["net"].by == gross - commission - fees + found["net"].own


@given(stated=_STATED)
def test_ours_and_the_difference_add_up_to_what_is_stated(stated: Figures) -> None:
    for each in differences(stated, OURS):
        if each.figure == "settlement_date":
            assert (getattr(stated, each.figure) - OURS.settlement_date).days == each.by
        else:
            assert getattr(OURS, each.figure) + each.by == getattr(stated, each.figure)


# Receipt


SALE = Covered("Sale 1 of the Sales Agreement", "sale", date(2001, 11, 9), Figures())


def covered(**changes: Any) -> Covered:
    return SALE._replace(**changes)


def against(
    *sales: Covered, received_on: date = date(2001, 11, 12), replaced: str = "", reason: str = ""
) -> list[str]:
    found = reasons_against_notice(
        received_on, sales, today=TODAY, replaced=replaced, reason=reason
    )
    return [each.sentence for each in found]


def test_a_notice_of_a_sale_without_one_is_recorded() -> None:
    assert against(covered()) == []


def test_a_notice_covers_some_sale() -> None:
    assert against() == ["Choose at least one sale that the notice covers."]


def test_a_notice_is_not_received_in_the_future() -> None:
    assert against(covered(), received_on=date(2001, 11, 14)) == [
        "A notice received on 2001-11-14 is in the future; today is 2001-11-13."
    ]


def test_a_notice_is_not_received_before_the_sale_was_made() -> None:
    assert against(covered(), received_on=date(2001, 11, 8)) == [
        (
            "Sale 1 of the Sales Agreement was made on 2001-11-09: a notice received on 2001-11-08 "
            "cannot cover it."
        )
    ]


def test_a_notice_may_be_received_on_the_trade_date() -> None:
    assert against(covered(), received_on=date(2001, 11, 9)) == []


def test_a_sale_has_one_notice_that_stands() -> None:
    assert against(covered(other="Notice 3 of Nov 12, 2001")) == [
        (
            "Sale 1 of the Sales Agreement has a notice already, Notice 3 of Nov 12, 2001: to "
            "correct it, replace that notice."
        )
    ]


def test_a_notice_names_a_sale_once() -> None:
    assert against(covered(), covered()) == [
        "Sale 1 of the Sales Agreement is covered once by a notice, not 2 times."
    ]


def test_what_is_not_a_sale_has_no_notice() -> None:
    [sentence] = against(covered(name="Adjustment 2 of the Sales Agreement", kind="adjustment"))
    assert sentence == (
        "Adjustment 2 of the Sales Agreement is not a sale: the agent's notice is of sales."
    )


def test_a_notice_is_replaced_for_a_reason() -> None:
    assert against(covered(), replaced="Notice 1 of Nov 12, 2001") == [
        "Enter the reason why Notice 1 of Nov 12, 2001 is replaced."
    ]
    assert against(covered(), reason="a wrong price") == [
        "A reason is given only for replacing an earlier notice."
    ]


@pytest.mark.parametrize("name", ["gross", "commission", "fees", "net"])
def test_no_amount_stated_is_negative(name: str) -> None:
    figure: Any = {name: Decimal("-0.01")}
    [sentence] = against(covered(stated=Figures(**figure)))
    assert sentence.endswith("stated must be $0 or more.")


def test_shares_and_price_stated_are_more_than_zero() -> None:
    assert len(against(covered(stated=Figures(shares=0, price=Decimal(0))))) == 2


# The term


def test_only_an_agreement_that_says_so_needs_the_notice_before_delivery() -> None:
    needing = [
        term
        for term in (None, *NOTICE_NEEDED)
        if reason_against_delivery("Sale 1", term, has_notice=False)
    ]
    assert needing == ["before_delivery"]


def test_the_sentence_against_a_delivery_names_the_sale_and_what_to_do() -> None:
    assert reason_against_delivery("Sale 1", "before_delivery", has_notice=False) == (
        "Sale 1 cannot be delivered before the agent's written notice of it is received: record "
        "the notice first."
    )
    assert reason_against_delivery("Sale 1", "before_delivery", has_notice=True) == ""
