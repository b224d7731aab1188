"""Who may do what at a moment: accounts, groups, rights and sign-ins, read from their history.

Rights of groups are those of the permission table of this version of the product. Rights that were
given to an account alone, past the table, leave no history: they are read as they stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from axes.models import AccessLog
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Max, Model

from neoequity.people.models import SYSTEM_ACCOUNTS
from neoequity.roles import rights

#: What the rights of a superuser are called.
WITHOUT_BOUNDS = "Everything, as a superuser"
#: Whether somebody may sign in with an account: open, made inactive, or past its last day.
OPEN, INACTIVE, ENDED = "open", "inactive", "ended"


class Account(NamedTuple):
    """An account at a moment; `state` is open, inactive or ended.

    `last_sign_in` is None where nobody signed in with it by then.
    """

    username: str
    name: str
    groups: tuple[str, ...]
    rights: tuple[str, ...]
    state: str
    last_day: date | None
    second_factor: bool
    last_sign_in: datetime | None


def accounts_at(moment: datetime, day: date) -> list[Account]:
    """Every account that people had at a moment, by name; six queries for any number of them.

    `day` is New York's day of the moment: an account whose last day is past no longer signs in.
    """
    groups = _groups_at(moment)
    factors = {row["user_id"] for row in _standing("neoequity.SecondFactorEvent", moment)
               if row["confirmed"]}  # fmt: skip
    signed_in = dict(
        AccessLog.objects.filter(attempt_time__lte=moment)
        .order_by()
        .values_list("username")
        .annotate(last=Max("attempt_time"))
    )
    alone = _given_alone()
    people = (
        row
        for row in _standing("people.UserEvent", moment)
        if row["username"] not in SYSTEM_ACCOUNTS
    )
    return [
        Account(
            username=row["username"],
            name=f"{row['first_name']} {row['last_name']}".strip(),
            groups=groups.get(row["id"], ()),
            rights=_rights(groups.get(row["id"], ()), alone.get(row["id"], ()), row),
            state=_state(row, day),
            last_day=row["expires_on"],
            second_factor=row["id"] in factors,
            last_sign_in=signed_in.get(row["username"]),
        )
        for row in sorted(people, key=lambda row: row["username"])
    ]


def _standing(events: str, moment: datetime) -> list[dict[str, Any]]:
    """The last event of each row by the moment, without the rows that were deleted by then."""
    model: type[Model] = apps.get_model(events)
    latest = (
        model._default_manager.filter(pgh_created_at__lte=moment)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
        .values()
    )
    return [row for row in latest if row["pgh_label"] != "delete"]


def _groups_at(moment: datetime) -> dict[int, tuple[str, ...]]:
    """The names of each account's groups, in their order."""
    names = dict(Group.objects.values_list("pk", "name"))
    found: dict[int, list[str]] = defaultdict(list)
    for row in _standing("people.MembershipEvent", moment):
        found[row["user_id"]].append(names.get(row["group_id"], f"group {row['group_id']}"))
    return {user: tuple(sorted(own)) for user, own in found.items()}


def _given_alone() -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    given = Permission.objects.filter(user__isnull=False).order_by("codename")
    codes = given.values_list("user", "content_type__app_label", "codename")
    for user, app, codename in codes:
        found[user].append(f"{app}.{codename}")
    return {user: tuple(codes) for user, codes in found.items()}


def _rights(groups: Iterable[str], alone: Iterable[str], row: Mapping[str, Any]) -> tuple[str, ...]:
    """The rights of groups, in the order of the permission table, then what was given alone."""
    if row["is_superuser"]:
        return (WITHOUT_BOUNDS,)
    mine = set(groups)
    of_groups = [right.description for right in rights() if mine & set(right.groups)]
    return (*of_groups, *(f"{code}, given alone" for code in alone))


def _state(row: Mapping[str, Any], day: date) -> str:
    """Whether somebody may sign in with it on the day."""
    if not row["is_active"]:
        return INACTIVE
    return ENDED if row["expires_on"] is not None and row["expires_on"] < day else OPEN
