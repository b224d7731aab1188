"""The accounts of the demo people: their names, whom the sign-in page names, the deploy check."""

from typing import NamedTuple

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError
from django.db.models import Q

from neoequity import clock
from neoequity.books.rights import AUDITOR, CFO, CONTROLLER, TREASURY
from neoequity.people.directory import with_passwords
from neoequity.people.models import User


class Part(NamedTuple):
    """The group of a demo person, and in words what the group does in the books."""

    group: str
    does: str


#: By username; nobody else is given one of these names by the product.
DEMO_PEOPLE = {
    "demo-treasury": Part(TREASURY, "enters placements, sales and deliveries"),
    "demo-cfo": Part(CFO, "approves requests"),
    "demo-controller": Part(CONTROLLER, "closes periods"),
    "demo-auditor": Part(AUDITOR, "reads and exports"),
}
#: Makes the links of `make_demo`; the example has its first user for that.
DEMO_ADMINISTRATOR = "demo-administrator"
DEMO_NAMES = (*DEMO_PEOPLE, DEMO_ADMINISTRATOR)


def open_to_visitors() -> dict[str, str]:
    """What each demo person does, by name, for those who can sign in with the printed password.

    Nobody unless an example's day is set; one query. A password that an administrator reset since
    is not the printed one, so such an account is left out.
    """
    if not clock.day_is_set():
        return {}
    open_today = Q(expires_on=None) | Q(expires_on__gte=clock.real_day())
    people = with_passwords().filter(
        open_today, username__in=DEMO_PEOPLE, is_active=True, credential_changes=None
    )
    found = set(people.values_list("username", flat=True))
    return {name: part.does for name, part in DEMO_PEOPLE.items() if name in found}


@register(Tags.security, deploy=True)
def check_demo_accounts(**_kwargs: object) -> list[CheckMessage]:
    """Refuse to serve an office's own day to demo people, whose passwords a terminal has shown."""
    if clock.day_is_set():
        return []
    try:
        active = list(
            User.objects.filter(username__in=DEMO_NAMES, is_active=True)
            .order_by("pk")
            .values_list("username", flat=True)
        )
    except DatabaseError:  # without tables there are no accounts; without a server, E001 says so
        return []
    if not active:
        return []
    return [
        Error(
            f"Demo people can sign in to these books: {', '.join(active)}.",
            hint="Make their accounts inactive in the administration, under People.",
            id="neoequity.E002",
        )
    ]
