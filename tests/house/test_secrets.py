"""Secrets from a file instead of the environment, and the address to serve at."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from neoequity import databases, environment


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("of the board\n", encoding="utf-8")
    return path


def test_a_secret_is_read_from_the_file_that_is_named(kept: Path) -> None:
    assert environment.secret("SECRET_KEY", {"SECRET_KEY_FILE": str(kept)}) == "of the board"


def test_a_secret_of_the_environment_stays_as_it_is() -> None:
    assert environment.secret("SECRET_KEY", {"SECRET_KEY": " of the board"}) == " of the board"


def test_without_either_there_is_none() -> None:
    assert environment.secret("SECRET_KEY", {}) == ""


def test_a_secret_that_is_told_twice_is_refused(kept: Path) -> None:
    twice = {"SECRET_KEY": "a", "SECRET_KEY_FILE": str(kept)}
    with pytest.raises(
        ImproperlyConfigured, match="SECRET_KEY and SECRET_KEY_FILE exclude each other"
    ):
        environment.secret("SECRET_KEY", twice)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "which cannot be read: No such file or directory"),
        (b" \n", "which is empty"),
        (b"\xff", "which cannot be read: it is not a text in UTF-8"),
    ],
)
def test_a_file_that_holds_no_secret_is_named(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY_FILE names {path}, {why}"):
        environment.secret("SECRET_KEY", {"SECRET_KEY_FILE": str(path)})


def test_the_addresses_of_the_database_may_be_in_files(tmp_path: Path) -> None:
    path = tmp_path / "database_url"
    path.write_text("postgres://app:a@db.example/equity", encoding="utf-8")

    found = databases.database({"DATABASE_URL_FILE": str(path)}, tmp_path)

    assert (found["USER"], found["HOST"], found["NAME"]) == ("app", "db.example", "equity")


@pytest.mark.parametrize(("text", "address"), [("", "127.0.0.1"), ("10.0.0.7", "10.0.0.7")])
def test_the_product_is_served_to_this_machine_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, text: str, address: str
) -> None:
    monkeypatch.setenv("NEOEQUITY_LISTEN", text)

    assert environment.listen() == address


@pytest.mark.parametrize("text", ["web", "10.0.0", "::1", "0.0.0.0:8000"])
def test_an_address_to_serve_at_that_is_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("NEOEQUITY_LISTEN", text)
    with pytest.raises(ImproperlyConfigured, match="NEOEQUITY_LISTEN must be an IPv4 address"):
        environment.listen()
