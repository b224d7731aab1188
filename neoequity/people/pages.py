"""Pages about people: who may enter, who may do what, and who has signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from neoequity.books.models import Issuer
from neoequity.books.pages.request import DatedRequest
from neoequity.books.pages.tables import show
from neoequity.books.rights import GROUPS
from neoequity.clock import real_day
from neoequity.database_roles import role_warning
from neoequity.people.directory import known_people
from neoequity.people.filters import LoginFilter
from neoequity.people.log import log_of_logins
from neoequity.people.tables import LoginTable, PeopleTable
from neoequity.roles import KEEP_PEOPLE, rights


@require_safe
def people(request: DatedRequest) -> HttpResponse:
    """Everybody who has an account, with groups, last day and second factor."""
    everybody = known_people().order_by("username")
    hidden = () if Issuer.objects.count() > 1 else ("companies",)
    table = show(PeopleTable(everybody, today=real_day(), exclude=hidden), request, rows=100)
    warning = role_warning() if request.user.has_perm(KEEP_PEOPLE) else ""
    return render(request, "people/people.html", {"table": table, "role_warning": warning})


@require_safe
def logins(request: DatedRequest) -> HttpResponse:
    """Who signed in and out, and who tried to, newest first."""
    chosen = LoginFilter(request.GET)
    asked = chosen.asked()
    found = [] if asked is None else log_of_logins(**asked)
    context = {
        "table": show(LoginTable(found), request, rows=100),
        "filter": chosen,
        "filtered": chosen.is_used(),
    }
    return render(request, "people/logins.html", context, status=400 if asked is None else 200)


@require_safe
def permissions(request: DatedRequest) -> HttpResponse:
    """What each group may do, from the data that makes the groups."""
    rows = [
        (right.description, [(group, group in right.groups) for group in GROUPS])
        for right in rights()
    ]
    return render(request, "people/permissions.html", {"groups": GROUPS, "rows": rows})
