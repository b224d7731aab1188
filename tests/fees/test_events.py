"""A programme file with a maximum instead of fee tiers, and its sales, with all that they state."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.programme import read_whole
from placements.models import Agreement, Sale, TermCitation
from tests.books import refused
from tests.factories import UserFactory
from tests.programme.conftest import LoadEvents
from tests.programme.told import FLAT, amended, opened, programme, reversal, sold

pytestmark = pytest.mark.django_db

NOV_1, NOV_8 = date(2001, 11, 1), date(2001, 11, 8)


def stated(*events: dict[str, Any], **terms: Any) -> dict[str, Any]:
    """The file of an agreement with a maximum of 3%, with a placement and these events."""
    return programme(*opened(), *events, tiers=(), commission_maximum_rate="0.03", **terms)


def test_a_file_states_a_maximum_with_its_page_instead_of_fee_tiers(
    load_events: LoadEvents,
) -> None:
    load_events(stated(second_fee_rate="0.01"))
    agreement = Agreement.objects.get()
    assert (agreement.commission_maximum_rate, agreement.second_fee_rate) == (
        Decimal("0.03"),
        Decimal("0.01"),
    )
    assert TermCitation.objects.get(term="commission_maximum_rate").page == "p. 1"
    assert agreement.tiers() == []


def test_a_file_with_neither_fee_tiers_nor_a_maximum_is_refused() -> None:
    with refused("Agreement “facility” has no fee tier."):
        read_whole(programme(tiers=()))


def test_a_file_with_fee_tiers_and_a_maximum_is_refused() -> None:
    with refused(
        "Agreement “facility” has fee tiers and a maximum commission; state one of the two."
    ):
        read_whole(programme(tiers=FLAT, commission_maximum_rate="0.03"))


def test_a_sale_states_its_commission_its_deductions_and_a_remark(
    load_events: LoadEvents,
) -> None:
    said = {"commission": "12.90", "deductions": "0.75", "remark": "transfer fee"}
    load_events(stated(sold("N-1", NOV_1, 1000, "10.00", **said)))
    sale = Sale.objects.get()
    assert (sale.commission, sale.deductions, sale.remark) == (
        Decimal("12.90"),
        Decimal("0.75"),
        "transfer fee",
    )
    assert sale.net == Decimal("9986.35")


def test_a_sale_past_its_maximum_ends_the_load_with_its_place(load_events: LoadEvents) -> None:
    with refused(
        "Event 4 (sale): The commission of $300.01 is more than the $300.00 that 3.00% of the "
        "gross of $10,000.00 comes to, the maximum under the Facility (p. 1)."
    ):
        load_events(stated(sold("N-1", NOV_1, 1000, "10.00", commission="300.01")))


def test_a_reversal_gives_back_what_the_event_stated(load_events: LoadEvents) -> None:
    load_events(
        stated(
            sold("N-1", NOV_1, 1000, "10.00", commission="299.99"),
            reversal("N-1", NOV_8),
        )
    )
    assert Sale.objects.get(reverses__isnull=False).commission == Decimal("-299.99")


def test_a_file_amends_from_fee_tiers_to_a_maximum(load_events: LoadEvents) -> None:
    load_events(
        programme(
            *opened(),
            sold("N-1", NOV_1, 1000, "10.00"),
            amended(NOV_8, terms={"commission_maximum_rate": "0.03"}),
            sold("N-2", NOV_8, 1000, "10.00", commission="1.00"),
        )
    )
    assert list(Sale.objects.order_by("number").values_list("commission", flat=True)) == [
        Decimal("400.00"),
        Decimal("1.00"),
    ]


def test_the_same_file_loaded_again_changes_nothing(load_events: LoadEvents) -> None:
    file = stated(sold("N-1", NOV_1, 1000, "10.00", commission="12.90"), second_fee_rate="0.01")
    load_events(file)
    assert load_events(file) == []
    assert Sale.objects.get().commission == Decimal("112.90")


def test_a_published_sale_that_states_another_commission_than_the_books_is_refused(
    load_events: LoadEvents,
) -> None:
    UserFactory()
    placement = {
        "agreement": "facility",
        "number": 1,
        "shares_offered": 10_000,
        "expected_price": "2.00",
        "moves": [
            {"verb": "propose", "on": date(2001, 10, 1)},
            {"verb": "accept", "on": date(2001, 10, 1)},
        ],
    }
    sale = sold("N-1", NOV_1, 1000, "10.00", commission="12.90")
    del sale["kind"]
    file = programme(tiers=(), commission_maximum_rate="0.03")
    file["history"] = {"placement": [placement], "sale": [sale]}
    load_events(file)
    sale["commission"] = "12.91"
    with refused("Facility, sale “N-1”: commission is 12.90; the file's history says 12.91."):
        load_events(file)
