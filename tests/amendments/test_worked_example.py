"""An amendment and a correction reckoned by hand: what each day shows, and what was known when."""

from datetime import date
from decimal import Decimal

import pytest

from placements.models import Agreement, Placement
from placements.selectors.fees import schedule_sums
from placements.selectors.ledger import prove_ledger
from placements.selectors.one_sale import commission_workings
from placements.selectors.positions import positions
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended, corrected
from tests.books import refused
from tests.exports.conftest import Exported, exported
from tests.exports.test_known_at import cells, now
from tests.factories import PlacementFactory, UserFactory, reverse_sale, sell
from tests.worlds import built_once

__all__ = ["exported"]
pytestmark = pytest.mark.django_db

MORE = Decimal("30000000.00")
NOVEMBER, DECEMBER, TODAY = date(2001, 11, 30), date(2001, 12, 1), date(2001, 12, 5)
CHEAPER = [TierFacts(Decimal(0), Decimal("0.03"), "p. 3")]


@built_once
def placement() -> Placement:
    made: Placement = PlacementFactory(accepted=True)
    return made


@built_once
def agreement(placement: Placement) -> Agreement:
    return placement.agreement


def capacity(on: date, **known: object) -> Decimal:
    [position] = positions(on, **known)  # type: ignore[arg-type]  # a moment, where there is one
    return position.capacity.limit


def test_an_amendment_counts_from_its_day_on_and_not_before(agreement: Agreement) -> None:
    amended(agreement, capacity=MORE, effective_on=DECEMBER, today=TODAY)
    assert agreement.capacity == MORE
    assert [capacity(day) for day in (date(2001, 6, 11), NOVEMBER)] == [25_000_000] * 2
    assert [capacity(day) for day in (DECEMBER, date(2002, 6, 1))] == [MORE] * 2


def test_a_correction_counts_for_past_days_as_well_but_was_not_known_before(
    agreement: Agreement,
) -> None:
    then = now()
    corrected(agreement, capacity=Decimal("24000000.00"))
    for day in (date(2001, 6, 11), date(2001, 6, 12), NOVEMBER):
        assert capacity(day) == 24_000_000
        assert capacity(day, known_at=then) == 25_000_000


def test_the_correction_of_an_amendment_leaves_the_days_before_it_alone(
    agreement: Agreement,
) -> None:
    amended(agreement, capacity=Decimal("35000000.00"), effective_on=DECEMBER, today=TODAY)
    then = now()
    version = corrected(agreement, capacity=MORE)
    assert (version.number, version.kind, version.effective_on) == (3, "correction", DECEMBER)
    assert [capacity(NOVEMBER), capacity(DECEMBER)] == [25_000_000, MORE]
    assert capacity(DECEMBER, known_at=then) == 35_000_000


def test_the_exports_have_the_terms_of_their_day(exported: Exported, placement: Placement) -> None:
    sell(placement)
    amended(placement.agreement, capacity=MORE, effective_on=DECEMBER, today=TODAY)
    for day, limit, left in (
        (NOVEMBER, "25000000.00", "24996000.00"),
        (DECEMBER, "30000000.00", "29996000.00"),
    ):
        assert f"2001-06-12,{limit},4000.00" in exported("agreements", day)[1]
        [sale] = cells(exported("sales", day))
        assert sale["remaining_capacity"] == left


def test_each_sale_has_the_fee_tiers_of_its_trade_date(placement: Placement) -> None:
    person = UserFactory()
    before = sell(placement, 10_000, trade_date=NOVEMBER, today=TODAY)
    amended(placement.agreement, fee_tiers=CHEAPER, effective_on=DECEMBER, today=TODAY)
    after = sell(placement, 10_000, trade_date=date(2001, 12, 3), today=TODAY)
    late = sell(placement, 10_000, trade_date=NOVEMBER, today=TODAY)
    back = reverse_sale(before, on=TODAY, reason="a mistake", by=person, today=TODAY)

    rows = (before, after, late, back)
    assert [row.commission for row in rows] == [1600, 1200, 1600, -1600]
    for row in rows:
        assert commission_workings(row).commission == row.commission
    [position] = positions(TODAY)
    assert [version.number for version in position.schedules_begun] == [1, 2]
    assert [
        (row.version.number, int(row.gross), int(row.commission))
        for row in schedule_sums(position, TODAY)
    ] == [(1, 40_000, 1_600), (2, 40_000, 1_200)]
    assert prove_ledger().differences == []


def test_a_reversed_sale_keeps_the_tiers_it_was_posted_with(placement: Placement) -> None:
    person = UserFactory()
    wrong = sell(placement, 10_000, trade_date=date(2001, 12, 3), today=TODAY)
    reverse_sale(wrong, on=TODAY, reason="Other tiers", by=person, today=TODAY)
    amended(placement.agreement, fee_tiers=CHEAPER, effective_on=DECEMBER, today=TODAY)
    right = sell(placement, 10_000, trade_date=date(2001, 12, 3), today=TODAY)

    assert (wrong.commission, right.commission) == (Decimal(1600), Decimal(1200))
    assert commission_workings(wrong).commission == 1600
    assert prove_ledger().differences == []


def test_methods_and_settlement_are_those_of_the_trade_date(placement: Placement) -> None:
    amended(
        placement.agreement,
        methods=["nasdaq"],
        settlement_days=1,
        effective_on=DECEMBER,
        today=TODAY,
    )
    monday = date(2001, 12, 3)
    assert sell(placement, method="nasdaq", trade_date=monday, today=TODAY).settlement_date == date(
        2001, 12, 4
    )
    assert sell(placement, trade_date=NOVEMBER, today=TODAY).settlement_date == date(2001, 12, 5)
    person = UserFactory()
    with refused(
        "The Sales Agreement does not allow the method “Privately negotiated”; it allows “Into "
        "Nasdaq” (Amendment No. 1, p. 2)."
    ):
        sell(placement, trade_date=monday, today=TODAY, by=person)


def test_a_sale_booked_late_has_to_fit_into_the_capacity_of_its_day(agreement: Agreement) -> None:
    large = PlacementFactory(agreement=agreement, accepted=True, shares_offered=5_000_000)
    sell(large, 4_000_000, "6.00", trade_date=NOVEMBER, today=TODAY)
    amended(agreement, capacity=MORE, effective_on=DECEMBER, today=TODAY)
    sell(large, 300_000, "6.00", trade_date=date(2001, 12, 3), today=TODAY)
    person = UserFactory()
    with refused(
        "The sale's gross of $1,200,000.00 is more than the $1,000,000.00 that the Sales Agreement "
        "had left before 2001-12-01 of $25,000,000.00 (p. S-11)."
    ):
        sell(large, 200_000, "6.00", trade_date=NOVEMBER, today=TODAY, by=person)
    sell(large, 100_000, "6.00", trade_date=NOVEMBER, today=TODAY)
