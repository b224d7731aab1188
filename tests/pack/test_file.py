"""The file of `audit_pack`: what is there already stays, and a full disk leaves nothing behind."""

import os
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from placements.models import Sale
from tests.factories import AgreementFactory, PlacementFactory, sell
from tests.full_disk import full_disk
from tests.pack.test_pack import files, rows
from tests.periods.closings import CLOSED_ON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = CLOSED_ON


@pytest.fixture(autouse=True)
def sale(db: None) -> Sale:
    return sell(PlacementFactory(accepted=True))


def pack(path: Path, *options: str) -> str:
    printed = StringIO()
    call_command(
        "audit_pack", "--period", "2001Q4", "--output", str(path), *options, stdout=printed
    )
    return printed.getvalue()


def refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as error:
        pack(path, *options)
    return str(error.value)


def test_a_pack_is_its_owners_alone(tmp_path: Path) -> None:
    assert pack(tmp_path / "pack.zip").startswith(f"{tmp_path / 'pack.zip'}: 2001Q4 of")

    assert stat.S_IMODE((tmp_path / "pack.zip").stat().st_mode) == 0o600


def test_a_pack_replaces_a_file_by_force_only(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_text("old")

    assert refusal(path) == f"{path} already exists. Use --force to replace it."
    assert path.read_text() == "old"

    pack(path, "--force")
    assert "manifest.csv" in files(path.read_bytes())


def test_a_device_is_not_replaced_by_a_pack() -> None:
    null = Path(os.devnull)

    assert refusal(null) == f"{null} is a device. Use --force to write into it."
    pack(null, "--force")
    assert null.is_char_device()


def test_a_full_disk_is_one_sentence_and_leaves_nothing_behind(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.zip"

    with full_disk(at=4_000):
        sentence = refusal(path)

    assert sentence == f"{path} was not written: File too large."
    assert not list(tmp_path.iterdir())
    assert capfd.readouterr().err == ""
    assert pack(path).startswith(str(path))


def test_a_short_name_that_is_read_as_a_date_is_marked_in_the_control_totals(
    tmp_path: Path,
) -> None:
    AgreementFactory(slug="3-4", other=True)

    pack(tmp_path / "pack.zip")

    totals = rows(files((tmp_path / "pack.zip").read_bytes())["control_totals.csv"])
    assert [row["agreement"] for row in totals] == ["'3-4", "sales-agreement"]
