"""Whatever is done in whatever order: the books add up, on every day, everywhere they are told.

Hypothesis makes up the sequences, refused steps among them. After each one every figure is counted
again from the rows, in Python, and held against what the product tells.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import accumulate, pairwise
from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.money import ZERO
from placements.actions.sale import record_sales
from placements.exports import write_export
from placements.models import Agreement, Placement, Sale
from placements.selectors.due import settlements_due
from placements.selectors.known_at import agreement_names
from placements.selectors.ledger import prove_ledger
from placements.selectors.positions import positions
from placements.selectors.sale_aggregates import WAITING, aggregates_as_of, open_sales
from placements.selectors.sales import sales_as_of
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, notice_of
from tests.laws import law
from tests.sequences import (
    DAYS,
    TODAY,
    Count,
    Deliver,
    Office,
    Recount,
    Reverse,
    Sell,
    Step,
    sequences,
)
from tests.worlds import built_once

few = law()
EIGHT_MILLION = Sell(0, 400_000, Decimal(20), 0, date(2001, 10, 2))
FIVE_MILLION = Sell(1, 250_000, Decimal(20), 0, date(2001, 10, 3))
ACROSS_A_TIER: list[Step] = [
    *(EIGHT_MILLION, FIVE_MILLION),
    *(Deliver(0, date(2001, 10, 5)), Reverse(0, date(2001, 10, 9))),
]


class Aggregates(NamedTuple):
    """How many sales went the same way, and what they come to."""

    sales: int
    shares: int
    gross: Decimal
    commission: Decimal
    net: Decimal

    def plus(self, row: Sale) -> "Aggregates":
        """With one more."""
        return Aggregates(
            self.sales + 1,
            self.shares + row.shares,
            self.gross + row.gross,
            self.commission + row.commission,
            self.net + row.net,
        )


NO_AGGREGATES = Aggregates(0, 0, ZERO, ZERO, ZERO)


@built_once
def office(db: None) -> Office:
    """The Sales Agreement with a placement that has a minimum price and one that has none."""
    person, agreement = UserFactory(), AgreementFactory()
    terms = (
        {"shares_offered": 1_500_000},
        {"shares_offered": 900_000, "minimum_price": None, "expected_price": Decimal("6.543217")},
    )
    open_ones: list[Placement] = [
        PlacementFactory(agreement=agreement, by=person, accepted=True, **each) for each in terms
    ]
    return Office(person, agreement, open_ones)


@contextmanager
def after(office: Office, steps: list[Step]) -> Iterator[Office]:
    """The office when it has done all that; afterwards nothing of it has happened."""
    with transaction.atomic():
        working = Office(office.person, office.agreement, office.placements)
        working.take(steps)
        yield working
        transaction.set_rollback(True)


def exported(dataset: str) -> list[dict[str, str]]:
    out = BytesIO()
    write_export(dataset, ExportQuery(TODAY), out)
    return list(csv.DictReader(out.getvalue().decode().splitlines()))


@few
@example(ACROSS_A_TIER)
@given(sequences)
def test_commissions_sum_to_c_of_the_total_and_reversals_mirror_their_sales(
    office: Office, steps: list[Step]
) -> None:
    """That they are right on every day before, tests/histories shows."""
    with after(office, steps):
        fees = office.agreement.fee_schedule()
        rows = list(Sale.objects.select_related("reverses", "adjusts").order_by("number"))
        totals = list(accumulate((row.gross for row in rows), initial=ZERO))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert sum(row.commission for row in rows) == fees.commission(totals[-1])
        assert all(0 <= total <= office.agreement.capacity for total in totals)
        for row in rows:
            if row.reverses is not None:
                assert abs(row.commission + row.reverses.commission) <= Decimal("0.01")
            if row.adjusts is not None:
                assert (row.shares, row.gross, row.net) == (0, Decimal(0), -row.commission)
                assert row.adjusts.number < row.number


@few
@example(ACROSS_A_TIER)
@given(sequences)
def test_the_totals_kept_are_those_of_the_rows(office: Office, steps: list[Step]) -> None:
    with after(office, steps):
        all_kept: list[Agreement | Placement] = [office.agreement, *office.placements]
        for kept in all_kept:
            kept.refresh_from_db()
            rows = list(kept.sales.all())
            assert kept.gross_sold == sum((row.gross for row in rows), ZERO)
            assert kept.shares_sold == sum(row.shares for row in rows)
        fees = office.agreement.fee_schedule()
        assert office.agreement.commission_sold == fees.commission(office.agreement.gross_sold)


@few
@example(ACROSS_A_TIER)
@given(sequences)
def test_the_position_of_every_day_is_what_its_rows_come_to(
    office: Office, steps: list[Step]
) -> None:
    with after(office, steps) as working:
        recount = Recount(working)
        now = timezone.now()
        for day, known_at in [*((day, None) for day in DAYS), (DAYS[4], now), (TODAY, now)]:
            [told] = positions(day, known_at)
            count = Count(told.capacity, told.shares, told.commission, told.net)
            assert recount.on(day) == count


@few
@given(sequences)
def test_every_sale_has_the_status_of_the_day(office: Office, steps: list[Step]) -> None:
    with after(office, steps) as working:
        recount = Recount(working)
        for day in DAYS:
            for row in sales_as_of(day):
                assert row.status == recount.status(row, day)


@few
@example(ACROSS_A_TIER)
@given(sequences)
def test_the_aggregates_of_every_day_are_what_its_sales_come_to(
    office: Office, steps: list[Step]
) -> None:
    with after(office, steps) as working:
        recount = Recount(working)
        for day in DAYS:
            counted: dict[tuple[int, str], Aggregates] = {}
            for row in recount.rows:
                if row.trade_date <= day:
                    way = (row.placement_id, recount.status(row, day))
                    counted[way] = counted.get(way, NO_AGGREGATES).plus(row)
            aggregates = aggregates_as_of(day).order_by().values("placement_id", "status")
            told = aggregates.annotate(**{f"{name}_sum": Sum(name) for name in Aggregates._fields})
            assert counted == {
                (row["placement_id"], row["status"]): Aggregates(
                    *(row[f"{name}_sum"] for name in Aggregates._fields)
                )
                for row in told
            }


@few
@given(sequences)
def test_what_waits_on_a_day_is_found_by_its_aggregates(office: Office, steps: list[Step]) -> None:
    with after(office, steps) as working:
        recount = Recount(working)
        for day in DAYS:
            waiting = {
                row.pk
                for row in recount.rows
                if row.trade_date <= day and recount.status(row, day) in WAITING
            }
            assert {row.pk for row in open_sales(day)} == waiting
            sales = {row.pk for row in recount.rows if row.adjusts_id is None}
            due = settlements_due(day, agreement_names(day), {})
            assert sum(each.sales for each in due) == len(waiting & sales)


@few
@example(ACROSS_A_TIER)
@given(sequences)
def test_exports_and_ledger_tell_the_same_as_the_rows(office: Office, steps: list[Step]) -> None:
    with after(office, steps) as working:
        count = Recount(working).on(TODAY)
        [told] = exported("agreements")
        assert Decimal(told["remaining_capacity"]) == count.capacity.remaining
        assert Decimal(told["commission"]) == count.commission
        assert Decimal(told["net"]) == count.net
        rows = exported("sales")
        assert sum(Decimal(row["commission"]) for row in rows) == count.commission
        if rows:
            assert Decimal(rows[-1]["cumulative_gross"]) == count.capacity.sold
            assert Decimal(rows[-1]["remaining_capacity"]) == count.capacity.remaining
        assert prove_ledger().differences == []


@few
@given(
    st.decimals("0.01", "25000000", places=2),
    st.lists(st.decimals("0.01", "0.99", places=2), max_size=7),
)
def test_splitting_a_sale_never_changes_the_commission(
    office: Office, gross: Decimal, cuts: list[Decimal]
) -> None:
    ends = sorted({*((gross * cut).quantize(Decimal("0.01")) for cut in cuts), ZERO, gross})
    parts = [end - start for start, end in pairwise(ends)]
    with after(office, []):
        placement = office.placements[1]
        notices = [
            notice_of(placement, 1000, str(price), gross=part)
            for part in parts
            if (price := (part / 1000).quantize(Decimal("0.000001")))
        ]
        sales = record_sales(notices, by=office.person, today=date(2001, 11, 13))
        whole = office.agreement.fee_schedule().commission(gross)
        assert sum(sale.commission for sale in sales) == whole
