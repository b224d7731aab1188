"""Case 09: the notice takes off more than the commission, and every file and page still foots.

By hand: 1,315,000 shares for $2,027,000.00 at 3% cost 60,810.00; with 123,000.00 taken off besides,
1,843,190.00 is left.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from neoequity.books.periods.rules import parse_period
from neoequity.ledger import prove_books
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from placements.actions.delivery import deliver
from placements.models import DayTotal, Sale, SaleAggregate
from tests.clients import logged_in
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, reverse_sale, sell
from tests.ledger.tampering import tamper_with_books
from tests.pages.plain_text import words
from tests.periods.closings import CLOSED_ON, close

pytestmark = pytest.mark.django_db

GROSS, COMMISSION, DEDUCTIONS, NET = (
    Decimal(figure) for figure in ("2027000.00", "60810.00", "123000.00", "1843190.00")
)
TRADED = date(2001, 11, 5)
Row = dict[str, str]


@pytest.fixture
def sale(settings: Settings) -> Sale:
    """The sale of case 09; beside it an agreement under which nothing was sold."""
    settings.NEOEQUITY_TODAY = CLOSED_ON
    by = UserFactory()
    agreement = AgreementFactory(slug="facility", name="Facility", tiers=[("0", "0.03")])
    AgreementFactory(other=True)
    placement = PlacementFactory(
        agreement=agreement,
        shares_offered=2_000_000,
        minimum_price=None,
        expected_price=Decimal("1.54"),
        accepted=True,
        by=by,
    )
    return sell(
        placement,
        1_315_000,
        "1.5414",
        by=by,
        trade_date=TRADED,
        gross=GROSS,
        deductions=DEDUCTIONS,
        remark="agent's counsel",
        agent_reference="N-1",
    )


def rows(text: str) -> list[Row]:
    return list(csv.DictReader(StringIO(text, newline="")))


def exported(dataset: str) -> list[Row]:
    """The rows that the command writes about the agreement with the sale."""
    said = StringIO()
    call_command("export", dataset, "--agreement", "facility", stdout=said)
    return rows(said.getvalue())


def files_of_the_pack(sale: Sale) -> dict[str, list[Row]]:
    out = BytesIO()
    write_pack(scope_of(sale.agreement.issuer, parse_period("2001Q4"), CLOSED_ON), out)
    with ZipFile(out) as archive:
        tables = [name for name in archive.namelist() if name.endswith(".csv")]
        return {name: rows(archive.read(name).decode()) for name in tables}


def figures(row: Row, gross: str = "gross", end: str = "") -> tuple[Decimal, ...]:
    names = (gross, f"commission{end}", f"deductions{end}", f"net{end}")
    return tuple(Decimal(row[name]) for name in names)


ALL = (GROSS, COMMISSION, DEDUCTIONS, NET)


def test_the_three_foot_in_every_dataset(sale: Sale) -> None:
    (told,) = exported("sales")
    assert figures(told) == ALL
    assert (told["remark"], told["settlement_reason"]) == ("agent's counsel", "")
    (position,) = exported("agreements")
    assert figures(position, "gross_sold") == ALL
    close()
    (closed,) = exported("closings")
    assert figures(closed) == ALL
    assert figures(closed, "gross_to_date", "_to_date") == ALL


def test_the_three_foot_in_every_file_of_the_pack(sale: Sale) -> None:
    close()
    files = files_of_the_pack(sale)
    (working,) = files["commissions.csv"]
    gross = Decimal(working["gross_after"]) - Decimal(working["gross_before"])
    assert (gross, *figures(working, "gross_after")[1:]) == ALL
    for row in files["control_totals.csv"]:
        sold = row["agreement"] == "facility"
        assert figures(row) == (ALL if sold else (0, 0, 0, 0))
        assert figures(row, "gross_to_date", "_to_date") == (ALL if sold else (0, 0, 0, 0))


def test_control_totals_keep_an_agreement_without_sales_or_whose_sum_is_nothing(
    sale: Sale,
) -> None:
    by = UserFactory()
    reverse_sale(sale, on=date(2001, 12, 3), reason="Wrong", by=by, today=CLOSED_ON)
    close()
    told = files_of_the_pack(sale)["control_totals.csv"]
    assert [(row["agreement"], row["counted_from"]) for row in told] == [
        ("facility", "closing"),
        ("facility", "sales"),
        ("other-agreement", "closing"),
        ("other-agreement", "sales"),
    ]
    for counted, closed in zip(told[1::2], told[::2], strict=True):
        assert {**counted, "counted_from": ""} == {**closed, "counted_from": ""}
        assert {*figures(counted), *figures(counted, "gross_to_date", "_to_date")} == {Decimal(0)}


def footing(sums: Iterator[DayTotal] | Iterator[SaleAggregate]) -> list[tuple[Decimal, ...]]:
    found: list[tuple[Decimal, ...]] = [
        (each.gross, each.commission, each.deductions, each.net) for each in sums
    ]
    assert all(gross - cost - less == net for gross, cost, less, net in found)
    return found


def test_sums_of_days_and_aggregates_foot_through_delivery_and_reversal(sale: Sale) -> None:
    by = UserFactory()
    deliver([sale], delivered_on=date(2001, 11, 8), by=by, today=CLOSED_ON)
    assert footing(SaleAggregate.objects.iterator()) == [ALL]
    reverse_sale(sale, on=date(2001, 12, 3), reason="Wrong", by=by, today=CLOSED_ON)

    negated = tuple(-figure for figure in ALL)
    assert sorted(footing(SaleAggregate.objects.iterator())) == sorted([ALL, negated])
    days = DayTotal.objects.exclude(gross=0).order_by("day")
    assert footing(days.iterator()) == [ALL, negated]
    assert prove_books().differences == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE placements_daytotal SET deductions = 0",
            (
                "Facility, 2001-11-05: the sum of deductions of the day is 0.00; the rows give "
                "123000.00."
            ),
        ),
        (
            "UPDATE placements_saleaggregate SET deductions = 0",
            (
                "Facility, placement 1, the aggregate of 2001-11-05, negotiated, due 2001-11-08: "
                "the sum of deductions is 0.00; the rows give 123000.00."
            ),
        ),
        (
            "UPDATE placements_closingtotal SET deductions = 1 WHERE gross > 0",
            (
                "Closing 1 (2001Q4) does not fit its seal, position 3 in the chain of "
                "NeoTherapeutics, Inc.: one of them was changed after it was recorded."
            ),
        ),
    ],
)
def test_a_sum_of_deductions_that_was_tampered_with_is_found(
    sale: Sale, statement: str, sentence: str
) -> None:
    close()
    tamper_with_books(statement)
    assert prove_books().differences == [sentence]


def test_the_pages_foot(sale: Sale) -> None:
    reader: Client = logged_in(UserFactory())
    closing = close()
    listed = words(reader.get("/sales/"))
    assert "Gross Commission Deductions Net" in listed
    assert "$2,027,000.00 $60,810.00 $123,000.00 $1,843,190.00" in listed
    assert "less further deductions in the agent's notices $123,000.00" in words(
        reader.get("/agreements/facility/")
    )
    assert "Further deductions $123,000.00 Net $1,843,190.00" in words(
        reader.get(sale.get_absolute_url())
    )
    assert "Deductions $123,000.00 $123,000.00 Net $1,843,190.00" in words(
        reader.get(closing.get_absolute_url())
    )
    assert "Deductions to date $123,000.00 Net to date $1,843,190.00" in words(reader.get("/"))


def test_a_list_without_deductions_has_no_column_for_them(sale: Sale) -> None:
    reader: Client = logged_in(UserFactory())
    other = PlacementFactory(agreement=AgreementFactory(), accepted=True, by=UserFactory())
    sell(other, by=UserFactory())
    assert "Deductions" not in words(reader.get("/sales/?agreement=sales-agreement"))
