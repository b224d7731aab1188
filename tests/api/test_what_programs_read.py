"""What the API answers: the rows of the exports and the data of the reports, to the cent."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.api.schemas import Reported, answer_of
from neoequity.api.writing import plain
from neoequity.books.exporting.columns import kind_of
from neoequity.books.exporting.sheets import Kind
from neoequity.datasets import DATASETS
from neoequity.people.models import User
from neoequity.reports.all import REPORTS
from placements.models import Placement
from tests.api.conftest import Read, program, token_of
from tests.clients import logged_in
from tests.factories import sell

#: The paths of datasets, each with the export that has the same rows.
PATHS = {
    "positions": "agreements",
    "placements": "placements",
    "sales": "sales",
    "warrants": "warrants",
    "limits": "limits",
}


def exported(person: User, dataset: str, **query: str) -> list[dict[str, str]]:
    response = logged_in(person).get(f"/exports/{dataset}.csv", query)
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(content, newline="")))


def as_in_csv(row: dict[str, Any]) -> dict[str, str]:
    """A row as the CSV writes it, but for its moments."""
    return {
        name: "" if value is None else str(value)
        for name, value in row.items()
        if kind_of(name) is not Kind.MOMENT
    }


@pytest.mark.parametrize(("path", "dataset"), PATHS.items())
@pytest.mark.parametrize("query", [{}, {"as_of": "2001-11-08"}], ids=["today", "a past day"])
def test_the_rows_are_those_of_the_export(
    tess: User, read: Read, path: str, dataset: str, query: dict[str, str]
) -> None:
    moments = {name for name in DATASETS[dataset].columns if kind_of(name) is Kind.MOMENT}
    rows = [
        {name: cell for name, cell in row.items() if name not in moments}
        for row in exported(tess, dataset, **query)
    ]
    assert [as_in_csv(row) for row in read(path, **query)["rows"]] == rows


@pytest.mark.parametrize(("path", "dataset"), PATHS.items())
def test_an_answer_is_as_the_description_says(read: Read, path: str, dataset: str) -> None:
    answer = read(path)
    assert answer_of(path, DATASETS[dataset].columns).model_validate(answer, extra="forbid")


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_can_be_read(read: Read, name: str) -> None:
    answer = Reported.model_validate(read(f"reports/{name}", to="2001-11-13"), extra="forbid")
    assert {column["name"] for column in answer.columns} == {
        name for row in answer.rows for name in row
    } or not answer.rows


def test_a_report_has_the_figures_of_its_file(tess: User, read: Read) -> None:
    days = {"from": "2001-10-01", "to": "2001-11-13"}
    response = logged_in(tess).get("/reports/commission.csv", days)
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(StringIO(content, newline="")))
    assert len(rows) >= 4
    assert [as_in_csv(row) for row in read("reports/commission", **days)["rows"]] == rows


def test_settlements_are_the_report_of_that_name(read: Read) -> None:
    days = {"from": "2001-11-01", "to": "2001-11-13"}
    assert read("settlements", **days) == read("reports/settlements", **days)


def test_the_reports_are_listed(read: Read) -> None:
    assert [each["name"] for each in read("reports")["reports"]] == list(REPORTS)


def test_rows_come_in_parts_that_together_are_all(read: Read) -> None:
    whole = read("sales")
    assert (len(whole["rows"]), whole["next_offset"]) == (4, None)
    parts, offset = [], 0
    while offset is not None:
        part = read("sales", limit=3, offset=offset)
        parts += part["rows"]
        offset = part["next_offset"]
    assert parts == whole["rows"]


def test_no_row_follows_the_last_full_part(read: Read) -> None:
    assert read("sales", limit=4)["next_offset"] is None


def test_filters_of_the_page_narrow_sales(read: Read) -> None:
    assert [row["shares"] for row in read("sales", method="nasdaq")["rows"]] == [900]


def test_an_agreement_narrows_and_is_told(read: Read) -> None:
    answer = read("positions", agreement="other-agreement")
    assert answer["agreement"] == "other-agreement"
    assert [row["agreement"] for row in answer["rows"]] == ["other-agreement"]


def test_what_was_known_at_a_moment_can_be_read(tess: User, read: Read) -> None:
    before = max(row["recorded_at"] for row in read("sales")["rows"])
    sell(Placement.objects.earliest("pk"), shares=7, by=tess)
    assert len(read("sales")["rows"]) == 5
    assert len(read("sales", known_at=before)["rows"]) == 4


def test_the_number_of_queries_does_not_grow_with_the_rows(tess: User) -> None:
    client = program(token_of(tess))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            b"".join(client.get("/api/v1/sales"))
        counts.append(len(asked))
        for shares in range(10, 20):
            sell(Placement.objects.earliest("pk"), shares=shares, by=tess)
    assert counts[0] == counts[1]


def test_the_description_is_open_to_all_and_names_every_path(db: None) -> None:
    described = json.loads(Client().get("/api/v1/openapi.json").content)
    assert {f"/api/v1/{path}" for path in [*PATHS, "reports", "settlements"]} < {
        *described["paths"]
    }


def test_the_help_names_every_path(tess: User) -> None:
    page = logged_in(tess).get("/help/api/").content.decode()
    described = json.loads(Client().get("/api/v1/openapi.json").content)
    assert [path for path in described["paths"] if path not in page] == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (date(2001, 11, 9), "2001-11-09"),
        (None, None),
        (7, 7),
    ],
)
def test_a_cell_is_written_exactly(cell: object, written: object) -> None:
    assert plain(cell) == written


def test_a_float_is_no_figure() -> None:
    with pytest.raises(TypeError, match=r"0\.1 is no figure of the books"):
        plain(0.1)
