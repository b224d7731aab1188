"""What production settings promise, what every answer tells the browser, and what no log holds."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from neoequity import settings as shipped
from neoequity.people.actions import issue_link
from neoequity.people.models import User
from placements.models import Sale
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.house.test_doors import POLICY
from tests.offices import Office, Opened
from tests.pages.plain_text import words
from tests.people.doors import CHOOSE, PASSWORD
from tests.worlds import built_once

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": shipped.PERMISSIONS_POLICY,
}


@built_once
def chief(db: None) -> Client:
    """Somebody whom no permission stops, so that every page opens."""
    return logged_in(User.objects.create_superuser("chief", password=PASSWORD))


def addresses(under: URLResolver | None = None, before: str = "/") -> list[str]:
    """Every address that takes no argument."""
    found = []
    for pattern in (under or get_resolver()).url_patterns:
        path = before + str(pattern.pattern).removeprefix("^").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            found += addresses(pattern, path)
        elif not set("<(") & set(path):
            found.append(path)
    return found


def run(command: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "neoequity.settings",
            "NEOEQUITY_VAR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_before_deployment_finds_nothing(
    opened: Opened, prepared: Office, tmp_path: Path
) -> None:
    office = opened("deployed", like=prepared)
    office.ask("UPDATE people_user SET is_active = false WHERE username LIKE 'demo-%'")
    address = {"DATABASE_URL": office.environment["DATABASE_URL"]}
    done = run("check --deploy --fail-level WARNING", tmp_path, NEOEQUITY_TLS="1", **address)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")


@pytest.mark.parametrize("minutes", ["0", "721", "half an hour", "-5"])
def test_an_idle_time_that_is_none_is_told_at_the_start(minutes: str, tmp_path: Path) -> None:
    done = run("check", tmp_path, NEOEQUITY_IDLE_MINUTES=minutes)

    assert done.returncode == 1
    assert "NEOEQUITY_IDLE_MINUTES must be a whole number of minutes from 1 to 720" in done.stderr


def test_a_new_password_is_hashed_with_argon2_and_an_older_hash_still_read() -> None:
    with override_settings(PASSWORD_HASHERS=shipped.PASSWORD_HASHERS):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"
        assert check_password(PASSWORD, make_password(PASSWORD, hasher="pbkdf2_sha256"))


@pytest.mark.parametrize("address", addresses())
def test_every_page_tells_the_browser_to_be_strict(chief: Client, address: str) -> None:
    answer = chief.get(address)

    assert answer.status_code < 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]


def test_the_addresses_are_found() -> None:
    assert {"/", "/sales/", "/admin/", "/people/", "/admin/placements/sale/"} <= set(addresses())


def test_a_page_of_the_books_is_kept_by_no_browser(chief: Client) -> None:
    assert chief.get("/sales/")["Cache-Control"] == "private, no-store"


def test_a_form_that_is_too_large_is_refused_in_words(chief: Client) -> None:
    chief.raise_request_exception = False

    answer = chief.post(
        "/sales/new/",
        {"remark": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code in (400, 413)
    assert "This request cannot be understood" in words(answer)
    assert not Sale.objects.exists()


def test_a_form_with_too_many_fields_is_refused(chief: Client) -> None:
    fields = {f"field-{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}

    assert chief.post("/sales/new/", fields).status_code == 400


def test_no_log_holds_a_password_a_key_or_a_session(
    db: None, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything is listened to, wherever it would be written, while secrets pass by."""
    loggers = [logging.getLogger(name) for name in ("", "django", "axes", "django.request")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
        caplog.set_level(logging.DEBUG, logger.name or None)  # and forgotten after the test
    UserFactory(username="anna", password=PASSWORD)
    ben, administrator = UserFactory(), UserFactory(group="Administrator")
    links = [issue_link(ben, by=administrator) for _ in range(2)]  # the second ends the first
    client.raise_request_exception = False

    client.post("/accounts/login/", {"username": "anna", "password": "a-wrong-secret"})
    client.post("/accounts/login/", {"username": "anna", "password": PASSWORD})
    client.post(
        "/accounts/password/",
        {"old_password": "a-wrong-secret", "new_password1": "new-secret", "new_password2": "b"},
    )
    for link in links:
        follower = Client()
        follower.get(link)
        follower.post(CHOOSE, {"password1": "new-secret", "password2": "b"})
    client.get("/accounts/two-factor/")
    client.post("/accounts/two-factor/code/", {"code": "987654"})
    client.post("/sales/new/", {"remark": "a-wrong-secret"}, headers={"host": "evil.example"})

    secrets = ["a-wrong-secret", PASSWORD, "new-secret", "987654"]
    secrets += [path.rstrip("/").rpartition("/")[2] for path in links]
    secrets += [client.session["offered_key"], client.cookies["sessionid"].value]
    for logger in loggers:
        logger.removeHandler(caplog.handler)
    assert caplog.records
    assert not [secret for secret in secrets if secret in caplog.text]
