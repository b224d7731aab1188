"""A new secret key: what the former one signed still counts while the settings name it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from neoequity.people.actions import issue_link
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.people.doors import CHOOSE

FORMER, NEW = "the key of last year " * 4, "the key of this year " * 4
PRINT = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"


@pytest.fixture
def member(db: None) -> User:
    person: User = UserFactory(group="CFO")
    return person


@override_settings(SECRET_KEY=FORMER)
def test_a_session_of_a_former_key_goes_on(member: User) -> None:
    browser = logged_in(member)

    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[FORMER]):
        assert browser.get("/").status_code == 200


@override_settings(SECRET_KEY=FORMER)
def test_a_session_of_a_key_that_is_gone_ends(member: User) -> None:
    browser = logged_in(member)

    with override_settings(SECRET_KEY=NEW):
        assert browser.get("/")["Location"] == "/accounts/login/?next=/"


@override_settings(SECRET_KEY=FORMER)
def test_an_open_link_works_while_its_key_is_named(member: User, client: Client) -> None:
    link = issue_link(member, by=User.objects.create_superuser("chief"))

    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[FORMER]):
        assert client.get(link, follow=True).status_code == 200
        assert client.get(CHOOSE).status_code == 200


@override_settings(SECRET_KEY=FORMER)
def test_an_open_link_of_a_key_that_is_gone_opens_nothing(member: User, client: Client) -> None:
    link = issue_link(member, by=User.objects.create_superuser("chief"))

    with override_settings(SECRET_KEY=NEW):
        client.get(link)
        assert client.get(CHOOSE).status_code == 410


@pytest.mark.parametrize(
    ("told", "keys"), [("", []), ("one", ["one"]), ("one,two", ["one", "two"])]
)
def test_former_keys_are_listed_with_commas(tmp_path: Path, told: str, keys: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "neoequity.settings",
            "NEOEQUITY_VAR": str(tmp_path),
            "SECRET_KEY_FALLBACKS": told,
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"{keys}\n"
