"""API tokens: created for oneself, revoked for good."""

from datetime import date, timedelta
from typing import NamedTuple

from neoequity.api.models import LONGEST_NAME, MOST_DAYS, ApiToken
from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.secret import digest_of, new_secret, revoked


class NewToken(NamedTuple):
    """A token as it was created, with the secret that is kept nowhere."""

    row: ApiToken
    secret: str


@action(needs="api.add_apitoken", told="Created an API token")
def create_api_token(
    *, name: str, expires_on: date, issuer: Issuer | None = None, by: User, today: date
) -> NewToken:
    """Create a token with which a program reads what `by` may read, until the end of a day.

    With an issuer it opens that issuer's books alone. Raises Refused for a name that is empty, too
    long or in use, and for a last day that has passed or is more than 366 days away.
    """
    named = " ".join(name.split())
    latest = today + timedelta(days=MOST_DAYS)
    reasons = []
    if not named:
        reasons.append(Reason("Enter a name for the token, such as the program it is for.", "name"))
    if len(named) > LONGEST_NAME:
        reasons.append(Reason(f"A token’s name has at most {LONGEST_NAME} characters.", "name"))
    if ApiToken.objects.filter(owner=by, revoked_at=None, name__iexact=named).exists():
        reasons.append(Reason(f"You have a token named “{named}” already.", "name"))
    if expires_on < today:
        reasons.append(Reason(f"{written(expires_on)} has passed.", "expires_on"))
    if expires_on > latest:
        reasons.append(
            Reason(f"A token works for at most a year: until {written(latest)}.", "expires_on")
        )
    refuse_if_any(reasons)
    secret = new_secret()
    row = ApiToken.objects.create(
        owner=by, name=named, issuer=issuer, digest=digest_of(secret), expires_on=expires_on
    )
    return NewToken(row, secret)


@action(needs="api.add_apitoken", told="Revoked an API token")
def revoke_api_token(token: ApiToken, *, by: User) -> ApiToken:
    """Revoke a token of one's own, once and for all. Raises Refused for another person's."""
    if token.owner_id != by.pk:
        refuse_if_any([Reason(f"{token} belongs to {token.owner}: ask an Administrator.")])
    return revoked(token, by)


@action(needs="people.change_user", told="Revoked a person's API token")
def revoke_anyones_api_token(token: ApiToken, *, by: User) -> ApiToken:
    """Revoke a token of anybody's, once and for all."""
    return revoked(token, by)
