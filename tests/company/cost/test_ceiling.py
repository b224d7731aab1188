"""Pfizer's payments: at most $12,000,000 together (Form 8-K of March 19, 2001)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Issuer
from neoequity.company.actions.record import record_funding
from neoequity.company.models import Funding
from neoequity.company.selectors.money import records_of_money, under_ceilings
from neoequity.company.terms.milestones import Summary
from tests.books import refused
from tests.factories import TODAY, IssuerFactory, usual
from tests.worlds import built_once

PFIZER = "Pfizer (NeoGene Drug Pfinder Agreement)"


def paid(issuer: Issuer, amount: str | None = None, **said: Any) -> Funding:
    """A record of money from Pfizer; expected on June 30, 2002 unless said otherwise."""
    facts: dict[str, Any] = {
        "source": PFIZER,
        "kind": "milestone",
        "state": "expected",
        "day": date(2001, 3, 19),
        "amount": Decimal(amount) if amount else None,
        "expected_on": date(2002, 6, 30),
        **said,
    }
    recorded = record_funding(issuer=issuer, **facts, by=usual(), today=TODAY)
    assert isinstance(recorded, Funding)
    return recorded


def received(issuer: Issuer, amount: str, **said: Any) -> Funding:
    return paid(
        issuer,
        kind="initial_payment",
        state="received",
        expected_on=None,
        settled_amount=Decimal(amount),
        settled_on=date(2001, 3, 30),
        **said,
    )


@built_once
def issuer(db: None) -> Issuer:
    """An issuer whose records state the ceiling, as the Form 8-K does."""
    found: Issuer = IssuerFactory()
    paid(
        found,
        "12000000.00",
        expected_on=None,
        document="Form 8-K of March 19, 2001",
        page="Item 9",
    )
    return found


def test_received_expected_weighted_and_left_are_told_apart(issuer: Issuer) -> None:
    """1,500,000 x 35% is 525,000; 8,000,000 without a probability counts in full."""
    received(issuer, "500000.00")
    paid(issuer, "1500000.00", probability=Decimal("0.35"))
    paid(issuer, "8000000.00", trigger_text="Approval")
    [own] = under_ceilings(records_of_money(issuer, TODAY), TODAY)
    assert own.figures == Summary(
        ceiling=Decimal("12000000.00"),
        received=Decimal("500000.00"),
        expected=Decimal("9500000.00"),
        weighted=Decimal("8525000.00"),
    )
    assert own.figures.left == Decimal("11500000.00")
    assert own.without_probability == 1


def test_payments_together_stay_within_the_ceiling_to_the_cent(issuer: Issuer) -> None:
    received(issuer, "2000000.00")
    paid(issuer, "10000000.00")
    with refused(
        "$0.01 is more than the $0.00 left of the $12,000,000.00 that the initial payment and all "
        "milestones may come to together (Form 8-K of March 19, 2001, Item 9)."
    ):
        paid(issuer, "0.01", probability=Decimal("0.5"))


def test_what_is_received_stays_within_the_ceiling_too(issuer: Issuer) -> None:
    with refused(
        "$12,000,000.01 is more than the $12,000,000.00 left of the $12,000,000.00 that the "
        "initial payment and all milestones may come to together (Form 8-K of March 19, 2001, "
        "Item 9)."
    ):
        received(issuer, "12000000.01")


def test_a_payment_that_comes_takes_the_place_of_the_expected_one(issuer: Issuer) -> None:
    expected = paid(issuer, "12000000.00")
    received(issuer, "11000000.00", replaces=expected, remark="Received")
    [own] = under_ceilings(records_of_money(issuer, TODAY), TODAY)
    assert [own.figures.received, own.figures.expected] == [Decimal(11_000_000), Decimal(0)]


def test_what_lapsed_leaves_its_room_to_others(issuer: Issuer) -> None:
    paid(issuer, "12000000.00", state="lapsed")
    assert paid(issuer, "12000000.00").pk


@pytest.mark.parametrize("said", [{"source": "Another"}, {"kind": "stock"}])
def test_other_sources_and_kinds_have_no_ceiling(issuer: Issuer, said: dict[str, str]) -> None:
    assert paid(issuer, "50000000.00", **said).pk


def test_without_a_stated_ceiling_nothing_is_refused(db: None) -> None:
    issuer = IssuerFactory()
    paid(issuer, "9000000.00")
    paid(issuer, "9000000.00")
    assert under_ceilings(records_of_money(issuer, TODAY), TODAY) == []


def test_a_ceiling_is_not_below_the_payments_already_recorded(db: None) -> None:
    issuer = IssuerFactory()
    paid(issuer, "9000000.00")
    with refused(
        "$8,000,000.00 for all payments is less than the $9,000,000.00 of those recorded."
    ):
        paid(issuer, "8000000.00", expected_on=None)
