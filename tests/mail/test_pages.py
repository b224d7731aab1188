"""The pages of mail: a person's choice, and the scheduled reports."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Issuer
from neoequity.mail.models import MailChoice, ScheduledReport, SentMail
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.mail.readers import reader, scheduled
from tests.pages.plain_text import breaks_the_policy, words
from tests.worlds import built_once


@built_once
def report(published: Issuer, treasurer: User) -> ScheduledReport:
    return scheduled(treasurer)


@pytest.fixture
def browser(treasurer: User) -> Client:
    return logged_in(treasurer)


def typed(treasurer: User, **changes: object) -> dict[str, object]:
    """What the form of a new scheduled report sends."""
    return {
        "report": "supplement",
        "scope": "agreement:sales-agreement",
        "period": "two_weeks",
        "form": "pdf",
        "rule": "second_fridays",
        "starts_on": "2001-11-09",
        "recipients": [treasurer.pk],
        **changes,
    }


def test_a_person_chooses_on_the_page(treasurer: User, browser: Client) -> None:
    sent = {"digest": "morning", "at_once": ["settlement_overdue", "approval_waiting"]}
    page = browser.post("/accounts/mail/", sent, follow=True)
    assert "Mail preferences saved." in words(page)
    choice = MailChoice.objects.get(person=treasurer)
    assert choice.digest
    assert choice.at_once == ["approval_waiting", "settlement_overdue"]


def test_the_page_shows_what_was_chosen(treasurer: User, browser: Client) -> None:
    browser.post("/accounts/mail/", {"digest": "morning", "at_once": ["settlement_overdue"]})
    html = browser.get("/accounts/mail/").content.decode()
    assert '<option value="morning" selected>' in html
    assert 'value="settlement_overdue" checked>' in html
    assert 'value="settlement_due" checked>' not in html


def test_a_kind_that_there_is_not_is_refused(browser: Client) -> None:
    page = browser.post("/accounts/mail/", {"digest": "never", "at_once": ["gossip"]})
    assert page.status_code == 422
    assert "gossip is not a kind of notice." in words(page)


def test_the_choice_keeps_the_confirmed_address(treasurer: User, browser: Client) -> None:
    browser.post("/accounts/mail/", {"digest": "never"})
    choice = MailChoice.objects.get(person=treasurer)
    assert choice.confirmed_address == "treasurer@example.com"


def test_the_page_lists_what_was_sent_to_this_person_alone(
    treasurer: User, browser: Client
) -> None:
    for person in (treasurer, reader("controller", group="Controller")):
        subject = f"For {person}"
        SentMail.objects.create(person=person, key="digest:1", subject=subject, address="a@b.com")
    page = words(browser.get("/accounts/mail/"))
    assert "For treasurer" in page
    assert "For controller" not in page


def test_the_menu_of_the_account_leads_to_mail(browser: Client) -> None:
    assert 'href="/accounts/mail/">Mail</a>' in browser.get("/accounts/mail/").content.decode()


def test_an_empty_list_leads_on(published: Issuer, browser: Client) -> None:
    page = browser.get("/mail/")
    assert "No reports are scheduled. Schedule a report" in words(page)


def test_a_report_is_scheduled_on_the_page(
    published: Issuer, treasurer: User, browser: Client
) -> None:
    page = browser.post("/mail/new/", typed(treasurer), follow=True)
    assert "Report scheduled." in words(page)
    made = ScheduledReport.objects.get()
    assert made.agreement is not None
    assert (made.agreement.slug, made.report, made.created_by) == (
        "sales-agreement",
        "supplement",
        treasurer,
    )
    assert "Every second Friday Nov 23, 2001 treasurer treasurer" in words(page)


def test_a_report_without_recipients_is_refused_by_a_sentence(
    published: Issuer, treasurer: User, browser: Client
) -> None:
    page = browser.post("/mail/new/", typed(treasurer, recipients=[]))
    assert page.status_code == 422
    assert "Choose at least one recipient." in words(page)


def test_recipients_are_those_who_may_read_reports(
    published: Issuer, treasurer: User, browser: Client
) -> None:
    administrator = UserFactory(username="keeper", group="Administrator")
    assert "keeper" not in words(browser.get("/mail/new/"))
    page = browser.post("/mail/new/", typed(treasurer, recipients=[administrator.pk]))
    assert "Choose recipients with access to reports." in words(page)


def test_who_has_not_confirmed_an_address_is_marked(published: Issuer, browser: Client) -> None:
    reader("controller", group="Controller", confirmed=False)
    assert "controller (address not confirmed)" in words(browser.get("/mail/new/"))


def test_a_report_is_changed_paused_resumed_and_removed(
    report: ScheduledReport, treasurer: User, browser: Client
) -> None:
    at = f"/mail/{report.pk}/"
    browser.post(at, typed(treasurer))
    report.refresh_from_db()
    assert report.report == "supplement"
    browser.post(f"{at}pause/")
    assert "paused" in words(browser.get("/mail/"))
    browser.post(f"{at}resume/")
    report.refresh_from_db()
    assert report.paused_at is None
    browser.post(f"{at}remove/")
    assert "No reports are scheduled." in words(browser.get("/mail/"))
    assert browser.get(at).status_code == 404


def test_another_reader_sees_it_and_cannot_change_it(report: ScheduledReport) -> None:
    other = logged_in(reader("auditor", group="Auditor"))
    assert "Commission statement" in words(other.get("/mail/"))
    assert other.get(f"/mail/{report.pk}/").status_code == 403
    assert other.post(f"/mail/{report.pk}/remove/").status_code == 403


def test_send_me_this_now_mails_it_to_who_asks(report: ScheduledReport) -> None:
    other = logged_in(reader("auditor", group="Auditor"))
    page = other.post(f"/mail/{report.pk}/send/", follow=True)
    assert "was sent to auditor@example.com." in words(page)
    [message] = mail.outbox
    assert message.to == ["auditor@example.com"]
    assert message.attachments[0][0] == "commission-2001-10-01-2001-10-31.csv"


def test_send_me_this_now_asks_for_a_confirmed_address(report: ScheduledReport) -> None:
    other = logged_in(reader("auditor", group="Auditor", confirmed=False))
    page = other.post(f"/mail/{report.pk}/send/", follow=True)
    assert "Confirm your email address first, on the page “Mail”." in words(page)
    assert mail.outbox == []


def test_what_was_asked_for_now_does_not_take_the_place_of_what_falls_due(
    report: ScheduledReport, browser: Client
) -> None:
    browser.post(f"/mail/{report.pk}/send/")
    key = SentMail.objects.get().key
    assert key.startswith(f"report:{report.pk}:asked:")


def test_an_administrator_sees_that_reports_are_scheduled_and_removes_one(
    report: ScheduledReport,
) -> None:
    administrator = logged_in(UserFactory(group="Administrator"))
    page = administrator.get("/people/scheduled-reports/")
    assert "Commission statement All agreements Last month CSV" in words(page)
    administrator.post(f"/people/scheduled-reports/{report.pk}/remove/")
    assert "No reports are scheduled." in words(administrator.get("/people/scheduled-reports/"))


def test_nothing_is_changed_while_another_day_is_shown(
    report: ScheduledReport, browser: Client
) -> None:
    assert browser.post(f"/mail/{report.pk}/pause/?as_of=2001-11-12").status_code == 409
    assert "Send me this report" not in words(browser.get("/mail/?as_of=2001-11-12"))


@pytest.mark.parametrize("path", ["/accounts/mail/", "/mail/", "/mail/new/"])
def test_a_page_asks_as_often_for_more_people_and_reports(
    report: ScheduledReport, treasurer: User, browser: Client, path: str
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    before = asked()
    others = [reader(f"reader-{n}", group="Auditor", confirmed=n % 2 == 0) for n in range(6)]
    for _ in range(4):
        scheduled(treasurer, others)
    assert asked() == before


@pytest.mark.parametrize("path", ["/accounts/mail/", "/mail/", "/mail/new/"])
def test_a_page_brings_no_inline_style_or_script(
    report: ScheduledReport, browser: Client, path: str
) -> None:
    assert breaks_the_policy(browser.get(path)) == []
