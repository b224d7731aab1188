"""Sales posted by raw INSERT: what the agreement says holds for them as for everybody else's."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from neoequity.books.approvals.actions import reject
from placements.actions.placement import move_placement
from placements.actions.sale import ask_reversal
from placements.models import Agreement, DayTotal, Placement, Sale
from tests.constraints.conftest import House
from tests.constraints.rows import (
    adjustment_of,
    agree_reversal,
    columns_of,
    insert,
    refused_by_database,
    reversal_of,
    sale_of,
)
from tests.factories import TODAY, PlacementFactory, sell
from tests.roles import unguarded

UNFIT = "A sale must fit its placement"
UNAPPROVED = "A reversal is posted as one person asked for it and another approved it"
UNLIKE = "A reversal must negate one sale"
MISPRICED = "The commission of an agreement is what its standing sales cost by trade date"
BEYOND_THE_RATES = "The commission of a sale lies between the lowest and the highest rate"
MISNUMBERED = "numbered in the order of their recording, without a gap"
BEYOND = "gross_sold_stays_between_zero_and_capacity"


def post(*rows: Mapping[str, Any]) -> None:
    """The rows in one statement, and what is held against them when they are committed."""
    insert(Sale, *rows)
    connection.check_constraints()


def big_sale(placement: Placement, number: int, **changes: Any) -> dict[str, Any]:
    """$7,000,000 at 4.00%."""
    figures = {"shares": 1_000_000, "price": 7, "gross": 7_000_000}
    charged = {"commission": 280_000, "net": 6_720_000}
    return sale_of(placement, number, **{**figures, **charged, **changes})


# What is true may be posted, and counts


def test_a_true_sale_counts_in_every_total(house: House) -> None:
    post(sale_of(house.placement, 3))
    agreement = Agreement.objects.get(pk=house.agreement.pk)
    placement = Placement.objects.get(pk=house.placement.pk)
    day = DayTotal.objects.get(agreement=agreement, day=date(2001, 11, 9))
    assert agreement.gross_sold == placement.gross_sold == day.gross == Decimal("12000.00")
    assert agreement.commission_sold == day.commission == Decimal("480.00")
    assert agreement.shares_sold == placement.shares_sold == day.shares == 3000
    assert day.net == Decimal("11520.00")


def copied(house: House) -> None:
    row = sale_of(house.placement, 3)
    cells = StringIO("\t".join("\\N" if cell is None else str(cell) for cell in row.values()))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY placements_sale ({', '.join(row)}) FROM STDIN", cells)


def test_a_copy_from_a_file_by_the_owner_counts_too(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
    copied(house)
    assert Agreement.objects.get(pk=house.agreement.pk).shares_sold == 3000


def test_the_application_copies_nothing_as_rows_are_kept_apart(house: House) -> None:
    with pytest.raises(DatabaseError, match="COPY FROM not supported with row-level security"):
        copied(house)


# Capacity


def test_a_bulk_insert_past_the_capacity_is_refused_whole(house: House) -> None:
    placement = PlacementFactory(
        agreement=house.other, accepted=True, shares_offered=2_000_000, minimum_price=Decimal(1)
    )
    with refused_by_database(BEYOND):
        post(big_sale(placement, 1), big_sale(placement, 2))


def test_a_cent_past_the_capacity_is_refused(house: House) -> None:
    placement = PlacementFactory(agreement=house.other, accepted=True, shares_offered=2_000_001)
    sell(placement, 2_000_000, "4.20", gross=Decimal("8399999.99"), method="nasdaq")
    cent = {"shares": 1, "price": "0.02", "commission": 0}
    with refused_by_database(BEYOND):
        post(sale_of(placement, 2, **cent, gross="0.02", net="0.02"))


def test_a_reversal_and_a_sale_in_one_statement_cannot_hide_an_excess(house: House) -> None:
    beyond = {"gross": 25_000_000, "shares": 90_000, "price": "277.777778", "price_decimals": 6}
    with refused_by_database(BEYOND):
        post(
            reversal_of(house.waiting, 3),
            sale_of(house.placement, 4, **beyond, commission=900_000, net=24_100_000),
        )


# The placement


@pytest.mark.parametrize(
    "changes",
    [
        {"price": "3.999999", "price_decimals": 6, "gross": "4000.00"},
        {"gross": "3999.99", "net": "3839.99"},
        {"method": "nasdaq"},
        {"method": "by pigeon"},
        {"trade_date": date(2001, 9, 30)},
    ],
    ids=str,
)
def test_a_sale_against_the_terms_is_refused(house: House, changes: dict[str, Any]) -> None:
    with refused_by_database(UNFIT):
        post(sale_of(house.placement, 3, **changes))


@pytest.mark.parametrize(
    "status", ["draft", "proposed", "withdrawn", "declined", "suspended", "closed"]
)
def test_a_sale_under_a_placement_that_is_not_open_is_refused(house: House, status: str) -> None:
    placement = PlacementFactory(agreement=house.agreement, status=status)
    with refused_by_database(UNFIT):
        post(sale_of(placement, 3))


@pytest.mark.parametrize("ended", ["resume", "close"])
def test_a_sale_of_a_suspension_that_is_over_is_refused(house: House, ended: str) -> None:
    placement = PlacementFactory(agreement=house.agreement, accepted=True)
    for verb, day in (("suspend", 5), (ended, 9)):
        on = date(2001, 11, day)
        move_placement(placement, verb, on=on, by=house.person, today=date(2001, 11, 13))
    for day in (5, 8):
        with refused_by_database("A sale is not dated inside a suspension of its placement"):
            post(sale_of(placement, 3, trade_date=date(2001, 11, day)))
    before = {"trade_date": date(2001, 11, 2), "settlement_date": date(2001, 11, 7)}
    post(sale_of(placement, 3, **before))


def test_a_sale_under_another_agreements_placement_is_refused(house: House) -> None:
    with refused_by_database(UNFIT):
        post(sale_of(house.placement, 1, agreement_id=house.other.pk))


def test_a_sale_cannot_be_posted_before_its_placement_is_made(house: House) -> None:
    coming = 10**6
    draft = columns_of(house.draft, number=9)
    with refused_by_database(UNFIT):
        post(sale_of(house.placement, 3, placement_id=coming))
        insert(Placement, {"id": coming, **draft})


def test_a_sale_cannot_be_posted_before_its_agreement_is_made(house: House) -> None:
    coming = 10**6
    unsold = columns_of(house.other, slug="third", capacity=1)
    with refused_by_database(UNFIT):
        post(sale_of(house.placement, 1, agreement_id=coming))
        insert(Agreement, {"id": coming, **unsold})


# Reversals


@pytest.mark.parametrize(
    "changes",
    [
        {"price": "4.000001", "price_decimals": 6},
        {"price_decimals": 3},
        {"method": "other"},
        {"shares": -999, "gross": "-4000.00"},
        {"gross": "-3999.99", "net": "-3839.99"},
        {"deductions": "-0.01", "net": "-3839.99"},
        {"trade_date": date(2001, 11, 8)},
    ],
    ids=str,
)
def test_a_reversal_that_does_not_mirror_its_sale_is_refused(
    house: House, changes: dict[str, Any]
) -> None:
    with refused_by_database(UNLIKE):
        post(reversal_of(house.waiting, 3, **changes))


def test_a_reversal_under_another_placement_is_refused(house: House) -> None:
    other = PlacementFactory(agreement=house.agreement, accepted=True)
    sell(other, 1000)
    with refused_by_database(UNLIKE):
        post(reversal_of(house.waiting, 4, placement_id=other.pk))


def test_a_reversal_of_a_reversal_is_refused(house: House) -> None:
    agree_reversal(house.waiting)
    post(reversal_of(house.waiting, 3))
    reversal = Sale.objects.get(number=3)
    agree_reversal(reversal)
    figures = {"shares": -1000, "gross": -4000, "commission": -160, "net": -3840}
    with refused_by_database(UNLIKE):
        post(reversal_of(reversal, 4, **figures))


def test_a_reversal_that_nobody_approved_is_refused(house: House) -> None:
    with refused_by_database(UNAPPROVED):
        post(reversal_of(house.waiting, 3))


def test_a_reversal_that_waits_or_was_rejected_is_refused(house: House) -> None:
    asked: dict[str, Any] = {"on": date(2001, 11, 12), "reason": "a mistake", "today": TODAY}
    request = ask_reversal(house.waiting, by=house.person, **asked)
    with refused_by_database(UNAPPROVED):
        post(reversal_of(house.waiting, 3))
    reject(request, by=house.cfo, note="the price is right")
    with refused_by_database(UNAPPROVED):
        post(reversal_of(house.waiting, 3))


@pytest.mark.parametrize(
    "approved", [{"on": "2001-11-13"}, {"reason": "another"}, {"of": "more"}], ids=str
)
def test_a_reversal_on_another_day_or_for_another_reason_than_approved_is_refused(
    house: House, approved: dict[str, str]
) -> None:
    agree_reversal(house.waiting, **approved)
    with refused_by_database(UNAPPROVED):
        post(reversal_of(house.waiting, 3))


def test_the_approval_of_one_reversal_is_none_of_another(house: House) -> None:
    agree_reversal(house.sale)
    with refused_by_database(UNAPPROVED):
        post(reversal_of(house.waiting, 3))


def test_a_sale_cannot_be_reversed_before_it_is_posted(house: House) -> None:
    coming = 10**6
    with refused_by_database(UNLIKE):
        post(reversal_of(house.waiting, 3, reverses_id=coming))
        post({"id": coming, **sale_of(house.placement, 4, shares=1, gross=4)})


# Commission


@pytest.mark.parametrize("commission", ["159.99", "160.01", "120.00"])
def test_a_commission_off_by_a_cent_is_refused(house: House, commission: str) -> None:
    net = 4000 - Decimal(commission)
    with refused_by_database(MISPRICED):
        post(sale_of(house.placement, 3, commission=commission, net=net))


@pytest.mark.parametrize("commission", ["0.00", "119.94", "160.06", "4000.00"])
def test_a_commission_beyond_the_rates_is_refused_at_once(house: House, commission: str) -> None:
    net = 4000 - Decimal(commission)
    with refused_by_database(BEYOND_THE_RATES):
        insert(Sale, sale_of(house.placement, 3, commission=commission, net=net))


def test_commissions_that_only_add_up_together_are_refused(house: House) -> None:
    with refused_by_database(BEYOND_THE_RATES):
        post(
            sale_of(house.placement, 3, commission=320, net=3680),
            sale_of(house.placement, 4, commission=0, net=4000),
        )


def test_a_statement_across_the_tiers_is_held_to_the_cent_as_a_whole(
    house: House,
) -> None:
    placement = PlacementFactory(agreement=house.agreement, accepted=True, shares_offered=2_000_000)
    second = {"commission": 259_960, "net": 6_740_040}  # 2,992,000 at 4.00%, 4,008,000 at 3.50%
    first, then = big_sale(placement, 3), big_sale(placement, 4, **second)
    with transaction.atomic():
        post(then, first)
        assert Agreement.objects.get(pk=house.agreement.pk).commission_sold == 540_280
        transaction.set_rollback(True)
    with refused_by_database(MISPRICED):
        post(first, {**then, "commission": 259_959, "net": 6_740_041})


def test_a_late_sale_across_a_tier_is_refused_without_its_adjustment(house: House) -> None:
    """$7 million of 9 Nov, then of 2 Nov: the later $3,992,000 above $10 million cost 0.5% more."""
    placement = PlacementFactory(agreement=house.agreement, accepted=True, shares_offered=2_000_000)
    post(big_sale(placement, 3))
    late = big_sale(placement, 4, trade_date=date(2001, 11, 2), settlement_date=date(2001, 11, 7))
    with refused_by_database(MISPRICED):
        post(late)
    with transaction.atomic():
        insert(Sale, late)
        post(adjustment_of(Sale.objects.get(number=4), 5, commission="-20040.00", net="20040.00"))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "changes",
    [
        {"adjusts_id": 10**6},
        {"concerns": date(2001, 11, 8)},
        {"trade_date": date(2001, 11, 12)},
        {"method": "other"},
    ],
    ids=str,
)
def test_an_adjustment_that_does_not_fit_its_cause_is_refused(
    house: House, changes: dict[str, Any]
) -> None:
    with refused_by_database("An adjustment of commission must point at the entry that caused it"):
        post(adjustment_of(house.waiting, 3, **changes))


def test_an_adjustment_that_nothing_displaced_is_refused(house: House) -> None:
    with refused_by_database(MISPRICED):
        post(adjustment_of(house.waiting, 3))


def test_a_sale_under_an_agreement_without_fee_tiers_is_refused(house: House) -> None:
    placement = PlacementFactory(agreement=house.other, accepted=True)
    with unguarded():
        house.other.fee_tiers.all().delete()
    with refused_by_database(BEYOND_THE_RATES):
        post(sale_of(placement, 1, commission=0, net=4000))


# Numbers and moments


@pytest.mark.parametrize("numbers", [(4,), (3, 5), (10,)], ids=str)
def test_a_gap_in_the_numbers_is_refused(house: House, numbers: tuple[int, ...]) -> None:
    with refused_by_database(MISNUMBERED):
        post(*(sale_of(house.placement, number) for number in numbers))


def test_a_number_before_those_that_are_taken_is_refused(house: House) -> None:
    with refused_by_database(MISNUMBERED):
        post(sale_of(house.placement, 0))


def test_a_sale_cannot_be_dated_back_into_what_was_known(house: House) -> None:
    with refused_by_database("The moment of recording is written by the database"):
        post({**sale_of(house.placement, 3), "recorded_at": "2001-11-09 16:00:00-05"})


def test_an_upsert_cannot_change_a_posted_sale(house: House) -> None:
    with refused_by_database("A posted sale is never changed or deleted"):
        insert(
            Sale,
            sale_of(house.placement, 2),
            on_conflict="(agreement_id, number) DO UPDATE SET remark = 'corrected'",
        )
