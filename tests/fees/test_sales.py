"""Sales that state their commission: what is posted, refused, reversed, and never adjusted."""

from datetime import date
from decimal import Decimal

import pytest

from placements.actions.sale import consider_sale
from placements.models import Agreement, Placement, Sale
from placements.selectors.ledger import prove_ledger
from placements.selectors.one_sale import commission_workings
from placements.selectors.positions import position
from tests.books import refused
from tests.factories import TODAY, notice_of, reverse_sale, sell, usual

pytestmark = pytest.mark.django_db


def figures(sale: Sale) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return sale.gross, sale.commission, sale.deductions, sale.net


def test_a_sale_is_posted_with_the_commission_that_it_states(stated: Placement) -> None:
    sale = sell(stated, commission=Decimal("5.16"))
    assert figures(sale) == (
        Decimal("4000.00"),
        Decimal("5.16"),
        Decimal("0.00"),
        Decimal("3994.84"),
    )


def test_a_sale_may_state_that_it_costs_nothing(stated: Placement) -> None:
    assert sell(stated, commission=Decimal("0.00")).net == Decimal("4000.00")


def test_a_sale_may_state_the_maximum(stated: Placement) -> None:
    assert sell(stated, commission=Decimal("120.00")).commission == Decimal("120.00")


def test_a_cent_past_the_maximum_is_refused_with_figures_and_page(stated: Placement) -> None:
    with refused(
        "The commission of $120.01 is more than the $120.00 that 3.00% of the gross of $4,000.00 "
        "comes to, the maximum under the Sales Agreement (p. 5)."
    ):
        sell(stated, commission=Decimal("120.01"))


def test_a_sale_that_states_no_commission_is_refused(stated: Placement) -> None:
    with refused(
        "Enter the commission that the agent’s notice states: the Sales Agreement has no fee "
        "tiers, only a maximum of 3.00% of the gross of $4,000.00, which is $120.00 (p. 5)."
    ):
        sell(stated)


@pytest.mark.parametrize("stated_as", ["-0.01", "1.005"])
def test_a_commission_is_stated_in_whole_cents(stated: Placement, stated_as: str) -> None:
    with refused(f"The commission of ${stated_as} must be whole cents, $0 or more."):
        sell(stated, commission=Decimal(stated_as))


def test_a_late_sale_adjusts_nothing(stated: Placement) -> None:
    sell(stated, 900_000, trade_date=date(2001, 11, 9), commission=Decimal("99.00"))
    sell(stated, 1000, trade_date=date(2001, 11, 1), commission=Decimal("1.00"))
    assert not Sale.objects.filter(adjusts__isnull=False).exists()
    assert prove_ledger().differences == []


def test_a_reversal_gives_back_exactly_what_was_stated(stated: Placement) -> None:
    sale = sell(stated, commission=Decimal("17.77"), deductions=Decimal("0.33"))
    sell(stated, 100_000, commission=Decimal("3.21"))
    reversal = reverse_sale(sale, on=TODAY, reason="a mistake", by=usual(), today=TODAY)
    assert figures(reversal) == tuple(-figure for figure in figures(sale))
    assert not Sale.objects.filter(adjusts__isnull=False).exists()
    assert Agreement.objects.get().commission_sold == Decimal("3.21")
    assert prove_ledger().differences == []


def test_a_second_fee_is_part_of_the_commission_and_shown_apart(
    with_second_fee: Placement,
) -> None:
    sale = sell(with_second_fee, 1001, commission=Decimal("100.00"))
    assert (sale.gross, sale.commission) == (Decimal("4004.00"), Decimal("140.04"))
    workings = commission_workings(Sale.objects.get())
    assert (workings.stated, workings.second_fee) == (Decimal("100.00"), Decimal("40.04"))
    assert workings.rounding == 0


def test_the_workings_of_a_stated_sale_have_its_rate_and_the_maximum(stated: Placement) -> None:
    sell(stated, commission=Decimal("5.16"))
    workings = commission_workings(Sale.objects.get())
    assert workings.stated_rate == Decimal("0.001290")
    assert workings.terms is not None
    assert workings.terms.commission_maximum_rate == Decimal("0.03")
    assert list(workings.slices) == []


def test_a_second_fee_stands_beside_fee_tiers(tiered: Placement) -> None:
    sale = sell(tiered, 1001)
    assert (sale.commission, sale.second_fee) == (Decimal("360.36"), Decimal("40.04"))
    assert sale.commission_stated is None
    workings = commission_workings(Sale.objects.get())
    assert [part.amount for part in workings.slices] == [Decimal("320.32")]
    assert workings.rounding == 0


def test_a_second_fee_is_given_back_as_it_was_posted(tiered: Placement) -> None:
    sale = sell(tiered, 1001, price="4.03")
    sell(tiered, 333, price="4.01")
    reversal = reverse_sale(sale, on=TODAY, reason="a mistake", by=usual(), today=TODAY)
    assert sale.second_fee is not None
    assert reversal.second_fee == -sale.second_fee
    assert prove_ledger().differences == []


def test_a_commission_stated_under_fee_tiers_must_be_what_they_give(tiered: Placement) -> None:
    assert sell(tiered, commission=Decimal("320.00")).commission == Decimal("360.00")
    with refused(
        "The commission by the terms of the Sales Agreement is $320.00; the sale states $360.00."
    ):
        sell(tiered, commission=Decimal("360.00"))


def test_a_sale_without_its_commission_has_no_preview_of_figures(stated: Placement) -> None:
    considered = consider_sale(notice_of(stated), today=TODAY)
    assert considered.booking is None
    assert [reason.field for reason in considered.reasons] == ["commission"]


def test_the_preview_has_what_would_be_posted(with_second_fee: Placement) -> None:
    notice = notice_of(with_second_fee, commission=Decimal("100.00"))
    booking = consider_sale(notice, today=TODAY).booking
    assert booking is not None
    assert (booking.commission, booking.net) == (Decimal("140.00"), Decimal("3860.00"))


def test_a_position_expects_the_maximum_and_the_second_fee_of_further_sales(
    with_second_fee: Placement,
) -> None:
    sell(with_second_fee, commission=Decimal("1.00"))
    found = position(with_second_fee.agreement, TODAY)
    assert found.commission == Decimal("41.00")
    assert found.fees.commission(Decimal(1000)) == Decimal("40.00")
