"""`prepare`, `serve` and `stop_database`, and how manage.py says what is wrong."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from neoequity.clock import real_day
from neoequity.management.commands import prepare, serve
from neoequity.people.models import User
from placements.models import Agreement
from tests.factories import AgreementFactory
from tests.roles import owner


@pytest.fixture
def one_role(db: None, settings: Settings) -> Iterator[None]:
    """The owner is the application as well, for another role would not see this transaction."""
    settings.DATABASE_OWNER = {}
    with owner():
        yield


@pytest.fixture
def empty_books(
    one_role: None, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    """A first run: room for static files, and no user named in the environment."""
    settings.STATIC_ROOT = tmp_path
    for name in ("USERNAME", "PASSWORD", "EMAIL"):
        monkeypatch.delenv(f"DJANGO_SUPERUSER_{name}", raising=False)


@pytest.fixture
def books(empty_books: None) -> None:
    """Books that hold an agreement already."""
    AgreementFactory.create(slug="office")


def run_prepare() -> str:
    printed = StringIO()
    call_command("prepare", stdout=printed)
    return printed.getvalue()


def test_books_that_hold_an_agreement_get_no_example(books: None) -> None:
    run_prepare()

    assert Agreement.objects.get().slug == "office"


def test_empty_books_get_the_example_programme_once(empty_books: None) -> None:
    run_prepare()
    run_prepare()

    slugs = Agreement.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["other-agreement", "sales-agreement"]


def test_the_first_user_is_cfo_with_a_password_that_is_shown_once(books: None) -> None:
    first, second = run_prepare(), run_prepare()

    shown = re.search(r"First user: cfo\nPassword:   (\S{16})\n", first)
    assert shown
    assert User.objects.get(username="cfo").check_password(shown[1])
    assert User.objects.get(username="cfo").is_superuser
    assert "assword" not in second


def test_the_first_user_may_be_named_by_the_environment(
    books: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "treasurer")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "pass-over-this")

    printed = run_prepare()

    assert User.objects.get(username="treasurer").check_password("pass-over-this")
    assert "pass-over-this" not in printed


def test_an_account_that_cannot_log_in_is_not_the_first_user(books: None) -> None:
    User.objects.create_user("command-line")

    run_prepare()

    assert User.objects.filter(username="cfo").exists()


def test_a_first_user_whose_name_is_taken_is_refused(books: None) -> None:
    User.objects.create_user("cfo")

    with pytest.raises(CommandError, match="cannot be called cfo"):
        prepare.Command().create_first_user()


DEMO_GROUPS = {
    "demo-treasury": "Treasury",
    "demo-cfo": "CFO",
    "demo-controller": "Controller",
    "demo-auditor": "Auditor",
}


def demo_passwords(printed: str) -> dict[str, str]:
    """The table of demo people as it was printed: passwords by name."""
    return dict(re.findall(r"^  (demo-\S+) +(\S{16})  \w+: ", printed, re.MULTILINE))


@pytest.fixture
def example_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 11, 13)


def test_the_first_start_prints_a_demo_person_of_each_group_with_a_password(
    empty_books: None, example_day: None
) -> None:
    passwords = demo_passwords(run_prepare())

    people = {name: User.objects.get(username=name) for name in passwords}
    assert {name: str(person.groups.get()) for name, person in people.items()} == DEMO_GROUPS
    assert all(people[name].check_password(password) for name, password in passwords.items())
    assert len(set(passwords.values())) == len(DEMO_GROUPS)
    assert not any(person.is_superuser for person in people.values())


def test_the_example_s_auditor_has_a_last_day_that_is_still_to_come(
    empty_books: None, example_day: None
) -> None:
    run_prepare()

    last_day = User.objects.get(username="demo-auditor").expires_on
    assert last_day is not None
    assert last_day > real_day()


def test_a_second_start_prints_no_demo_people_and_changes_none(
    empty_books: None, example_day: None
) -> None:
    run_prepare()
    before = list(User.objects.order_by("pk").values())

    assert run_prepare() == ""
    assert list(User.objects.order_by("pk").values()) == before


def test_an_office_with_its_own_programme_gets_no_demo_people(
    books: None, example_day: None
) -> None:
    assert "demo" not in run_prepare()
    assert not User.objects.filter(username__in=DEMO_GROUPS).exists()


def test_the_example_on_the_clock_s_day_gets_no_demo_people(empty_books: None) -> None:
    assert "demo" not in run_prepare()
    assert not User.objects.filter(username__in=DEMO_GROUPS).exists()


def test_an_office_that_has_users_gets_no_demo_people(empty_books: None, example_day: None) -> None:
    User.objects.create_user("treasurer", password="a board room in Irvine")

    assert "demo" not in run_prepare()
    assert not User.objects.filter(username__in=DEMO_GROUPS).exists()


def test_demo_people_have_passwords_of_their_own_beside_a_preset_one(
    empty_books: None, example_day: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "pass-over-this")

    printed = run_prepare()

    assert set(demo_passwords(printed)) == set(DEMO_GROUPS)
    assert "pass-over-this" not in printed
    assert not User.objects.get(username="demo-cfo").check_password("pass-over-this")


def test_no_account_takes_effect_whose_password_could_not_be_printed(
    empty_books: None, example_day: None
) -> None:
    class Closed(StringIO):
        def write(self, text: str) -> int:
            if "demo-auditor" in text:
                raise BrokenPipeError
            return super().write(text)

    with pytest.raises(BrokenPipeError):
        call_command("prepare", stdout=Closed())

    assert not User.objects.exists()


def test_the_first_user_cannot_have_the_name_of_a_demo_person(
    empty_books: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "demo-cfo")

    with pytest.raises(CommandError, match="demo-cfo: that is the name of a demo person"):
        run_prepare()


def test_static_files_are_collected_again_only_when_they_or_their_sources_change(
    settings: Settings, tmp_path: Path
) -> None:
    sources, root = tmp_path / "sources", tmp_path / "static"
    sources.mkdir()
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = root, [sources]
    style = sources / "page.css"
    style.write_text("a {}")
    prepare.collect_static_files()
    collected = root / "page.css"
    assert collected.read_text() == "a {}"

    with patch.object(prepare, "call_command") as again:
        prepare.collect_static_files()
    assert not again.called

    collected.unlink()
    prepare.collect_static_files()
    assert collected.read_text() == "a {}"

    style.write_text("b {} /* of the board */")
    os.utime(style, (2**31, 2**31))  # later than the copy, by more than a second
    prepare.collect_static_files()
    assert collected.read_text() == "b {} /* of the board */"


@pytest.mark.parametrize("text", ["0", "65536", "80a", "-1", "\uff18\uff10"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="PORT must be a number from 1 to 65535"):
        serve.free_port(text)


def test_a_port_in_use_is_refused_before_anything_else_is_done() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=r"cannot be used .* make run PORT="):
            serve.free_port(str(taken.getsockname()[1]))


def test_two_starts_on_one_port_are_refused_while_neither_answers_yet() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    first = serve.claimed(port)

    assert serve.free_port(str(port)) == port
    with pytest.raises(CommandError, match=f"is already starting on port {port}; use that one, or"):
        serve.claimed(port)
    first.close()
    serve.claimed(port).close()


@pytest.mark.parametrize(("text", "workers"), [("0", 0), ("1", 1), ("3", 3)])
def test_there_may_be_no_worker_for_files_in_the_background(text: str, workers: int) -> None:
    assert serve.background_count(text) == workers


def test_a_number_of_background_workers_that_is_none_is_refused() -> None:
    with pytest.raises(
        CommandError, match='BACKGROUND_WORKERS must be a whole number, but it is "o'
    ):
        serve.background_count("one")


@pytest.mark.parametrize(("text", "workers"), [("1", 2), ("2", 2), ("5", 5)])
def test_there_are_two_workers_at_least(text: str, workers: int) -> None:
    assert serve.worker_count(text) == workers


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("NEOEQUITY_TODAY", "13 Nov", "NeoEquity cannot start: NEOEQUITY_TODAY must be a day such"),
        ("DATABASE_URL", "postgres://u:p@127.0.0.1:1/none", "The database does not answer: conn"),
    ],
)
def test_what_is_wrong_is_one_sentence_on_standard_error(
    name: str, value: str, sentence: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "neoequity.settings",
        "NEOEQUITY_VAR": str(tmp_path),
        name: value,
    }
    command = [sys.executable, "manage.py", "prepare"]

    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert "Traceback" not in done.stderr


def test_books_that_began_without_a_table_of_people_are_left_as_they_are(one_role: None) -> None:
    MigrationRecorder(connection).record_unapplied("people", "0001_initial")
    with pytest.raises(CommandError, match=r"\(they began with other migrations\), which this one"):
        call_command("prepare")


def test_books_of_another_version_are_left_as_they_are(one_role: None) -> None:
    MigrationRecorder(connection).record_applied("placements", "0006_earlier_sales_are_in_lots")
    with pytest.raises(CommandError) as refusal:
        call_command("prepare")
    assert str(refusal.value) == (
        "The database holds books of another version of NeoEquity "
        "(placements.0006_earlier_sales_are_in_lots is not known here), which this one cannot "
        "bring up to date. Nothing was changed: use that version, or begin new books in another "
        "database."
    )
