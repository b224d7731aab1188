"""The programme file that ships: every term with its page, and the sales as published."""

import csv
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from neoequity.books.calendar import is_trading_day, settlement_date
from neoequity.books.money import fits
from neoequity.programme import read_whole
from placements.models import Agreement
from placements.models.agreement import TOTALS
from placements.terms.programme import AgreementFacts, Programme
from placements.terms.programme_file import TERMS

FILE = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"

# Those of `data/published_sales.csv`: sums for a period, with its last day as trade date.
PUBLISHED = """\
agreement,placement,trade_date,shares,price,gross,method,agent_reference
other-agreement,1,2001-10-26,104800,3.23,,nasdaq,424B2-2001-11-01
sales-agreement,1,2001-11-09,949710,4.0254,3822967.00,negotiated,424B3-2001-11-12
other-agreement,2,2001-11-09,20000,3.72,74392.00,nasdaq,424B3-2001-11-12
"""
# The first trading day of each period, by agreement and placement.
PERIODS = {
    ("other-agreement", 1): date(2001, 10, 22),
    ("sales-agreement", 1): date(2001, 10, 29),
    ("other-agreement", 2): date(2001, 10, 29),
}
#: What an agreement is besides its terms.
NOT_TERMS = {"id", "slug", "code", "name", "issuer", *TOTALS}
#: What its agreements, which have fee tiers alone, say nothing of.
UNSTATED = {"commission_maximum_rate", "second_fee_rate"}


@pytest.fixture(scope="module")
def shipped() -> Programme:
    return read_whole(tomllib.loads(FILE.read_text(), parse_float=Decimal)).placements


@pytest.fixture(params=["sales-agreement", "other-agreement"])
def agreement(request: pytest.FixtureRequest, shipped: Programme) -> AgreementFacts:
    return next(facts for facts in shipped.agreements if facts.slug == request.param)


def test_a_file_can_state_every_term_that_an_agreement_has() -> None:
    fields = {field.name for field in Agreement._meta.concrete_fields}

    assert TERMS.keys() - {"placement"} == fields - NOT_TERMS


def test_each_agreement_states_every_term_with_its_page(agreement: AgreementFacts) -> None:
    ends = {"terminated_on", "terminated_by"}  # stated once an agreement ends
    assert agreement.terms.keys() == TERMS.keys() - UNSTATED - ends
    assert all(term.page for term in agreement.terms.values())
    assert all(tier.page for tier in agreement.fee_tiers)


def test_the_terms_that_differ_are_those_of_the_contract(shipped: Programme) -> None:
    sales, other = shipped.agreements

    differing = {term for term in TERMS if sales.value(term) != other.value(term)}
    assert differing == {"shelf", "capacity", "methods", "largest_commission", "expense_refundable"}
    assert sales.value("capacity") == Decimal("25000000.00")
    assert other.value("capacity") == Decimal("8400000.00")
    assert sales.value("methods") == ["negotiated", "other"]
    assert other.value("methods") == ["negotiated", "nasdaq", "market_maker", "ecn", "other"]
    assert [(tier.above, tier.rate) for tier in sales.fee_tiers] == [
        (Decimal(0), Decimal("0.04")),
        (Decimal(10_000_000), Decimal("0.035")),
        (Decimal(20_000_000), Decimal("0.03")),
    ]
    assert [(tier.above, tier.rate) for tier in other.fee_tiers] == [(Decimal(0), Decimal("0.04"))]


def test_the_warrants_of_both_agreements_are_the_same(agreement: AgreementFacts) -> None:
    warrants = {
        term: agreement.value(term) for term in agreement.terms if term.startswith("warrant_")
    }

    assert warrants == {
        "warrant_coverage_rate": Decimal("0.10"),
        "warrant_strike_rate": Decimal("1.30"),
        "warrant_limit_rate": Decimal("0.10"),
        "warrant_pooled": False,
        "warrant_due_days": 7,
        "warrant_life_years": 5,
        "warrant_cashless_years": 1,
        "warrant_transfer_years": 1,
        "warrant_nasd_transfer_years": 1,
        "warrant_registration_years": 1,
        "warrant_last_day_included": True,
        "warrant_demand_limit": None,
    }


def test_what_the_documents_leave_open_is_said_in_the_remark(agreement: AgreementFacts) -> None:
    assert agreement.value("offering_effective_on") == date(2001, 11, 1)
    for term in ("offering_effective_on", "warrant_last_day_included"):
        assert "not confirmed" in agreement.terms[term].remark
    assert "is not stated" in agreement.terms["warrant_demand_limit"].remark


def test_the_days_after_the_attacks_are_data_and_say_what_is_not_confirmed(
    shipped: Programme,
) -> None:
    days = {day.day.day: day for day in shipped.exceptional_days}

    assert sorted(days) == [11, 12, 13, 14]
    assert not any(day.is_trading_day for day in days.values())
    assert all(day.is_settlement_day for day in days.values())
    assert ["not confirmed" in days[day].source for day in sorted(days)] == [
        False,
        True,
        True,
        True,
    ]


def test_the_sales_are_those_published_and_say_that_they_are_sums(shipped: Programme) -> None:
    told = [
        (
            notice.agreement,
            notice.placement,
            notice.trade_date,
            notice.shares,
            notice.price,
            notice.gross,
            notice.method,
            notice.agent_reference,
        )
        for notice in (sale.notice for sale in shipped.sales)
    ]

    assert told == [
        (
            row["agreement"],
            int(row["placement"]),
            date.fromisoformat(row["trade_date"]),
            int(row["shares"]),
            Decimal(row["price"]),
            Decimal(row["gross"]) if row["gross"] else None,
            row["method"],
            row["agent_reference"],
        )
        for row in csv.DictReader(PUBLISHED.splitlines())
    ]
    for sale in shipped.sales:
        assert sale.notice.remark.startswith("Sum for the ")
        assert "with its last day as trade date" in sale.notice.remark
        assert fits(sale.notice.gross_amount, sale.notice.shares, sale.notice.price)
    assert "the gross is not readable" in shipped.sales[0].notice.remark


def test_only_the_first_sale_is_delivered_and_that_is_called_a_reconstruction(
    shipped: Programme,
) -> None:
    first, *others = shipped.sales

    assert first.delivered_on == settlement_date(first.notice.trade_date, 3) == date(2001, 10, 31)
    assert first.delivery_remark.startswith("Reconstructed: ")
    assert [sale.delivered_on for sale in others] == [None, None]


def test_the_placements_are_labelled_reconstructions_with_days_inside_their_periods(
    shipped: Programme,
) -> None:
    sold = {(sale.notice.agreement, sale.notice.placement): sale.notice for sale in shipped.sales}

    for placement in shipped.placements:
        key = placement.agreement, placement.number
        moves = {move.verb: move.on for move in placement.moves}
        assert placement.remark.startswith("Reconstructed from published sums;")
        assert placement.minimum_price is None
        assert placement.shares_offered == sold[key].shares
        assert PERIODS[key] <= moves["propose"] <= moves["accept"] <= sold[key].trade_date
        assert moves["close"] == sold[key].trade_date
        assert all(is_trading_day(day) for day in moves.values())
    assert sold.keys() == PERIODS.keys()
