"""`import_statement`: a statement of others by command, all of it or none."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from neoequity.statements.models import Sender, Statement, StatementLine
from tests.books import nothing_changes
from tests.factories import UserFactory
from tests.statements import files
from tests.statements.recorded import PAID, sender_of
from tests.statements.test_round_trips import Write

FILLS = files.AGENT.name


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 11, 30)


def written(folder: Path, content: bytes, name: str = "statement.csv") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def imported(*told: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("import_statement", *told, stdout=out)
    return out.getvalue()


def refused(*told: str) -> str:
    """The message with which the command ends; nothing changes."""
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        imported(*told)
    return str(refusal.value)


def test_a_file_of_the_agent_is_recorded(agent: Sender, tmp_path: Path) -> None:
    file = written(tmp_path, files.sales(files.SALE))
    assert imported("agent", file, "--layout", FILLS) == (
        "Harbor & Vine, 2001-11-09 to 2001-11-09: 1 new, 0 booked already\n"
    )
    assert StatementLine.objects.get().reference == "HV-1"


def test_the_name_of_the_layout_is_read_as_people_write_it(agent: Sender, tmp_path: Path) -> None:
    file = written(tmp_path, files.sales(files.SALE))
    imported("agent", file, "--layout", "harbor-vine FILLS")
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("layout", "write"),
    [
        ("ofx", files.as_ofx),
        ("mt940", files.as_mt940),
        ("camt053", files.as_camt053),
        ("camt.053", files.as_camt053),
    ],
)
def test_a_format_may_stand_for_the_layout_of_a_bank(
    db: None, tmp_path: Path, layout: str, write: Write
) -> None:
    sender_of("bank")
    lines = [files.payment(1, files.NOV_9, "100.25", "B-1")]
    imported("bank", written(tmp_path, write(lines, Decimal(0))), "--layout", layout)
    assert Statement.objects.get().line_count == 1


def test_a_dry_run_records_nothing(agent: Sender, tmp_path: Path) -> None:
    file = written(tmp_path, files.sales(files.SALE))
    UserFactory(username="tess")
    with nothing_changes():
        told = imported("agent", file, "--layout", FILLS, "--dry-run", "--user", "tess")
    assert told.endswith("1 new, 0 booked already\nA dry run: nothing was recorded.\n")


def test_a_line_that_is_no_longer_in_the_file_is_told(agent: Sender, tmp_path: Path) -> None:
    imported("agent", written(tmp_path, files.sales(files.SALE)), "--layout", FILLS)
    other = written(tmp_path, files.sales(files.SALE.replace("HV-1", "HV-9")), "b.csv")
    assert "Booked before, but not in this file: sale “HV-1” of 2001-11-09\n" in imported(
        "agent", other, "--layout", FILLS
    )


def test_the_same_file_again_is_refused_as_known(agent: Sender, tmp_path: Path) -> None:
    file = written(tmp_path, files.sales(files.SALE))
    imported("agent", file, "--layout", FILLS)
    assert refused("agent", file, "--layout", FILLS).startswith("This file is known:")


def test_each_bad_line_is_told(agent: Sender, tmp_path: Path) -> None:
    bad = files.sales(files.SALE.replace("949710", "many"), files.SALE.replace("11/09", "13/09"))
    told = refused("agent", written(tmp_path, bad), "--layout", FILLS).splitlines()
    assert [line.partition(":")[0] for line in told] == ["Line 2", "Line 3"]


def test_a_file_that_is_not_there_is_told(agent: Sender, tmp_path: Path) -> None:
    path = str(tmp_path / "none.csv")
    assert refused("agent", path, "--layout", FILLS) == f"{path} is not a file."


def test_a_side_without_a_sender_is_told(agent: Sender, tmp_path: Path) -> None:
    file = written(tmp_path, PAID)
    assert refused("bank", file, "--layout", "ofx") == "There is no bank among the senders."


def test_of_two_senders_with_the_format_one_must_be_named(db: None, tmp_path: Path) -> None:
    sender_of("bank")
    sender_of("bank", name="Second Pine", slug="second-pine")
    lines = [files.payment(1, files.NOV_9, "100.25", "B-1")]
    file = written(tmp_path, files.as_ofx(lines, Decimal(0)))
    assert refused("bank", file, "--layout", "ofx") == (
        "The layout “ofx” belongs to several senders: name one with --issuer and --sender, such as "
        "neotherapeutics/first-pine, neotherapeutics/second-pine."
    )
    imported("bank", file, "--layout", "ofx", "--sender", "second-pine")
    assert Statement.objects.get().sender.slug == "second-pine"


def test_an_issuer_that_is_not_there_is_told(agent: Sender, tmp_path: Path) -> None:
    file = written(tmp_path, files.sales(files.SALE))
    told = refused("agent", file, "--layout", FILLS, "--issuer", "nobody")
    assert told == "There is no issuer “nobody”."


def test_a_file_above_the_limit_is_refused_unread(
    agent: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neoequity.management.commands.import_statement.MOST_BYTES", 10)
    file = written(tmp_path, files.sales(files.SALE))
    assert "more than the 10 bytes that are kept at most" in refused(
        "agent", file, "--layout", FILLS
    )
