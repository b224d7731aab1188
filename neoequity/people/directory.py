"""People as a request needs them, in one query: with groups, issuers and second factor."""

from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.people.models import CredentialChange, IssuerRight, User

_GROUPS = Group.objects.filter(user=OuterRef("pk")).order_by("name").values("name")
_ISSUERS = IssuerRight.objects.filter(user=OuterRef("pk")).order_by("issuer").values("issuer")
_FACTORS = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True).order_by("-pk")
_UNSEEN = CredentialChange.objects.filter(user=OuterRef("pk"), seen_at=None)
_SIGHT: dict[str, Any] = {"issuer_keys": ArraySubquery(_ISSUERS)}
# User declares these, so that a type checker knows them.
_BESIDE: dict[str, Any] = {
    "group_names": ArraySubquery(_GROUPS),
    **_SIGHT,
    "second_factor": Subquery(_FACTORS.values("pk")[:1]),
    "has_unseen_changes": Exists(_UNSEEN),
}


def known_people() -> QuerySet[User]:
    """Everybody who has an account, with what other tables know of them."""
    return User.objects.annotate(**_BESIDE)


def with_issuers(people: QuerySet[User]) -> QuerySet[User]:
    """These people, each with the keys of the issuers they have a right to."""
    return people.annotate(**_SIGHT)


def with_passwords() -> QuerySet[User]:
    """Everybody who has a password to sign in with."""
    return User.objects.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
