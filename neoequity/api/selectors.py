"""The tokens of people, and the one that a secret opens."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from neoequity.api.models import ApiToken
from neoequity.books.accounts import User
from neoequity.books.secret import digest_of, reader
from neoequity.books.seen import Keys
from neoequity.people.sight import issuers_of


class Bearer(NamedTuple):
    """Who reads by a token, and the slug of the only issuer that it opens; None for all.

    `sees` are the keys of the issuers whose books it opens; None for all.
    """

    person: User
    issuer: str | None
    sees: Keys


def bearer_of(secret: str, on: date) -> Bearer | None:
    """Who reads by this secret on a day; None if it is unknown, revoked or past its last day.

    None as well once its owner may not read the books that it opens any more.
    """
    token = (
        ApiToken.objects.filter(digest=digest_of(secret), revoked_at=None, expires_on__gte=on)
        .select_related("issuer")
        .first()
    )
    if token is None:
        return None
    person = reader(token.owner_id, token.issuer_id)
    if person is None:
        return None
    if token.issuer_id is None:
        return Bearer(person, None, issuers_of(person))
    if token.issuer is None:  # in a browser whose person does not see it
        return None
    return Bearer(person, token.issuer.slug, frozenset([token.issuer_id]))


def tokens(of: User | None = None) -> QuerySet[ApiToken]:
    """The tokens of a person, or everybody's, the latest first."""
    rows = ApiToken.objects.select_related("owner", "issuer", "revoked_by")
    return rows if of is None else rows.filter(owner=of)
