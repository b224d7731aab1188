"""Settings from the environment and the var directory, read once."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from datetime import date
from email.utils import parseaddr
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from neoequity.books.approvals.second_person import SECOND_PERSON
from neoequity.books.days import read_day

#: Where the product is served unless it is told otherwise: to this machine alone.
HERE = "127.0.0.1"
SHORTEST_TOKEN = 20


def day(text: str) -> date | None:
    """The day written as YYYY-MM-DD; None for an empty text."""
    if not text:
        return None
    parsed = read_day(text)
    if parsed is None:
        raise ImproperlyConfigured(
            f'NEOEQUITY_TODAY must be a day such as 2001-11-13, but it is "{text}".'
        )
    return parsed


def switch(name: str) -> bool:
    """Whether the environment variable is 1; 0, empty and unset mean no."""
    text = os.environ.get(name, "")
    if text not in ("", "0", "1"):
        raise ImproperlyConfigured(f'{name} must be 1 or 0, but it is "{text}".')
    return text == "1"


def minutes(name: str, default: int) -> int:
    """The minutes in the environment variable, a whole number from 1 to 720."""
    text = os.environ.get(name) or str(default)
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 720:
        raise ImproperlyConfigured(
            f'{name} must be a whole number of minutes from 1 to 720, but it is "{text}".'
        )
    return number


def words(name: str, default: str) -> list[str]:
    """The comma-separated words of the environment variable."""
    text = os.environ.get(name) or default
    return [word.strip() for word in text.split(",") if word.strip()]


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The environment variable, else what the file holds that NAME_FILE names; empty without both.

    Containers and systemd hand over secrets as files, which no list of processes shows.
    """
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "")
    if environ.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE exclude each other: set one of them.")
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text in UTF-8"
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read: {why}."
        ) from error
    if not text:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty.")
    return text


def listen() -> str:
    """The IPv4 address to serve at: this machine's own, or one that the proxy can reach."""
    text = os.environ.get("NEOEQUITY_LISTEN") or HERE
    try:
        return str(IPv4Address(text))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"NEOEQUITY_LISTEN must be an IPv4 address such as {HERE}, or 0.0.0.0 for all of this "
            f'machine, but it is "{text}".'
        ) from error


def log_format() -> str:
    """How the log is written: "line" for people, "json" for programs."""
    text = os.environ.get("NEOEQUITY_LOG_FORMAT") or "line"
    if text not in ("line", "json"):
        raise ImproperlyConfigured(
            f'NEOEQUITY_LOG_FORMAT must be line or json, but it is "{text}".'
        )
    return text


def metrics_token() -> str:
    """The token for `/metrics`, long enough that nobody guesses it; empty if metrics are off."""
    token = secret("NEOEQUITY_METRICS_TOKEN")
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"NEOEQUITY_METRICS_TOKEN must have at least {SHORTEST_TOKEN} characters; this makes "
            "one: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return token


def backups() -> Path | None:
    """The folder of `NEOEQUITY_BACKUPS`, whose newest backup `/metrics` tells the age of."""
    text = os.environ.get("NEOEQUITY_BACKUPS", "")
    if text and not Path(text).is_absolute():
        raise ImproperlyConfigured(
            f'NEOEQUITY_BACKUPS must be a folder as an absolute path, but it is "{text}".'
        )
    return Path(text) if text else None


def seconds(name: str, default: float) -> float:
    """The seconds in the environment variable, with up to three decimals, from 0.001 to 3,600."""
    text = os.environ.get(name) or str(default)
    number = float(text) if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text, re.ASCII) else 0
    if not 0.001 <= number <= 3600:
        raise ImproperlyConfigured(
            f'{name} must be a number of seconds from 0.001 to 3600, but it is "{text}".'
        )
    return number


def mail_server() -> dict[str, Any]:
    """Django's settings of the mail server; without EMAIL_HOST mail is printed to the console.

    The port follows from the encryption unless EMAIL_PORT says otherwise. No message names a value
    of EMAIL_HOST_PASSWORD.
    """
    host = os.environ.get("EMAIL_HOST", "").strip()
    starttls, tls = switch("EMAIL_USE_TLS"), switch("EMAIL_USE_SSL")
    if starttls and tls:
        raise ImproperlyConfigured(
            "EMAIL_USE_TLS (STARTTLS, port 587) and EMAIL_USE_SSL (port 465) exclude each other."
        )
    port = os.environ.get("EMAIL_PORT") or ("587" if starttls else "465" if tls else "25")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise ImproperlyConfigured(
            f'EMAIL_PORT must be a port from 1 to 65535, but it is "{port}".'
        )
    user = os.environ.get("EMAIL_HOST_USER", "")
    password = secret("EMAIL_HOST_PASSWORD")
    if bool(user) != bool(password):
        raise ImproperlyConfigured(
            "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD go together: set both, or neither."
        )
    return {
        "BACKEND": f"django.core.mail.backends.{'smtp' if host else 'console'}.EmailBackend",
        "HOST": host,
        "PORT": int(port),
        "USER": user,
        "PASSWORD": password,
        "STARTTLS": starttls,
        "TLS": tls,
    }


def sender() -> str:
    """Whom mail comes from: an address, or NeoEquity <equity@example.com>."""
    text = os.environ.get("DEFAULT_FROM_EMAIL") or "NeoEquity <neoequity@localhost>"
    local, at, domain = parseaddr(text)[1].rpartition("@")
    if not (local and at and domain) or len(text.splitlines()) > 1:
        raise ImproperlyConfigured(
            "DEFAULT_FROM_EMAIL must be an address such as NeoEquity <equity@example.com>, but it "
            f'is "{text}".'
        )
    return text


def own_address() -> str:
    """The address at which people open the product, without a slash at its end."""
    port = os.environ.get("PORT") or "8000"
    text = (os.environ.get("NEOEQUITY_ADDRESS") or f"http://{HERE}:{port}").rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "NEOEQUITY_ADDRESS must be the address at which people open the product, such as "
            f'https://equity.example.com, but it is "{text}".'
        )
    return text


def second_person(name: str) -> frozenset[str]:
    """What a second person must approve: the words of the environment variable, all if unset."""
    text = os.environ.get(name)
    if text is None:
        return frozenset(SECOND_PERSON)
    named = [word.strip() for word in text.split(",") if word.strip()]
    for word in named:
        if word not in SECOND_PERSON:
            raise ImproperlyConfigured(
                f"{name} may name {' and '.join(SECOND_PERSON)}, separated by a comma, but it "
                f'names "{word}".'
            )
    return frozenset(named)


def var_directory(default: Path) -> Path:
    """NEOEQUITY_VAR or the default, as an absolute path; made if it is missing."""
    path = Path(os.environ.get("NEOEQUITY_VAR") or default).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be made: {error.strerror}.") from error
    return path


def secret_key(var: Path) -> str:
    """The key in var/secret_key, created on the first start with mode 0600.

    The file is created atomically, so processes that start together agree on one key.
    """
    path = var / "secret_key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key in {path} cannot be read or made: {error.strerror}. "
            "Set SECRET_KEY, or let this user write there."
        ) from error
    if not key:
        raise ImproperlyConfigured(f"{path} is empty. Remove it and a new key is made.")
    return key


def _write_once(path: Path, text: str) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        os.link(draft, path)  # unlike a rename, this refuses to replace
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        Path(draft).unlink()
