"""`load_programme` from the command line: its words, its person, and how it fails."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from pghistory.models import Context
from pytest_django import Settings

from neoequity.books.approvals.rules import COMMAND_LINE, PUBLISHED_RECORD
from neoequity.books.models import Approval
from neoequity.company.models import Figure
from neoequity.people.models import User
from placements.models import Agreement, Placement, Sale
from tests.books import nothing_changes
from tests.factories import TODAY, UserFactory

SHIPPED = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"


@pytest.fixture(autouse=True)
def _the_examples_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


def load(file: Path | str = SHIPPED, **options: object) -> str:
    printed = StringIO()
    call_command("load_programme", str(file), stdout=printed, **options)
    return printed.getvalue()


def refusal(file: Path | str = SHIPPED, **options: object) -> str:
    with nothing_changes(), pytest.raises(CommandError) as error:
        load(file, **options)
    return str(error.value)


def from_the_shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "load_programme", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_it_names_what_it_has_made_and_then_that_there_is_nothing_left() -> None:
    first, second = load(), load()

    assert first.splitlines()[0] == "NeoTherapeutics, Inc."
    assert "Other Agreement" in first.splitlines()
    assert "Class B Warrants, Strong River Investments, Inc." in first.splitlines()
    assert first.splitlines()[-1] == "Company, filing: 10-Q, Quarter ended September 30, 2001"
    assert second == "Nothing to load: the books hold all of it.\n"
    assert not Placement.objects.exists()


@pytest.mark.django_db
def test_with_history_it_loads_the_published_sales() -> None:
    load(with_history=True)

    assert Sale.objects.count() == 3


@pytest.mark.django_db
def test_without_a_named_person_accounts_act_that_cannot_log_in() -> None:
    load(with_history=True)

    accounts = User.objects.all()
    assert {account.username for account in accounts} == {COMMAND_LINE, PUBLISHED_RECORD}
    for account in accounts:
        assert not account.has_usable_password()
        for password in ("", account.password):
            said = {"username": account.username, "password": password}
            assert Client().post("/accounts/login/", said).status_code == 200
    assert Sale.objects.filter(recorded_by__username=COMMAND_LINE).count() == 3


@pytest.mark.django_db
def test_what_was_agreed_of_old_is_approved_by_the_published_record() -> None:
    load(with_history=True)

    told = Approval.objects.values_list("asked_by__username", "decided_by__username", "decision")
    approved = Placement.objects.count() + Figure.objects.count()
    assert list(told) == [(COMMAND_LINE, PUBLISHED_RECORD, "approved")] * approved


@pytest.mark.django_db
def test_a_named_person_acts_in_their_own_name() -> None:
    UserFactory(username="treasurer")

    load(with_history=True, user="treasurer")

    assert set(Sale.objects.values_list("recorded_by__username", flat=True)) == {"treasurer"}
    assert not User.objects.filter(username=COMMAND_LINE).exists()


@pytest.mark.django_db
def test_the_history_tells_command_and_system_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ann")
    load()

    told = Context.objects.latest("created_at").metadata
    assert told["command"] == "load_programme"
    assert told["system_account"] == "ann"
    assert told["user"] == User.objects.get(username=COMMAND_LINE).pk


@pytest.mark.django_db
def test_a_person_who_is_not_there_or_not_active_cannot_act() -> None:
    UserFactory(username="leaver", is_active=False)

    assert refusal(user="nobody") == "There is no user “nobody”."
    assert refusal(user="leaver") == "The user “leaver” is not active and records nothing."


@pytest.mark.django_db
def test_after_a_refusal_not_even_the_account_is_there(tmp_path: Path) -> None:
    load(user=UserFactory(username="treasurer").username)
    changed = tmp_path / "changed.toml"
    changed.write_text(SHIPPED.read_text().replace('"60000.00"', '"61000.00"'))

    assert refusal(changed).splitlines() == [
        f"{name} Agreement: expense_cap is $60,000.00; the file says $61,000.00. What the books "
        "hold is changed in the admin."
        for name in ("Sales", "Other")
    ]
    assert not User.objects.filter(username=COMMAND_LINE).exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    not_toml, not_text, large = (tmp_path / name for name in ("a.toml", "b.toml", "c.toml"))
    not_toml.write_text("[issuer\n")
    not_text.write_bytes(b"name = '\xff'\n")
    large.touch()
    os.truncate(large, 2_000_000_000)

    assert refusal(tmp_path / "none.toml") == f"{tmp_path}/none.toml is not a file."
    assert refusal(tmp_path) == f"{tmp_path} is not a file."
    assert refusal(not_toml).startswith(f"{not_toml} is not TOML: ")
    assert refusal(not_text) == f"{not_text} is not UTF-8 text: invalid start byte."
    assert refusal(large) == (f"{large} is larger than 1,000,000 bytes: it is no programme file.")
    assert not Agreement.objects.exists()


def test_wrong_usage_ends_with_one() -> None:
    ended = from_the_shell("--nonsense")

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "the following arguments are required: FILE.toml" in ended.stderr


def test_a_database_that_does_not_answer_is_told_in_one_message() -> None:
    ended = from_the_shell(str(SHIPPED), DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("CommandError: The database does not answer: ")
    assert len(ended.stderr.splitlines()) == 1
