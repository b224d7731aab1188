"""`import_sales`: all rows or none, and every refused row with its line."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from placements.models import Agreement, Placement, Sale
from tests.books import nothing_changes
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell
from tests.imports.conftest import Written
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

PUBLISHED = [
    "other-agreement,1,2001-10-26,104800,3.23,,nasdaq,424B2-2001-11-01",
    "sales-agreement,1,2001-11-09,949710,4.0254,3822967.00,negotiated,424B3-2001-11-12",
    "other-agreement,2,2001-11-09,20000,3.72,74392.00,nasdaq,424B3-2001-11-12",
]


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def sales_agreement() -> Agreement:
    """Under its placement 1 a million shares may be sold from $4.00."""
    placement: Placement = PlacementFactory(accepted=True)
    return placement.agreement


def run(file: Path, **options: object) -> str:
    printed = StringIO()
    call_command("import_sales", str(file), stdout=printed, **options)
    return printed.getvalue()


def refusal(file: Path, **options: object) -> list[str]:
    with nothing_changes(), pytest.raises(CommandError) as error:
        run(file, **options)
    return str(error.value).splitlines()


def row(reference: str, **cells: str) -> str:
    said = {
        "agreement": "sales-agreement",
        "placement": "1",
        "trade_date": "2001-11-09",
        "shares": "100",
        "price": "4.00",
        "gross": "",
        "method": "negotiated",
        "agent_reference": reference,
    }
    return ",".join({**said, **cells}.values())


def test_the_published_sales_come_to_what_the_filings_say(written: Written) -> None:
    other = AgreementFactory(other=True)
    for agreement, shares in ((AgreementFactory(), 949_710), (other, 104_800), (other, 20_000)):
        PlacementFactory(
            agreement=agreement,
            shares_offered=shares,
            minimum_price=None,
            expected_price=Decimal("4.03"),
            accepted=True,
        )

    told = run(written(PUBLISHED))

    assert told.splitlines() == [
        "Other Agreement: 2 sales, 124,800 shares, gross $412,896.00, commission $16,515.84",
        "Sales Agreement: 1 sale, 949,710 shares, gross $3,822,967.00, commission $152,918.68",
    ]
    assert Agreement.objects.get(slug="sales-agreement").gross_sold == Decimal("3822967.00")


def test_rows_are_recorded_in_the_order_of_the_file(
    sales_agreement: Agreement, written: Written
) -> None:
    run(written([row("B", trade_date="2001-11-09"), row("A", trade_date="2001-11-05")]))

    sales = Sale.objects.values_list("number", "agent_reference", "settlement_date")
    assert list(sales) == [(1, "B", date(2001, 11, 15)), (2, "A", date(2001, 11, 8))]


def test_the_person_who_imports_is_named(sales_agreement: Agreement, written: Written) -> None:
    UserFactory(username="treasurer")

    run(written([row("A")]), user="treasurer")

    assert Sale.objects.get().recorded_by.username == "treasurer"


def test_a_dry_run_says_the_same_and_records_nothing(
    sales_agreement: Agreement, written: Written
) -> None:
    file = written([row("A")])

    with nothing_changes():
        told = run(file, dry_run=True)

    assert told == f"{run(file)}A dry run: nothing was recorded.\n"


def test_every_refused_row_is_named_with_its_line_and_nothing_is_recorded(
    sales_agreement: Agreement, written: Written
) -> None:
    rows = [
        row("A"),
        row("B", agreement="third-agreement"),
        row("C", placement="7"),
        row("D", method="nasdaq"),
        row("E", trade_date="2001-11-10"),
        row("F", shares="1000000"),
        row("G", price="3.99"),
        row("=1+1"),
        row("H", method="by_phone"),
    ]

    told = refusal(written(rows))

    assert told == [
        "Line 3: There is no agreement “third-agreement”.",
        "Line 4: The Sales Agreement has no placement 7.",
        (
            "Line 5: The Sales Agreement does not allow the method “Into Nasdaq”; it allows "
            "“Privately negotiated” and “Another lawful way” (p. S-11)."
        ),
        "Line 6: 2001-11-10 is not a trading day (weekend).",
        (
            "Line 7: 1,000,000 shares would be more than the 999,900 that placement 1 has left of "
            "1,000,000 (p. S-11)."
        ),
        (
            "Line 8: The price of $3.9900 is below the minimum of $4.0000 agreed for placement 1 "
            "(p. S-11)."
        ),
        (
            "Line 9: The agent's reference must open with a letter or digit and hold up to 64 "
            "letters, digits, spaces or . _ / # : ( ) - signs."
        ),
        (
            "Line 10: The method “by_phone” is not one of negotiated, nasdaq, market_maker, ecn, "
            "other."
        ),
    ]


def test_a_file_that_was_imported_is_refused_by_its_references(
    sales_agreement: Agreement, written: Written
) -> None:
    file = written([row("A"), row("B")])
    run(file)

    assert refusal(file) == [
        "Line 2: The agent's reference “A” is already booked as sale 1 of the Sales Agreement.",
        "Line 3: The agent's reference “B” is already booked as sale 2 of the Sales Agreement.",
    ]


def test_the_row_that_takes_more_than_the_capacity_is_the_one_refused(written: Written) -> None:
    placement = PlacementFactory(shares_offered=2_500_000, accepted=True)
    sell(placement, 2_499_000, "10.00")
    rows = [row("A", shares="900", price="10.00"), row("B", shares="101", price="10.00")]

    assert refusal(written(rows)) == [
        (
            "Line 3: The sale's gross of $1,010.00 is more than the $1,000.00 that the Sales "
            "Agreement "
            "has left of $25,000,000.00 (p. S-11)."
        ),
        (
            "Line 3: 101 shares would be more than the 100 that placement 1 has left of 2,500,000 "
            "(p. S-11)."
        ),
    ]


def test_another_settlement_date_needs_its_reason(
    sales_agreement: Agreement, tmp_path: Path
) -> None:
    header = "settlement_date,settlement_reason,agreement,placement,trade_date,shares,price,gross"
    file = tmp_path / "agreed.csv"
    cells = "sales-agreement,1,2001-11-09,100,4.00,,negotiated"
    file.write_text(
        f"{header},method,agent_reference\n"
        f"2001-11-16,Agreed by telephone,{cells},A\n2001-11-16,,{cells},B\n"
    )

    assert refusal(file) == [
        (
            "Line 3: The settlement date 2001-11-16 is not the rule's 2001-11-15: say why the "
            "parties "
            "agreed on another (p. S-11)."
        )
    ]


def test_after_a_hundred_sentences_only_the_number_of_the_others_is_told(
    sales_agreement: Agreement, written: Written
) -> None:
    told = refusal(written([row(f"R{n}", shares="x") for n in range(150)]))

    assert len(told) == 101
    assert told[-1] == "… and 50 more."


def test_a_file_that_is_not_there_is_told(tmp_path: Path, db: None) -> None:
    assert refusal(tmp_path) == [f"{tmp_path} is not a file."]


def test_ten_times_the_rows_take_no_more_queries(
    sales_agreement: Agreement, written: Written
) -> None:
    counts = []
    for rows in (10, 100):
        file = written([row(f"{rows}-{n}") for n in range(rows)])
        with CaptureQueriesContext(connection) as queries:
            run(file)
        counts.append(len(queries))

    assert counts[0] >= counts[1]
