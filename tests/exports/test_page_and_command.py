"""The same export from page and command: the same bytes, and plain words when it cannot be."""

import csv
import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.http import FileResponse
from django.test import Client
from pytest_django import Settings

from neoequity.books.exporting.plain_text import BOM
from neoequity.people.models import User
from tests.clients import logged_in
from tests.exports.conftest import Exported
from tests.factories import TODAY
from tests.full_disk import full_disk
from tests.worlds import built_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ledger")]

NO_DATASET = (
    "There is no dataset “foo”; there are sales, agreements, placements, receipts, closings, "
    "warrants, warrant_entries, limits, lock_ups, share_events, history, compensation, "
    "delivery_instructions, statements, statement_files, matches, accepted_differences, layouts, "
    "senders, sender_accounts, reconciliation, sign_offs, agent_notices, delivery_failures, "
    "figures, other_share_events, market_prices, positions, other_offers, consents, blackouts, "
    "representation_dates, expenses, twenty_percent_decisions, other_money, registers, filings, "
    "ledger_accounts, proposal_checks, access_reviews, expense_claims."
)


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def reader(treasurer: User) -> Client:
    return logged_in(treasurer)


def page(client: Client, address: str) -> bytes:
    response = client.get(f"/exports/{address}")
    assert response.status_code == 200, response.content
    return response.getvalue()


def test_a_placement_that_is_not_there_has_no_sales(reader: Client) -> None:
    assert page(reader, "sales.csv?placement=99").count(b"\r\n") == 1
    assert reader.get("/exports/sales.xlsx?placement=99").status_code == 200


def command(*arguments: str) -> bytes:
    printed = StringIO()
    call_command("export", *arguments, stdout=printed)
    return printed.getvalue().encode()


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("sales.csv", ["sales"]),
        ("sales.csv?as_of=2001-11-09", ["sales", "--as-of", "2001-11-09"]),
        ("sales.csv?agreement=sales-agreement", ["sales", "--agreement", "sales-agreement"]),
        ("agreements.csv?as_of=2001-10-31", ["agreements", "--as-of", "2001-10-31"]),
        ("placements.csv", ["placements"]),
        (
            "placements.csv?known_at=2001-11-13T12:00:00Z",
            ["placements", "--known-at", "2001-11-13T12:00:00Z"],
        ),
        ("sales.csv?known_at=2090-01-01T09:30", ["sales", "--known-at", "2090-01-01T09:30"]),
    ],
)
def test_page_and_command_give_the_same_bytes(
    address: str, arguments: list[str], reader: Client
) -> None:
    assert page(reader, address) == command(*arguments)


def test_the_page_is_streamed_as_a_file_named_after_dataset_and_day(reader: Client) -> None:
    response = reader.get("/exports/sales.csv?as_of=2001-11-09")

    assert isinstance(response, FileResponse)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="sales-2001-11-09.csv"'
    assert int(response["Content-Length"]) == len(response.getvalue())


@pytest.mark.parametrize(
    ("query", "sales"),
    [
        ("method=nasdaq", ["other 1"]),
        ("status=reversed", ["sales 2", "sales 4"]),
        ("status=overdue&status=settled", ["sales 1", "sales 3"]),
        ("trade_from=2001-11-02&trade_to=2001-11-09", ["other 1", "sales 2"]),
        ("agreement=sales-agreement&placement=1&trade_to=2001-11-01", ["sales 1", "sales 3"]),
        ("sort=-gross&page=2", ["other 1", "sales 1", "sales 2", "sales 3", "sales 4"]),
    ],
)
def test_the_filters_of_the_sales_page_narrow_its_csv(
    query: str, sales: list[str], reader: Client
) -> None:
    rows = list(csv.DictReader(page(reader, f"sales.csv?{query}").decode().splitlines()))

    assert [f"{row['agreement'].removesuffix('-agreement')} {row['sale']}" for row in rows] == sales


def test_the_filters_of_the_placements_page_narrow_its_csv(reader: Client) -> None:
    assert len(page(reader, "placements.csv?status=accepted").splitlines()) == 3
    assert len(page(reader, "placements.csv?status=closed").splitlines()) == 1


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("foo.csv", 404, f"{NO_DATASET}\n"),
        ("sales.csv?agreement=foo", 404, "There is no agreement “foo”.\n"),
        (
            "sales.csv?known_at=yesterday",
            400,
            (
                "“yesterday” is not a time from 1980 to 2100, written as 2001-11-12T17:30:00 "
                "(New York) or with a zone, as 2001-11-12T22:30:00Z.\n"
            ),
        ),
        ("sales.csv?trade_from=9.11.", 400, "Traded from must be a day such as 2001-11-09.\n"),
        ("sales.csv?status=lost", 400, "“lost” is not a status.\n"),
    ],
)
def test_what_cannot_be_exported_is_told_in_a_sentence(
    address: str, status: int, sentence: str, reader: Client
) -> None:
    response = reader.get(f"/exports/{address}")

    assert response.status_code == status
    assert response.content.decode() == sentence


def test_a_wrong_day_is_not_understood(reader: Client) -> None:
    assert reader.get("/exports/sales.csv?as_of=2001-02-30").status_code == 400


def test_a_stranger_is_sent_to_the_login() -> None:
    response = Client().get("/exports/sales.csv")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_an_export_is_read_and_never_written(reader: Client) -> None:
    assert reader.post("/exports/sales.csv").status_code == 405
    assert reader.head("/exports/sales.csv").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["foo"], NO_DATASET),
        (["sales", "--agreement", "foo"], "There is no agreement “foo”."),
        (
            ["sales", "--as-of", ""],
            "“” is not a day from 1980 to 2100, written as YYYY-MM-DD.",
        ),
        (
            ["sales", "--as-of", "2001-02-30"],
            "“2001-02-30” is not a day from 1980 to 2100, written as YYYY-MM-DD.",
        ),
        (
            ["sales", "--known-at", "2001-11-12"],
            (
                "“2001-11-12” is not a time from 1980 to 2100, written as 2001-11-12T17:30:00 "
                "(New York) or with a zone, as 2001-11-12T22:30:00Z."
            ),
        ),
    ],
)
def test_the_command_refuses_in_a_sentence_and_prints_nothing(
    arguments: list[str], sentence: str
) -> None:
    printed = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("export", *arguments, stdout=printed)

    assert str(error.value) == sentence
    assert printed.getvalue() == ""


def test_a_file_appears_whole_with_the_rights_of_any_new_file(
    exported: Exported, tmp_path: Path
) -> None:
    path, plain = tmp_path / "sales.csv", tmp_path / "plain"
    plain.touch()

    assert command("sales", "--output", str(path)) == b""

    assert path.read_bytes().decode().split("\r\n")[:-1] == exported("sales")
    assert path.stat().st_mode == plain.stat().st_mode
    assert sorted(tmp_path.iterdir()) == [plain, path]


def test_a_file_is_replaced_keeps_its_rights_and_may_be_linked(tmp_path: Path) -> None:
    path, link = tmp_path / "sales.csv", tmp_path / "latest.csv"
    path.write_text("old")
    path.chmod(0o600)
    link.symlink_to(path)

    command("sales", "--output", str(link), "--force")

    assert link.is_symlink()
    assert path.read_bytes().startswith(b"agreement,placement,sale,")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_there_is_left_as_it_is_without_force(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("old")

    with pytest.raises(CommandError) as error:
        command("sales", "--output", str(path))
    assert str(error.value) == f"{path} already exists. Use --force to replace it."
    assert path.read_text() == "old"

    with pytest.raises(CommandError) as error:
        command("sales", "--output", os.devnull)
    assert str(error.value) == f"{os.devnull} is a device. Use --force to write into it."
    assert Path(os.devnull).is_char_device()


def test_a_full_disk_is_one_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"

    with full_disk(at=100), pytest.raises(CommandError) as error:
        command("sales", "--output", str(path))

    assert str(error.value) == f"{path} was not written: File too large."
    assert not list(tmp_path.iterdir())
    assert command("sales", "--output", str(path)) == b""  # the connection is as good as before


def test_a_byte_order_mark_for_excel_is_there_when_it_is_asked_for(reader: Client) -> None:
    plain = command("sales")

    assert not plain.startswith(BOM)
    assert command("sales", "--bom") == page(reader, "sales.csv?bom=1") == BOM + plain


def test_a_refused_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("old")

    with pytest.raises(CommandError):
        command("sales", "--agreement", "foo", "--output", str(path), "--force")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none" / "sales.csv"):
        with pytest.raises(CommandError) as error:
            command("sales", "--output", str(place))
        assert str(error.value).startswith(str(tmp_path))
        assert "\n" not in str(error.value)


def test_a_device_is_written_to_by_force_and_not_replaced() -> None:
    assert command("sales", "--output", os.devnull, "--force") == b""

    assert Path(os.devnull).is_char_device()


FULL = """
import resource, sys
from io import BytesIO
from django.core.management.base import CommandError, OutputWrapper
from neoequity.books.management.sending import _write_out
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
try:
    _write_out(BytesIO(b"agreement"), OutputWrapper(sys.stdout))
except CommandError as error:
    sys.exit(str(error))
"""


def test_a_standard_output_that_is_full_is_one_sentence(tmp_path: Path) -> None:
    with (tmp_path / "full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(){FULL}"],
            cwd=settings.BASE_DIR,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "Standard output: File too large.\n")


QUIET = """
import sys
from io import BytesIO
from django.core.management.base import OutputWrapper
from neoequity.books.management.sending import _write_out
_write_out(BytesIO(b"agreement\\r\\n" * 1_000_000), OutputWrapper(sys.stdout))
"""


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup(){QUIET}"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(11) == b"agreement\r\n"
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()

    assert process.wait() == 0
    assert complaints == b""
