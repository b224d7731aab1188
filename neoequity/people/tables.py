"""The tables of people and of sign-ins."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.timezone import localtime

from neoequity.books.models import Issuer
from neoequity.books.pages.columns import DayColumn, TotalledTable
from neoequity.books.templatetags import books as figures
from neoequity.people.models import User

NEVER = "never"


def moment(at: datetime) -> str:
    """Nov 9, 2001, 16:05, in New York."""
    return date_format(localtime(at), "M j, Y, H:i")


class _Cell(tables.Column):
    def __init__(self, heading: str, **kwargs: Any) -> None:
        super().__init__(verbose_name=heading, orderable=False, **kwargs)


class MomentColumn(_Cell):
    """A moment in New York, or "never"."""

    def render(self, value: datetime) -> str:
        """To the minute."""
        return moment(value)


class PeopleTable(TotalledTable):
    """Rows of `known_people`."""

    username = _Cell("Person")
    groups = _Cell("Groups", empty_values=())
    companies = _Cell("Companies", empty_values=())
    last_day = DayColumn("expires_on", verbose_name="Last day", default="none")
    state = _Cell("May sign in", empty_values=())
    second_factor = _Cell("Second factor", empty_values=())
    last_login = MomentColumn("Last sign-in", default=NEVER)

    class Meta:
        attrs = {"class": "table stack"}
        orderable = False

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._names = dict(Issuer.objects.values_list("pk", "name"))

    def render_username(self, record: User) -> str:
        """With the full name, where it is known."""
        full = record.get_full_name()
        return f"{record.username} ({full})" if full else record.username

    def render_groups(self, record: User) -> str:
        """The groups, and whether rights are without bounds."""
        return ", ".join([*record.group_names, *["superuser"][: record.is_superuser]]) or "none"

    def render_companies(self, record: User) -> str:
        """The companies that the person sees, as far as the reader sees them, too."""
        own = [self._names.get(key) for key in record.issuer_keys]
        hidden = own.count(None)
        others = [f"{hidden} other{'s' if hidden > 1 else ''}"] if hidden else []
        return ", ".join([*filter(None, own), *others]) or "all"

    def render_state(self, record: User) -> str:
        """Yes, or why not."""
        if record.is_system_account:
            return "no, a system account"
        if not record.is_active:
            return "no, made inactive"
        if record.has_ended(self.today):
            return f"no, ended on {figures.day(record.expires_on)}"
        return "yes" if record.has_usable_password() else "no, has not chosen a password"

    def render_second_factor(self, record: User) -> str:
        """Whether each sign-in asks for a code."""
        return "no" if record.second_factor is None else "yes"


class LoginTable(TotalledTable):
    """Rows of `log_of_logins`."""

    attempt_time = MomentColumn("When")
    username = _Cell("Who", default="no name")
    ip_address = _Cell("From", default="not known")
    what = _Cell("What")
    logout_time = MomentColumn("Signed out", default="")

    class Meta:
        attrs = {"class": "table stack"}
        orderable = False
