"""Secrets that open the books to a program: what is kept of one, and the person behind it."""

import secrets
from hashlib import sha256

from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend

from neoequity.books.accounts import User

#: Bytes of chance in a secret.
_BYTES = 32
_READ = "books.read_books"


def new_secret() -> str:
    """A text that nobody guesses, fit for an address or a header."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def reader(key: int) -> User | None:
    """The person with this key who may still read the books; None if the account has ended."""
    backends = (each for each in get_backends() if isinstance(each, ModelBackend))
    people = (backend.get_user(key) for backend in backends)
    return next((each for each in people if each is not None and each.has_perm(_READ)), None)
