"""What the export of sales writes, `import_sales` reads back, marks and all."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from neoequity.books.exporting.plain_text import BOM
from neoequity.books.exporting.query import ExportQuery
from placements.exports import write_export
from placements.imports import COLUMNS
from placements.models import Sale
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell

pytestmark = pytest.mark.django_db

REFERENCES = ["000123", "3-4", "1E5", "MAR1", "12:30", "424B3-2001-11-12", "20011109000000017"]
REASON = "-1 day; =agreed, by +fax\t@noon"


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


def exported(agreement: str) -> list[dict[str, str]]:
    out = BytesIO()
    write_export("sales", ExportQuery(TODAY, agreement=agreement), out)
    return list(csv.DictReader(StringIO(out.getvalue().decode(), newline="")))


@pytest.mark.parametrize("bom", [b"", BOM])
def test_an_export_is_imported_again_to_the_last_character(bom: bytes, tmp_path: Path) -> None:
    placement = PlacementFactory(accepted=True)
    other = AgreementFactory(slug="1-2", other=True)
    PlacementFactory(agreement=other, accepted=True, shares_offered=100_000)
    by = UserFactory()
    for reference in REFERENCES:
        sell(placement, 100, by=by, agent_reference=reference)
    reason = REASON.replace("\t", " ")
    sell(
        placement,
        50,
        by=by,
        agent_reference="007",
        gross=Decimal("200.00"),
        settlement_date=date(2001, 11, 16),
        settlement_reason=reason,
    )
    rows = exported("sales-agreement")
    assert [row["agent_reference"] for row in rows[:4]] == ["'000123", "'3-4", "'1E5", "'MAR1"]
    assert rows[-1]["settlement_reason"] == "'-1 day;' =agreed, by +fax @noon"

    path = tmp_path / "again.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(bom.decode())
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**row, "agreement": "'1-2", "method": "nasdaq"} for row in rows)
    call_command("import_sales", str(path), stdout=StringIO())

    again = exported("1-2")
    assert {row["agreement"] for row in again} == {"'1-2"}
    for column in ("trade_date", "shares", "price", "gross", "agent_reference"):
        assert [row[column] for row in again] == [row[column] for row in rows]
    assert again[-1]["settlement_reason"] == rows[-1]["settlement_reason"]
    sales = Sale.objects.filter(agreement=other).order_by("number")
    assert [sale.agent_reference for sale in sales] == [*REFERENCES, "007"]
    assert sales[len(REFERENCES)].settlement_reason == reason
