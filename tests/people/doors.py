"""How people come in."""

import re
import time
from typing import Any

import pghistory
from django.db import connection
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.people.models import User
from neoequity.people.second_factor import set_up

PASSWORD = "a board room in Irvine"
CHOSEN = "a word of my own choice"
CHOOSE = "/accounts/choose-password/"
KEY = "3132333435363738393031323334353637383930"
OFFICE, ELSEWHERE = "192.0.2.1", "203.0.113.9"


def log_in(client: Client, name: str, password: str = PASSWORD, *, at: str = OFFICE) -> Any:
    """Sends the sign-in form from this address."""
    typed = {"username": name, "password": password}
    return client.post("/accounts/login/", typed, REMOTE_ADDR=at)


def opened(link: str, password: str = CHOSEN, client: Client | None = None) -> Any:
    """The answer to somebody who follows the link and chooses the password."""
    client = client or Client()
    client.get(link)
    return client.post(CHOOSE, {"password1": password, "password2": password})


def link_in(answer: Any) -> str:
    """The path of the one-time link that stands on a page of the admin."""
    [link] = re.findall(r"<code>http://testserver(/\S+)</code>", answer.content.decode())
    return str(link)


def past_the_product() -> None:
    """From here on a statement names nobody who acts, as one of another program."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '', true), "
            "set_config('pghistory.context_metadata', '', true)"
        )


def is_in(client: Client) -> bool:
    """Whether the books open."""
    return client.get("/").status_code == 200


def code_of(key: str = KEY, *, steps: int = 0) -> str:
    """The code that a phone with this key shows, so many half minutes from now."""
    phone = TOTP(bytes.fromhex(key))
    phone.time = time.time() + 30 * steps
    return f"{phone.token():06}"


def with_second_factor(person: User) -> list[str]:
    """Sets up the phone with KEY a while ago, so that its next code counts; the recovery codes."""
    long_ago = time.time() - 3600
    phone = TOTP(bytes.fromhex(KEY))
    phone.time = long_ago
    with pghistory.context(user=person.pk):
        codes = set_up(person, KEY, f"{phone.token():06}", now=long_ago)
    TOTPDevice.objects.filter(user=person).update(drift=0)
    return codes
