"""Secrets that open the books to a program: what is kept of one, its end, and who stands behind."""

import secrets
from hashlib import sha256
from typing import Any, TypeVar

from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend
from django.db.models import Model
from django.db.models.functions import Now

from neoequity.books.accounts import User

M = TypeVar("M", bound=Model)

#: Bytes of chance in a secret.
_BYTES = 32
_READ = "books.read_books"


def new_secret() -> str:
    """A text that nobody guesses, fit for an address or a header."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def reader(key: int, issuer: int | None = None) -> User | None:
    """The person with this key who may still read the books; None if the account has ended.

    With the key of an issuer, None as well for whoever does not see the books of that one.
    """
    backends = (each for each in get_backends() if isinstance(each, ModelBackend))
    people = (backend.get_user(key) for backend in backends)
    found = next((each for each in people if each is not None and each.has_perm(_READ)), None)
    if found is None or issuer is None:
        return found
    own: list[int] = getattr(found, "issuer_keys", [])
    return found if not own or issuer in own else None


def revoked(row: M, by: User) -> M:
    """The row of a secret, which opens nothing from now on; as it was if that had ended before."""
    rows = type(row)._default_manager.select_for_update(no_key=True)
    kept: Any = rows.get(pk=row.pk)
    if kept.revoked_at is None:
        kept.revoked_by, kept.revoked_at = by, Now()
        kept.save(update_fields=["revoked_by", "revoked_at"])
        kept.refresh_from_db()
    return kept  # type: ignore[no-any-return]  # both tables of secrets have these columns
