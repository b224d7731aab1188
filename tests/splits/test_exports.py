"""Exports, closings and the proof after a split count the shares of the day."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest

from neoequity.books.exporting.query import ExportQuery
from neoequity.people.models import User
from placements.exports import write_export
from placements.models import Placement
from tests.factories import TODAY, PlacementFactory, reverse_sale, sell
from tests.periods.closings import close
from tests.splits.conftest import MONDAY, SPLIT_ON, THURSDAY, TUESDAY, split

Cells = Callable[..., list[dict[str, str]]]


@pytest.fixture
def cells() -> Cells:
    """The rows of an export by the names of its columns."""

    def export(dataset: str, as_of: date = TODAY, **asked: object) -> list[dict[str, str]]:
        out = BytesIO()
        write_export(dataset, ExportQuery(as_of, **asked), out)  # type: ignore[arg-type]  # names as in ExportQuery
        return list(csv.DictReader(StringIO(out.getvalue().decode(), newline="")))

    return export


def test_placements_are_exported_in_the_shares_of_the_day(
    placement: Placement, treasurer: User, cells: Cells
) -> None:
    known_before = placement.sales.get().recorded_at
    split(treasurer)
    names = ("shares_offered", "minimum_price", "shares_sold", "gross", "average_price")

    def told(as_of: date, **asked: object) -> list[str]:
        [row] = cells("placements", as_of, **asked)
        return [row[name] for name in names]

    before = ["1000000", "0.500000", "250000", "150000.00", "0.600000"]
    assert told(TUESDAY) == before
    assert told(SPLIT_ON) == ["40000", "12.500000", "10000", "150000.00", "15.000000"]
    assert told(TODAY, known_at=known_before) == before


def test_agreements_are_exported_in_the_shares_of_the_day(
    placement: Placement, treasurer: User, cells: Cells
) -> None:
    known_before = placement.sales.get().recorded_at
    split(treasurer)

    def told(as_of: date, **asked: object) -> tuple[str, str]:
        [row] = cells("agreements", as_of, **asked)
        return row["shares_sold"], row["reserved"]

    assert told(TUESDAY) == ("250000", "375000.00")
    assert told(THURSDAY) == ("10000", "375000.00")
    assert told(THURSDAY, known_at=known_before) == ("250000", "375000.00")


def test_each_sale_is_exported_as_it_was_traded(
    placement: Placement, treasurer: User, cells: Cells
) -> None:
    split(treasurer)
    [row] = cells("sales", TODAY)
    assert (row["shares"], row["price"]) == ("250000", "0.600000")


def test_the_average_of_the_domain_s_example(treasurer: User, cells: Cells) -> None:
    agreement = Placement.objects.get().agreement
    low = PlacementFactory(
        agreement=agreement, minimum_price=Decimal("0.10"), accepted=True, by=treasurer
    )
    sell(low, 50_000, "0.15", by=treasurer, trade_date=TUESDAY)
    split(treasurer)
    sell(low, 2_000, "3.75", by=treasurer, trade_date=THURSDAY)
    row = cells("placements")[1]
    assert (row["shares_sold"], row["gross"], row["average_price"]) == (
        "4000",
        "15000.00",
        "3.750000",
    )


def test_a_closing_counts_the_shares_of_its_last_day(
    placement: Placement, treasurer: User, cells: Cells
) -> None:
    wrong = sell(placement, 99, "0.60", by=treasurer, trade_date=MONDAY)
    split(treasurer)
    sell(placement, 1_000, "15.00", by=treasurer, trade_date=THURSDAY)
    reverse_sale(wrong, on=THURSDAY, reason="Typed twice", by=treasurer, today=TODAY)
    close("2001-10")
    [october] = close("2001-11").totals.all()
    assert (october.shares, october.shares_to_date) == (11_000, 11_000)
    assert [row["shares_to_date"] for row in cells("closings", date(2002, 1, 31))] == ["0", "11000"]


def test_a_reversal_of_another_month_takes_back_what_its_sale_counts_now(
    placement: Placement, treasurer: User
) -> None:
    october = sell(placement, 50, "0.60", by=treasurer, trade_date=date(2001, 10, 26))
    split(treasurer)
    reverse_sale(october, on=THURSDAY, reason="Typed twice", by=treasurer, today=TODAY)
    [first] = close("2001-10").totals.all()
    assert (first.shares, first.shares_to_date) == (50, 50)
    [second] = close("2001-11").totals.all()
    assert (second.shares, second.shares_to_date) == (9_998, 10_000)
