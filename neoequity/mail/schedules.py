"""Scheduled reports: when each is due, which days it tells, and the letter it goes with."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from neoequity.books.approvals.rules import COMMAND_LINE
from neoequity.books.calendar import Exceptions
from neoequity.books.days import written
from neoequity.books.documents.rules import size_in_words
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused
from neoequity.books.snapshot import one_snapshot
from neoequity.downloads import temporary_file
from neoequity.mail.addresses import absolute
from neoequity.mail.day_rules import DayRule, last_due, next_due
from neoequity.mail.letters import Attached, Letter, Line, Section
from neoequity.mail.models import ScheduledReport
from neoequity.mail.people import named
from neoequity.reports.all import REPORTS
from neoequity.reports.making import FORMS, file_name, write_report
from neoequity.reports.presets import Preset, presets
from neoequity.reports.report import Report
from neoequity.reports.scope import asked_for, head_of

#: The formats of a report as people choose them.
FORMATS = {"pdf": "PDF", "xlsx": "Excel workbook", "csv": "CSV"}


class Shown(NamedTuple):
    """A scheduled report with what its lists show beside it."""

    scheduled: ScheduledReport
    title: str
    format: str
    next_on: date | None
    recipients: list[str]


def report_of(scheduled: ScheduledReport) -> Report:
    """The report that is scheduled. Raises Refused if the product no longer makes it."""
    if scheduled.report not in REPORTS:
        raise Refused([Reason(f"There is no report “{scheduled.report}”.")])
    return REPORTS[scheduled.report]


def days_of(scheduled: ScheduledReport, day: date) -> Preset:
    """The period that the report tells when it is sent on a day."""
    title = scheduled.get_period_display()
    return next(preset for preset in presets(day) if preset.title == title)


def due_on(scheduled: ScheduledReport, day: date, exceptions: Exceptions) -> date | None:
    """The last day until `day` on which it was to be sent; None without one."""
    rule, since = DayRule(scheduled.rule), scheduled.active_from
    return last_due(rule, scheduled.starts_on, day, since, exceptions)


def shown(scheduled: ScheduledReport, today: date, exceptions: Exceptions) -> Shown:
    """The scheduled report as lists show it."""
    coming = next_due(DayRule(scheduled.rule), scheduled.starts_on, today, exceptions)
    report = REPORTS.get(scheduled.report)
    return Shown(
        scheduled,
        report.title if report else scheduled.report,
        FORMATS[scheduled.form],
        None if scheduled.paused_at else coming,
        [named(person) for person in scheduled.recipients.all()],
    )


def letter_of(
    scheduled: ScheduledReport, due: date, today: date, *, maker: str = COMMAND_LINE
) -> Letter:
    """The letter with the report as it is due on a day and known now; the same bytes as `report`.

    A file above MAIL_ATTACHMENT_MOST_BYTES is linked. Raises Refused where a figure is missing.
    """
    report, days = report_of(scheduled), days_of(scheduled, due)
    agreement = None if scheduled.agreement is None else scheduled.agreement.slug
    with one_snapshot():
        asked = asked_for(
            days.since, days.until, today, issuer=scheduled.issuer, agreement=agreement
        )
        content, head = report.build(asked), head_of(asked, maker, timezone.now())
        form = scheduled.form
        with temporary_file(lambda out: write_report(report, content, head, form, out)) as file:
            written_bytes = file.read(settings.MAIL_ATTACHMENT_MOST_BYTES + 1)
            size = file.seek(0, 2)
    name, span = file_name(report, head, form), f"{written(days.since)} to {written(days.until)}"
    fits = size <= settings.MAIL_ATTACHMENT_MOST_BYTES
    query = _query(days, agreement, scheduled.issuer)
    page = f"{absolute(reverse('reports:report', args=[report.name]))}?{query}"
    file_page = f"{absolute(reverse('reports:file', args=[report.name, form]))}?{query}"
    lines = [Line(f"{report.title}: {head.agreement or head.entity}, {span}.", page, "Open report")]
    if not fits:
        lines.append(Line(f"{name} ({size_in_words(size)}).", file_page, "Download file"))
    return Letter(
        about=f"{report.title}, {span}",
        lead=f"{name} is attached."
        if fits
        else "The file is too large to attach; use the link below to download the report.",
        sections=[Section("", lines)],
        why=f"You are a recipient of this report, which {scheduled.created_by} scheduled: "
        f"{scheduled.get_rule_display().lower()}.",
        attached=Attached(name, written_bytes, FORMS[form].partition(";")[0]) if fits else None,
    )


def _query(days: Preset, agreement: str | None, issuer: Issuer) -> str:
    asked = {"from": days.since.isoformat(), "to": days.until.isoformat(), "issuer": issuer.slug}
    return urlencode(asked if agreement is None else {**asked, "agreement": agreement})
