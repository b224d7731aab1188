"""Whether groups and users have the rights of the permission table, and no others."""

from collections.abc import Iterator

from django.contrib.auth.models import Group

from neoequity.books.rights import GROUPS
from neoequity.people.models import User
from neoequity.roles import permissions_of


def differences_in_rights() -> Iterator[str]:
    """A sentence for each right that was given or taken past the permission table."""
    stand: dict[str, set[str]] = {
        name: set() for name in Group.objects.values_list("name", flat=True)
    }
    codes = ("permissions__content_type__app_label", "permissions__codename")
    for name, app, codename in Group.objects.values_list("name", *codes):
        if codename is not None:
            stand[name].add(f"{app}.{codename}")
    for name in sorted(stand.keys() - set(GROUPS)):
        yield f"The group {name} is not one of the permission table."
    for name in GROUPS:
        given, declared = stand.get(name), set(permissions_of(name))
        if given is None:
            yield f"The group {name} is missing."
            continue
        for code in sorted(given - declared):
            yield f"The group {name} has the right {code} past the permission table."
        for code in sorted(declared - given):
            yield f"The group {name} lacks the right {code} of the permission table."
    own = ("user_permissions__content_type__app_label", "user_permissions__codename")
    holders = User.objects.filter(user_permissions__isnull=False).order_by("username", own[1])
    for username, app, codename in holders.values_list("username", *own):
        yield f"{username} has the right {app}.{codename} alone; rights come with a group."
