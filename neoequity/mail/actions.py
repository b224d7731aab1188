"""What people do about mail: choose, confirm an address, and keep scheduled reports."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models.functions import Now

from neoequity.books.action import action
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.mail.models import MailChoice, ScheduledReport
from neoequity.mail.people import may_read
from neoequity.people.models import User
from neoequity.people.sight import may_see
from neoequity.reports.all import REPORTS
from neoequity.roles import KEEP_PEOPLE, READ_BOOKS
from placements.models import Agreement


class Schedule(NamedTuple):
    """What is sent, when and to whom; without an agreement, the report of the whole issuer."""

    issuer: Issuer
    agreement: Agreement | None
    report: str
    period: str
    form: str
    rule: str
    starts_on: date
    recipients: Collection[User]


@action(needs=READ_BOOKS, told="Changed mail preferences")
def choose_mail(*, digest: bool, at_once: Collection[str], by: User) -> MailChoice:
    """Keep what the person wants by mail: the morning digest, and kinds of notices at once."""
    choice, _ = MailChoice.objects.update_or_create(
        person=by, defaults={"digest": digest, "at_once": sorted(set(at_once))}
    )
    return choice


@action(needs=READ_BOOKS, told="Confirmed an email address")
def confirm_address(*, address: str, by: User) -> MailChoice:
    """Keep that mail to the address of the account reaches its person."""
    if address != by.email:
        raise Refused([Reason("The email address of this account has changed. Send a new link.")])
    choice, _ = MailChoice.objects.update_or_create(
        person=by, defaults={"confirmed_address": address, "confirmed_at": Now()}
    )
    return choice


@action(needs=READ_BOOKS, told="Scheduled a report")
def schedule_report(wanted: Schedule, *, by: User, today: date) -> ScheduledReport:
    """Have a report mailed on the days of a rule, from today on."""
    refuse_if_any(_reasons_against(wanted))
    facts = _facts(wanted)
    scheduled = ScheduledReport.objects.create(**facts, active_from=today, created_by=by)
    scheduled.recipients.set(wanted.recipients)
    return scheduled


@action(needs=READ_BOOKS, told="Changed a scheduled report")
def revise_scheduled_report(
    scheduled: ScheduledReport, wanted: Schedule, *, by: User, today: date
) -> ScheduledReport:
    """Change what is sent, when or to whom; it counts from today on."""
    scheduled = _own(scheduled, by)
    refuse_if_any(_reasons_against(wanted))
    for name, value in _facts(wanted).items():
        setattr(scheduled, name, value)
    scheduled.active_from = today
    scheduled.save()
    scheduled.recipients.set(wanted.recipients)
    return scheduled


@action(needs=READ_BOOKS, told="Paused a scheduled report")
def pause_scheduled_report(scheduled: ScheduledReport, *, by: User) -> ScheduledReport:
    """Send nothing until it is resumed."""
    scheduled = _own(scheduled, by)
    if scheduled.paused_at is None:
        scheduled.paused_at = Now()
        scheduled.save(update_fields=["paused_at"])
        scheduled.refresh_from_db()
    return scheduled


@action(needs=READ_BOOKS, told="Resumed a scheduled report")
def resume_scheduled_report(
    scheduled: ScheduledReport, *, by: User, today: date
) -> ScheduledReport:
    """Send again from today on; what fell due meanwhile is not sent."""
    scheduled = _own(scheduled, by)
    if scheduled.paused_at is not None:
        scheduled.paused_at, scheduled.active_from = None, today
        scheduled.save(update_fields=["paused_at", "active_from"])
    return scheduled


@action(needs=READ_BOOKS, told="Removed a scheduled report")
def remove_scheduled_report(scheduled: ScheduledReport, *, by: User) -> ScheduledReport:
    """Send it no more, for good. Raises Refused for another person's."""
    return _removed(_own(scheduled, by), by)


@action(needs=KEEP_PEOPLE, told="Removed a person's scheduled report")
def remove_anyones_scheduled_report(scheduled: ScheduledReport, *, by: User) -> ScheduledReport:
    """Send anybody's no more, for good."""
    return _removed(_locked(scheduled), by)


@action(needs=READ_BOOKS, told="Left the recipient list of a scheduled report")
def leave_scheduled_report(scheduled: ScheduledReport, *, by: User) -> ScheduledReport:
    """Be no recipient any more; the others still get it."""
    scheduled = _locked(scheduled)
    scheduled.recipients.remove(by)
    return scheduled


def _facts(wanted: Schedule) -> dict[str, object]:
    facts = wanted._asdict()
    del facts["recipients"]
    return facts


def _reasons_against(wanted: Schedule) -> Iterator[Reason]:
    if wanted.report not in REPORTS:
        yield Reason(f"There is no report “{wanted.report[:40]}”.", "report")
    if wanted.agreement is not None and wanted.agreement.issuer_id != wanted.issuer.pk:
        yield Reason(f"The {wanted.agreement} is not an agreement of {wanted.issuer}.", "scope")
    if not wanted.recipients:
        yield Reason("Choose at least one recipient.", "recipients")
    for person in wanted.recipients:
        if not may_read(person):
            yield Reason(
                f"{person} has no access to the books and cannot receive reports.", "recipients"
            )
        elif not may_see(person, wanted.issuer):
            yield Reason(
                f"{person} has no access to the books of {wanted.issuer} and cannot receive its "
                "reports.",
                "recipients",
            )


def _own(scheduled: ScheduledReport, by: User) -> ScheduledReport:
    scheduled = _locked(scheduled)
    if scheduled.created_by_id != by.pk:
        raise Refused([Reason(f"{scheduled} can be changed only by {scheduled.created_by}.")])
    if scheduled.removed_at is not None:
        raise Refused([Reason(f"{scheduled} was removed.")])
    return scheduled


def _locked(scheduled: ScheduledReport) -> ScheduledReport:
    return ScheduledReport.objects.select_for_update(no_key=True).get(pk=scheduled.pk)


def _removed(scheduled: ScheduledReport, by: User) -> ScheduledReport:
    if scheduled.removed_at is None:
        scheduled.removed_by, scheduled.removed_at = by, Now()
        scheduled.save(update_fields=["removed_by", "removed_at"])
        scheduled.refresh_from_db()
    return scheduled
