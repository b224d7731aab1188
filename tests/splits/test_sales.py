"""Sales under a placement whose shares are split while it is open."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.refusal import Refused
from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.actions.sale import record_sale, record_sales
from placements.models import Placement
from placements.selectors.positions import position
from tests.books import refused
from tests.factories import TODAY, AgreementFactory, PlacementFactory, notice_of, reverse_sale, sell
from tests.splits.conftest import SPLIT_ON, THURSDAY, TUESDAY, figures, split


def test_the_worked_example(placement: Placement, treasurer: User) -> None:
    split(treasurer)
    assert figures(placement, TUESDAY) == (1_000_000, 250_000, 750_000, Decimal("0.50"))
    assert figures(placement, SPLIT_ON) == (40_000, 10_000, 30_000, Decimal("12.50"))
    for day in (TUESDAY, SPLIT_ON, TODAY):
        assert position(placement.agreement, day).capacity.reserved == Decimal("375000.00")
    with refused(
        "The price of $1.0000 is below the minimum of $12.5000 agreed for placement 1 (p. S-11)."
    ):
        sell(placement, 1_000, "1.00", by=treasurer, trade_date=THURSDAY)
    with refused(
        "30,001 shares would be more than the 30,000 that placement 1 has left of 40,000 (p. S-11)."
    ):
        sell(placement, 30_001, "12.50", by=treasurer, trade_date=THURSDAY)
    sell(placement, 30_000, "12.50", by=treasurer, trade_date=THURSDAY)
    assert figures(placement, TODAY) == (40_000, 40_000, 0, Decimal("12.50"))
    assert position(placement.agreement, TODAY).capacity.reserved == 0
    assert prove_books().differences == []


def test_a_split_that_makes_more_shares_leaves_room_for_more(
    placement: Placement, treasurer: User
) -> None:
    split(treasurer, new=2, old=1)
    assert figures(placement, TODAY) == (2_000_000, 500_000, 1_500_000, Decimal("0.25"))
    sell(placement, 1_500_000, "0.25", by=treasurer, trade_date=THURSDAY)
    assert figures(placement, TODAY) == (2_000_000, 2_000_000, 0, Decimal("0.25"))
    assert prove_books().differences == []


def test_a_late_notice_of_a_sale_before_the_split_is_in_old_shares(
    placement: Placement, treasurer: User
) -> None:
    split(treasurer)
    sell(placement, 10_000, "12.50", by=treasurer, trade_date=THURSDAY)
    with refused(
        "500,025 shares would be more than the 500,024 that placement 1 has left of 1,000,000 "
        "(p. S-11)."
    ):
        sell(placement, 500_025, "0.50", by=treasurer, trade_date=TUESDAY)
    with refused(
        "The price of $0.4900 is below the minimum of $0.5000 agreed for placement 1 (p. S-11)."
    ):
        sell(placement, 500_000, "0.49", by=treasurer, trade_date=TUESDAY)
    sell(placement, 500_000, "0.50", by=treasurer, trade_date=TUESDAY)
    assert figures(placement, TUESDAY) == (1_000_000, 750_000, 250_000, Decimal("0.50"))
    assert figures(placement, TODAY) == (40_000, 40_000, 0, Decimal("12.50"))


def test_a_batch_across_a_split_counts_each_sale_in_its_own_shares(
    placement: Placement, treasurer: User
) -> None:
    split(treasurer)
    notices = [
        notice_of(placement, 15_000, "12.50", trade_date=THURSDAY),
        notice_of(placement, 375_000, "0.50", trade_date=TUESDAY),
        notice_of(placement, 1, "12.50", trade_date=THURSDAY),
    ]
    with pytest.raises(Refused) as refusal:
        record_sales(notices, by=treasurer, today=TODAY)
    assert [(reason.row, reason.sentence) for reason in refusal.value.reasons] == [
        (2, "1 share would be more than the 0 that placement 1 has left of 40,000 (p. S-11).")
    ]
    record_sales(notices[:2], by=treasurer, today=TODAY)
    assert figures(placement, TODAY) == (40_000, 40_000, 0, Decimal("12.50"))


def test_the_average_counts_all_shares_as_of_the_day(treasurer: User) -> None:
    other = AgreementFactory(other=True)
    low = PlacementFactory(
        agreement=other, minimum_price=Decimal("0.10"), accepted=True, by=treasurer
    )
    sell(low, 50_000, "0.15", by=treasurer, trade_date=TUESDAY)
    split(treasurer)
    sell(low, 2_000, "3.75", by=treasurer, trade_date=THURSDAY)
    assert figures(low, TODAY) == (40_000, 4_000, 36_000, Decimal("2.50"))
    held = position(other, TODAY)
    assert (held.shares, held.average_price) == (4_000, Decimal("3.75"))


def test_a_reversal_takes_back_the_shares_of_its_sale_however_late(
    placement: Placement, treasurer: User
) -> None:
    wrong = sell(placement, 99, "0.60", by=treasurer, trade_date=TUESDAY)
    split(treasurer)
    sell(placement, 1_000, "15.00", by=treasurer, trade_date=THURSDAY)
    assert figures(placement, THURSDAY)[1:3] == (11_003, 28_997)  # 250,099 become 10,003
    reverse_sale(wrong, on=date(2001, 11, 9), reason="Typed twice", by=treasurer, today=TODAY)
    assert figures(placement, THURSDAY)[1:3] == (11_003, 28_997)
    assert figures(placement, TODAY)[1:3] == (11_000, 29_000)
    held = position(placement.agreement, TODAY)
    assert held.shares == 11_000
    assert held.average_price == Decimal("15.00")  # $150,000 and $15,000 for 11,000
    assert held.capacity.reserved == Decimal("362500.00")
    assert prove_books().differences == []


def test_all_of_it_reversed_is_nothing(placement: Placement, treasurer: User) -> None:
    [sale] = placement.sales.all()
    split(treasurer)
    reverse_sale(sale, on=THURSDAY, reason="Never traded", by=treasurer, today=TODAY)
    assert figures(placement, TODAY)[:3] == (40_000, 0, 40_000)
    assert position(placement.agreement, TODAY).shares == 0
    assert figures(placement, SPLIT_ON)[:3] == (40_000, 10_000, 30_000)


def test_what_was_known_before_the_split_still_reads_as_then(
    placement: Placement, treasurer: User
) -> None:
    recorded = split(treasurer)
    moment = recorded.recorded_at
    sell(placement, 1_000, "15.00", by=treasurer, trade_date=THURSDAY)
    assert figures(placement, TODAY, moment)[:3] == (40_000, 10_000, 30_000)
    before = placement.sales.get(agent_reference="N-1").recorded_at
    assert figures(placement, TODAY, before) == (1_000_000, 250_000, 750_000, Decimal("0.50"))


def test_a_placement_proposed_after_the_split_is_in_new_shares(
    placement: Placement, treasurer: User
) -> None:
    split(treasurer)
    later = PlacementFactory(
        agreement=placement.agreement,
        shares_offered=1_000,
        minimum_price=Decimal("13.00"),
        accepted=True,
        on=SPLIT_ON,
    )
    assert figures(later, TODAY) == (1_000, 0, 1_000, Decimal("13.00"))
    record_sale(notice_of(later, 1_000, "13.00"), by=treasurer, today=TODAY)


def test_more_sold_than_offered_as_of_a_day_reserves_nothing(
    placement: Placement, treasurer: User
) -> None:
    [sale] = placement.sales.all()
    split(treasurer)
    reverse_sale(sale, on=TODAY, reason="Another price", by=treasurer, today=TODAY)
    sell(placement, 1_000_000, "0.61", by=treasurer, trade_date=TUESDAY)
    assert figures(placement, TUESDAY)[:3] == (1_000_000, 1_250_000, 0)
    assert figures(placement, THURSDAY)[:3] == (40_000, 50_000, 0)
    assert position(placement.agreement, THURSDAY).capacity.reserved == 0
