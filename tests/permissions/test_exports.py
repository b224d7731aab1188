"""Every dataset × every role on its page, and every dataset as the command writes it."""

from pathlib import Path

import pytest
from django.core.management import call_command

from neoequity.datasets import DATASETS
from tests.books import nothing_changes
from tests.permissions.cells import wrong_cells
from tests.permissions.exports import EXPORTS, WORKBOOKS
from tests.permissions.house import House
from tests.permissions.people import ROLES, browser


def test_every_dataset_stands_in_the_table() -> None:
    assert set(DATASETS) == set(EXPORTS)


@pytest.mark.parametrize("role", ROLES)
def test_every_dataset_is_for_whom_the_table_says(house: House, role: str) -> None:
    assert wrong_cells(EXPORTS.values(), role, browser(house.people, role), house) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_workbook_is_for_whom_its_csv_is(house: House, role: str) -> None:
    assert wrong_cells(WORKBOOKS.values(), role, browser(house.people, role), house) == []


@pytest.mark.parametrize("dataset", EXPORTS)
def test_the_command_writes_it_for_whoever_has_the_machine_and_changes_nothing(
    house: House, dataset: str, tmp_path: Path
) -> None:
    file = tmp_path / "export.csv"
    with nothing_changes():
        call_command("export", dataset, output=str(file))
    assert file.read_text(encoding="utf-8").count("\n") > 1
