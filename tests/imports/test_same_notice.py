"""The same notice twice in the agent's file: refused by its reference, or told as a likeness."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from placements.models import Placement, Sale
from tests.books import nothing_changes
from tests.factories import AgreementFactory, PlacementFactory, sell
from tests.imports.conftest import Written
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

LIKE_LINE_2 = (
    "Line 3 looks like line 2: 1,000 shares at $2.0000 under placement 1 on 2001-11-05, there with "
    "the agent's reference “X-1”."
)


@pytest.fixture(autouse=True)
def _the_day_of_the_cases(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 12, 31)


@built_once
def placement() -> Placement:
    """Placement 1 of the agreement that the cases call facility."""
    facility = AgreementFactory(slug="facility", name="Facility")
    row: Placement = PlacementFactory(agreement=facility, accepted=True, minimum_price=Decimal(1))
    return row


def line(reference: str) -> str:
    return f"facility,1,2001-11-05,1000,2.00,,negotiated,{reference}"


def run(file: Path, **options: object) -> list[str]:
    printed = StringIO()
    call_command("import_sales", str(file), stdout=printed, **options)
    return printed.getvalue().splitlines()


def refusal(file: Path) -> str:
    with nothing_changes(), pytest.raises(CommandError) as error:
        run(file)
    return str(error.value)


def test_rows_that_a_spreadsheet_left_empty_are_passed_over(
    placement: Placement, written: Written
) -> None:
    assert run(written([line("A-1"), ",,,,,,,", ",,,,,,,"])) == [
        "Facility: 1 sale, 1,000 shares, gross $2,000.00, commission $80.00"
    ]


def test_the_same_reference_spelled_differently_is_refused_on_the_later_line(
    placement: Placement, written: Written
) -> None:
    assert refusal(written([line("X-1"), line("x-01")])) == (
        "Line 3: the agent's reference “x-01” already appears on line 2 (as “X-1”)."
    )


def test_the_same_reference_in_the_books_is_refused_with_its_sale(
    placement: Placement, written: Written
) -> None:
    sell(placement, agent_reference="x 01")
    assert refusal(written([line("X/001")])) == (
        "Line 2: The agent's reference “X/001” is already booked as sale 1 of the Facility "
        "(as “x 01”)."
    )


def test_another_reference_for_the_same_sale_is_booked_with_a_warning_that_names_the_line(
    placement: Placement, written: Written
) -> None:
    file = written([line("X-1"), line("Y-7")])
    summary = "Facility: 2 sales, 2,000 shares, gross $4,000.00, commission $160.00"

    with nothing_changes():
        dry = run(file, dry_run=True)

    assert dry == [LIKE_LINE_2, summary, "A dry run: nothing was recorded."]
    assert run(file) == [LIKE_LINE_2, summary]
    assert Sale.objects.count() == 2


def test_a_sale_of_the_books_is_named_by_its_number(placement: Placement, written: Written) -> None:
    run(written([line("X-1")]))
    assert run(written([line("Y-7")]))[0].startswith("Line 2 looks like sale 1 of the Facility: ")


def test_after_a_hundred_warnings_only_the_number_of_the_others_is_told(
    placement: Placement, written: Written
) -> None:
    told = run(written([line(f"R-{n}") for n in range(150)]))
    assert len(told) == 102
    assert told[100] == "… and 49 more."
