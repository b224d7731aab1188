"""People with an address, the reports that they schedule, and the command that mails."""

from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any

from django.core.management import call_command

from neoequity.books.models import Issuer
from neoequity.mail.actions import Schedule, choose_mail, confirm_address, schedule_report
from neoequity.mail.models import ScheduledReport
from neoequity.people.models import User
from tests.factories import TODAY, UserFactory

#: A Monday, the first business day after October 2001 being Thursday, Nov 1.
MONDAY = date(2001, 10, 29)


def reader(name: str, *, group: str | None = "Treasury", confirmed: bool = True) -> User:
    """Somebody with an address at example.com, confirmed unless the test says otherwise."""
    person: User = UserFactory(username=name, email=f"{name}@example.com", group=group)
    if confirmed:
        confirm_address(address=person.email, by=person)
    return person


def with_digest(name: str, **who: Any) -> User:
    """Somebody who chose the morning digest."""
    person = reader(name, **who)
    choose_mail(digest=True, at_once=[], by=person)
    return person


def scheduled(
    by: User,
    recipients: Sequence[User] = (),
    *,
    today: date = MONDAY,
    **changes: Any,
) -> ScheduledReport:
    """The commission of last month as CSV, on the first business day of each month."""
    wanted = Schedule(
        issuer=Issuer.objects.get(),
        agreement=None,
        report="commission",
        period="last_month",
        form="csv",
        rule="month_end",
        starts_on=MONDAY,
        recipients=list(recipients) or [by],
    )
    return schedule_report(wanted._replace(**changes), by=by, today=today)


def send(on: date = TODAY, **options: Any) -> list[str]:
    """What `send_digest` prints for a day."""
    out = StringIO()
    call_command("send_digest", on=on.isoformat(), stdout=out, **options)
    return out.getvalue().splitlines()
