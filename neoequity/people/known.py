"""People as a request needs them, in one query: with account, groups and second factor."""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.models import Person

_GROUPS = Group.objects.filter(user=OuterRef("pk")).order_by("name").values("name")
_FACTORS = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True).order_by("-pk")
# Person declares these two, so that a type checker knows them.
_BESIDE: dict[str, Any] = {
    "group_names": ArraySubquery(_GROUPS),
    "second_factor": Subquery(_FACTORS.values("pk")[:1]),
}


def known_people() -> QuerySet[Person]:
    """Everybody who has an account, with what is known beside Django's own fields."""
    return Person.objects.select_related("account").annotate(**_BESIDE)
