"""Scheduled reports: what is attached, to whom, and when."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django.fixtures import Settings

from neoequity.books.models import Issuer
from neoequity.mail.actions import (
    leave_scheduled_report,
    pause_scheduled_report,
    remove_anyones_scheduled_report,
    remove_scheduled_report,
    resume_scheduled_report,
    revise_scheduled_report,
)
from neoequity.mail.forms import ScheduleForm, as_typed
from neoequity.mail.models import ScheduledReport
from neoequity.mail.schedules import days_of
from neoequity.people.models import User
from neoequity.reports.presets import presets
from placements.models import Agreement
from tests.books import refused
from tests.factories import TODAY, UserFactory
from tests.mail.readers import MONDAY, reader, scheduled, send


def as_command(name: str, since: str, until: str, **options: str) -> bytes:
    out = StringIO()
    call_command("report", name, since=since, until=until, stdout=out, **options)
    return out.getvalue().encode()


def test_the_report_is_attached_as_the_command_writes_it(
    published: Issuer, treasurer: User
) -> None:
    scheduled(treasurer)
    assert send() == [
        (
            "Sent to treasurer <treasurer@example.com>: Commission statement, Oct 1, 2001 to "
            "Oct 31, 2001"
        )
    ]
    [message] = mail.outbox
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("commission-2001-10-01-2001-10-31.csv", "text/csv")
    assert str(content).encode() == as_command("commission", "2001-10-01", "2001-10-31")


def test_the_report_of_one_agreement_tells_that_agreement(
    published: Issuer, treasurer: User
) -> None:
    agreement = Agreement.objects.get(slug="sales-agreement")
    scheduled(treasurer, agreement=agreement, period="two_weeks", rule="fridays")
    send()
    [(name, content, _)] = mail.outbox[0].attachments
    assert name == "commission-2001-10-29-2001-11-09.csv"
    assert str(content).encode() == as_command(
        "commission", "2001-10-29", "2001-11-09", agreement="sales-agreement"
    )


def test_the_letter_says_which_report_and_leads_to_its_page(
    published: Issuer, treasurer: User
) -> None:
    scheduled(treasurer)
    send()
    assert mail.outbox[0].body == (
        "Commission statement, Oct 1, 2001 to Oct 31, 2001\n"
        "\n"
        "commission-2001-10-01-2001-10-31.csv is attached.\n"
        "\n"
        "- Commission statement: NeoTherapeutics, Inc., Oct 1, 2001 to Oct 31, 2001.\n"
        "  https://equity.example.com/reports/commission/"
        "?from=2001-10-01&to=2001-10-31&issuer=neotherapeutics\n"
        "\n"
        "-- \n"
        "You are a recipient of this report, which treasurer scheduled: first business day after "
        "each month’s end.\n"
        "Change mail preferences: https://equity.example.com/accounts/mail/\n"
    )


def test_a_file_too_large_for_a_mail_is_linked(
    published: Issuer, treasurer: User, settings: Settings
) -> None:
    settings.MAIL_ATTACHMENT_MOST_BYTES = 100
    scheduled(treasurer)
    send()
    [message] = mail.outbox
    assert message.attachments == []
    assert (
        "https://equity.example.com/reports/commission.csv"
        "?from=2001-10-01&to=2001-10-31&issuer=neotherapeutics"
    ) in message.body


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_pdf_and_a_workbook_are_attached_whole(
    published: Issuer, treasurer: User, form: str, begins: bytes
) -> None:
    scheduled(treasurer, form=form)
    send()
    [(name, content, _)] = mail.outbox[0].attachments
    assert str(name).endswith(f".{form}")
    assert bytes(content).startswith(begins)


def test_each_recipient_gets_a_mail_of_their_own(published: Issuer, treasurer: User) -> None:
    scheduled(treasurer, [treasurer, reader("controller", group="Controller")])
    send()
    assert [message.to for message in mail.outbox] == [
        ["controller@example.com"],
        ["treasurer@example.com"],
    ]


def test_it_is_sent_once_for_its_day(published: Issuer, treasurer: User) -> None:
    scheduled(treasurer)
    send(date(2001, 11, 1))
    assert send() == ["Nothing is due on Nov 13, 2001."]
    assert len(mail.outbox) == 1


def test_it_is_not_sent_before_its_day(published: Issuer, treasurer: User) -> None:
    scheduled(treasurer)
    assert send(date(2001, 10, 31)) == ["Nothing is due on Oct 31, 2001."]


def test_it_is_sent_on_the_day_after_a_weekend_too(published: Issuer, treasurer: User) -> None:
    scheduled(treasurer)
    assert len(send(date(2001, 11, 3))) == 1  # a Saturday: it was due on Thursday


def test_nothing_is_sent_while_it_is_paused(published: Issuer, treasurer: User) -> None:
    pause_scheduled_report(scheduled(treasurer), by=treasurer)
    assert send() == ["Nothing is due on Nov 13, 2001."]


def test_what_fell_due_during_a_pause_is_not_sent_afterwards(
    published: Issuer, treasurer: User
) -> None:
    paused = pause_scheduled_report(scheduled(treasurer), by=treasurer)
    resume_scheduled_report(paused, by=treasurer, today=date(2001, 11, 2))
    assert send() == ["Nothing is due on Nov 13, 2001."]


def test_a_removed_report_is_not_sent(published: Issuer, treasurer: User) -> None:
    remove_scheduled_report(scheduled(treasurer), by=treasurer)
    assert send() == ["Nothing is due on Nov 13, 2001."]


def test_a_recipient_who_left_gets_nothing_and_the_others_still_do(
    published: Issuer, treasurer: User
) -> None:
    controller = reader("controller", group="Controller")
    leave_scheduled_report(scheduled(treasurer, [treasurer, controller]), by=controller)
    send()
    assert [message.to for message in mail.outbox] == [["treasurer@example.com"]]


def test_a_recipient_who_may_no_longer_read_the_books_gets_nothing(
    published: Issuer, treasurer: User
) -> None:
    controller = reader("controller", group="Controller")
    scheduled(treasurer, [controller])
    controller.groups.clear()
    assert send() == ["Nothing is due on Nov 13, 2001."]


def test_an_account_that_was_made_inactive_gets_nothing(published: Issuer, treasurer: User) -> None:
    controller = reader("controller", group="Controller")
    scheduled(treasurer, [controller])
    User.objects.filter(pk=controller.pk).update(is_active=False)
    assert send() == ["Nothing is due on Nov 13, 2001."]


def test_a_change_counts_from_its_day_on(published: Issuer, treasurer: User) -> None:
    report = scheduled(treasurer)
    form = ScheduleForm({**as_typed(report), "rule": "fridays"})
    assert form.is_valid(), form.errors
    revise_scheduled_report(report, form.wanted(), by=treasurer, today=TODAY)
    assert send() == ["Nothing is due on Nov 13, 2001."]
    assert ScheduledReport.objects.get().rule == "fridays"


def test_only_who_scheduled_it_changes_it(published: Issuer, treasurer: User) -> None:
    report, other = scheduled(treasurer), reader("controller", group="Controller")
    with refused(f"Scheduled report {report.pk} can be changed only by treasurer."):
        pause_scheduled_report(report, by=other)


def test_an_administrator_removes_anybodys(published: Issuer, treasurer: User) -> None:
    administrator = UserFactory(group="Administrator")
    remove_anyones_scheduled_report(scheduled(treasurer), by=administrator)
    assert ScheduledReport.objects.get().removed_by == administrator


def test_nobody_who_may_not_read_the_books_becomes_a_recipient(
    published: Issuer, treasurer: User
) -> None:
    administrator = UserFactory(username="admin", group="Administrator")
    with refused("admin has no access to the books and cannot receive reports."):
        scheduled(treasurer, [administrator])


def test_a_report_that_cannot_be_made_is_told_and_tried_again(
    published: Issuer, treasurer: User
) -> None:
    report = scheduled(treasurer)
    ScheduledReport.objects.update(report="retired")
    out = StringIO()
    with pytest.raises(Exception, match="0 of 1 mail was sent; the next run tries the rest again"):
        call_command("send_digest", on="2001-11-13", stdout=out)
    assert out.getvalue() == (
        f"Not sent to treasurer <treasurer@example.com>: Scheduled report {report.pk} (retired), "
        "due on Nov 1, 2001: There is no report “retired”.\n"
    )


def test_each_period_is_one_of_the_presets() -> None:
    titles = {preset.title for preset in presets(MONDAY)}
    assert {period.label for period in ScheduledReport.Period} <= titles
    for period in ScheduledReport.Period:
        days = days_of(ScheduledReport(period=period), TODAY)
        assert days.since <= days.until <= TODAY
