"""The secret key, the switches and the database address."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from neoequity import databases, environment


def test_the_secret_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    key = environment.secret_key(tmp_path)

    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (None, {"warrants", "splits"}),
        ("", set()),
        ("splits", {"splits"}),
        (" warrants , splits,", {"warrants", "splits"}),
    ],
)
def test_an_office_names_what_a_second_person_must_approve(
    monkeypatch: pytest.MonkeyPatch, text: str | None, kinds: set[str]
) -> None:
    monkeypatch.delenv("NEOEQUITY_FOUR_EYES", raising=False)
    if text is not None:
        monkeypatch.setenv("NEOEQUITY_FOUR_EYES", text)
    assert environment.second_person("NEOEQUITY_FOUR_EYES") == kinds


def test_what_no_second_person_can_approve_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEOEQUITY_FOUR_EYES", "warrants,sales")
    sentence = (
        "NEOEQUITY_FOUR_EYES may name warrants and splits, separated by a comma, but it names "
        '"sales".'
    )
    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.second_person("NEOEQUITY_FOUR_EYES")


def test_starts_at_the_same_time_agree_on_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from neoequity import environment;"
        "sys.stdin.read(); print(environment.secret_key(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    starts = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for start in starts:
        assert start.stdin
        start.stdin.close()

    keys = {start.stdout.read() for start in starts if start.stdout}

    assert [start.wait() for start in starts] == [0, 0, 0, 0]
    assert len(keys) == 1


def test_a_later_start_does_not_replace_the_key_of_an_earlier(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    environment._write_once(path, "first")
    environment._write_once(path, "second")

    assert path.read_text() == "first"


def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()

    with pytest.raises(ImproperlyConfigured, match="is empty"):
        environment.secret_key(tmp_path)


@pytest.mark.parametrize(("text", "on"), [("1", True), ("0", False), ("", False)])
def test_a_switch_is_on_at_one(monkeypatch: pytest.MonkeyPatch, text: str, on: bool) -> None:
    monkeypatch.setenv("NEOEQUITY_TLS", text)

    assert environment.switch("NEOEQUITY_TLS") is on


def test_a_switch_that_says_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEOEQUITY_TLS", "yes")

    with pytest.raises(ImproperlyConfigured, match='must be 1 or 0, but it is "yes"'):
        environment.switch("NEOEQUITY_TLS")


def test_without_an_address_the_database_is_the_embedded_one(tmp_path: Path) -> None:
    found = databases.database({}, tmp_path)

    assert found["ENGINE"] == "neoequity.embedded"
    assert found["HOST"] == str(tmp_path / "postgres")


def test_with_an_address_the_database_is_that_one(tmp_path: Path) -> None:
    url = "postgres://treasury:pw@db.example:5433/equity?sslmode=require"
    found = databases.database({"DATABASE_URL": url}, tmp_path)

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "equity")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("url", ["sqlite:///books.db", "mysql://localhost/books", "books"])
def test_another_kind_of_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        databases.database({"DATABASE_URL": url}, tmp_path)


def test_without_an_address_there_is_no_replica(tmp_path: Path) -> None:
    assert databases.replica({}, databases.database({}, tmp_path)) == {}


def test_a_replica_out_of_reach_is_noticed_in_seconds(tmp_path: Path) -> None:
    told = {
        "DATABASE_URL": "postgres://equity_app@db1.internal/equity",
        "DATABASE_REPLICA_URL": "postgres://equity_app@db2.internal/equity?sslmode=require",
    }
    found = databases.replica(told, databases.database(told, tmp_path))
    assert found["HOST"] == "db2.internal"
    assert found["OPTIONS"]["connect_timeout"] == 2
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_replica_of_another_database_is_refused(tmp_path: Path) -> None:
    told = {
        "DATABASE_URL": "postgres://equity_app@db1.internal/equity",
        "DATABASE_REPLICA_URL": "postgres://equity_app@db2.internal/payroll",
    }
    with pytest.raises(ImproperlyConfigured, match="must name the same database"):
        databases.replica(told, databases.database(told, tmp_path))


def test_several_servers_may_be_named_of_which_the_primary_is_used(tmp_path: Path) -> None:
    told = {"DATABASE_URL": "postgres://a@db1,db2:5432/equity?target_session_attrs=read-write"}
    found = databases.database(told, tmp_path)
    assert (found["HOST"], found["PORT"]) == ("db1,db2", 5432)
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
