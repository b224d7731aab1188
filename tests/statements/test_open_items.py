"""What each sender should have of what is posted, and how a line of theirs is compared with it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.statements.terms.entry import Quantity, entry_of
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.open_items import (
    Posted,
    expected_of_agent,
    expected_of_bank,
    expected_of_transfer_agent,
)
from placements.terms.split import Ratio, StockSplit
from tests.statements.entries import money

FRIDAY, THURSDAY = date(2001, 11, 9), date(2001, 11, 15)
SALE = Posted(
    "sales-agreement", 1, "sale 1", "sale", FRIDAY, THURSDAY, "CF-7", 100_000,
    Decimal("4.02"), Decimal("385920.00"),
)  # fmt: skip
ADJUSTMENT = Posted(
    "sales-agreement", 2, "adjustment 2", "adjustment", FRIDAY, FRIDAY, "", 0,
    None, Decimal("-100.00"),
)  # fmt: skip


def test_the_agent_should_report_a_sale_on_its_trade_date_with_shares_price_and_net() -> None:
    [sale] = expected_of_agent([SALE])
    assert (sale.key, sale.day, sale.reference) == ("sales-agreement/1", FRIDAY, "CF-7")
    assert (sale.quantity, sale.price) == (money("385920.00", 100_000), Decimal("4.02"))


def test_the_transfer_agent_confirms_shares_on_the_settlement_date_and_no_adjustment() -> None:
    [delivery] = expected_of_transfer_agent([SALE, ADJUSTMENT])
    assert (delivery.day, delivery.quantity) == (THURSDAY, Quantity(shares=100_000))


def test_shares_that_settle_after_a_split_are_confirmed_in_new_shares() -> None:
    split = StockSplit(date(2001, 11, 13), Ratio(1, 25))
    [delivery] = expected_of_transfer_agent([SALE], [split])
    assert delivery.quantity == Quantity(shares=4_000)


def test_the_bank_receives_the_net_and_an_adjustment_may_be_netted_into_any_wire() -> None:
    sale, adjustment = expected_of_bank([SALE, ADJUSTMENT])
    assert (sale.quantity, sale.nettable) == (money("385920.00"), False)
    assert (adjustment.quantity, adjustment.nettable) == (money("-100.00"), True)


def stated(side: str, kind: str) -> Line:
    return Line(
        side, 3, THURSDAY, kind, "as printed", reference="CF-9", shares=100, price=Decimal("4.02"),
        net=Decimal("385.92"), amount=Decimal("12.00"), cancels="CF-7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("side", "quantity"),
    [
        ("agent", money("385.92", 100)),
        ("transfer_agent", money("0.00", 100)),
        ("bank", money("12.00")),
    ],
)
def test_a_line_is_compared_by_what_its_sender_accounts_for(side: str, quantity: Quantity) -> None:
    kind = "payment" if side == "bank" else "sale"
    entry = entry_of(stated(side, kind), key="k", name="line 3")
    assert (entry.quantity, entry.reference) == (quantity, "CF-9")


@pytest.mark.parametrize(
    ("figures", "net"),
    [
        ({"gross": Decimal("402.00"), "commission": Decimal("16.08")}, "385.92"),
        ({"gross": Decimal("402.00"), "fees": Decimal("1.00")}, "401.00"),
        ({}, "12.00"),
        ({"gross": Decimal("402.00500000")}, "402.01"),
    ],
)
def test_a_net_that_the_agent_does_not_state_is_made_of_its_other_figures(
    figures: dict[str, Any], net: str
) -> None:
    line = stated("agent", "sale")._replace(net=None, **figures)
    assert entry_of(line, key="k", name="line 3").quantity == money(net, 100)


def test_a_balance_is_no_entry() -> None:
    with pytest.raises(ValueError, match="Line 3 states a balance"):
        entry_of(stated("bank", "balance"), key="k", name="line 3")


def test_a_cancel_takes_back_the_figures_of_its_sale_under_its_reference() -> None:
    entry = entry_of(stated("agent", "cancel"), key="k", name="line 3")
    assert (entry.quantity, entry.reference) == (money("-385.92", -100), "CF-7")
