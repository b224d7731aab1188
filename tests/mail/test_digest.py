"""The morning digest and single notices: what they say, to whom, and when nothing is sent."""

import re
from datetime import date
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from neoequity.books.models import ExceptionalDay
from neoequity.mail.actions import choose_mail
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from placements.models import Sale
from tests.factories import TODAY, PlacementFactory, UserFactory, attached, sell
from tests.mail.readers import reader, send, with_digest
from tests.worlds import built_once

SATURDAY, HOLIDAY = date(2001, 11, 10), date(2001, 11, 22)
ASKED = "neoequity.mail.due.notices_for"
NOTHING = ["Nothing is due on Nov 13, 2001."]


@built_once
def sold(db: None) -> Sale:
    """One sale, which settles on Nov 15, with its papers."""
    by = UserFactory(username="clerk")
    placement = PlacementFactory(accepted=True, by=by)
    attached(placement, "acceptance", by=by)
    sale = sell(placement, by=by)
    attached(sale, "notice", by=by)
    return sale


def the_mail() -> EmailMultiAlternatives:
    """The one mail that was sent."""
    [message] = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def notice(kind: Kind, record: str, urgency: Urgency = Urgency.URGENT, **changes: str) -> Notice:
    told = {"text": f"{kind.heading}: {record}.", "href": f"/{record}/", **changes}
    return Notice(kind, told["text"], told["href"], urgency, TODAY, record)


def test_the_digest_of_a_worked_day_reads_so(sold: Sale) -> None:
    with_digest("treasurer")
    assert send() == [
        "Sent to treasurer <treasurer@example.com>: 2 items need your attention, Nov 13, 2001"
    ]
    message = the_mail()
    assert message.subject == "2 items need your attention, Nov 13, 2001"
    assert message.from_email == "NeoEquity <neoequity@example.com>"
    assert message.body == (
        "2 items need your attention, Nov 13, 2001\n"
        "\n"
        "Soon\n"
        "\n"
        "- Placement 1 under the Sales Agreement, agreed on Oct 1, 2001, has no supplement on "
        "record.\n"
        "  https://equity.example.com/company/filings/?issuer=neotherapeutics\n"
        "- 1 sale under the Sales Agreement settles on Nov 15, 2001: $3,840.00 net.\n"
        "  https://equity.example.com/settlements/\n"
        "\n"
        "-- \n"
        "You chose to receive the morning digest by mail.\n"
        "Change mail preferences: https://equity.example.com/accounts/mail/\n"
    )


def test_what_is_urgent_comes_first_and_what_is_for_information_last(sold: Sale) -> None:
    with_digest("treasurer")
    told = [
        notice(Kind.WARRANT_OVERDUE, "warrants"),
        notice(Kind.FILING_DUE, "10-Q", Urgency.SOON),
        notice(Kind.PERIOD_OPEN, "october", Urgency.INFORMATION),
    ]
    with patch(ASKED, return_value=told):
        send()
    assert the_mail().body == (
        "2 items need your attention, Nov 13, 2001\n"
        "\n"
        "Urgent\n"
        "\n"
        "- Warrants overdue: warrants.\n"
        "  https://equity.example.com/warrants/\n"
        "\n"
        "Soon\n"
        "\n"
        "- Filings due: 10-Q.\n"
        "  https://equity.example.com/10-Q/\n"
        "\n"
        "For your information\n"
        "\n"
        "- Open periods: october.\n"
        "  https://equity.example.com/october/\n"
        "\n"
        "-- \n"
        "You chose to receive the morning digest by mail.\n"
        "Change mail preferences: https://equity.example.com/accounts/mail/\n"
    )


def test_the_html_says_the_same_and_asks_nothing_of_another_machine(sold: Sale) -> None:
    with_digest("treasurer")
    send()
    message = the_mail()
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    page = str(html)
    links = re.findall(r'href="([^"]+)"', page)
    assert [link.replace("&amp;", "&") for link in links] == re.findall(
        r"https://\S+", str(message.body)
    )
    plain = re.sub(r"<[^>]+>", "", page)
    assert "1 sale under the Sales Agreement settles on Nov 15, 2001: $3,840.00 net." in plain
    assert not re.search(r"<(img|script|link|iframe)|src=|url\(|@import", page)


def test_what_a_name_holds_is_text_in_the_html(sold: Sale) -> None:
    with_digest("treasurer")
    told = [notice(Kind.SALES_BLOCKED, "a", text="<b>Sales & more</b> are blocked.")]
    with patch(ASKED, return_value=told):
        send()
    message = the_mail()
    assert "&lt;b&gt;Sales &amp; more&lt;/b&gt; are blocked." in str(message.alternatives[0][0])
    assert "- <b>Sales & more</b> are blocked.\n" in str(message.body)


@pytest.mark.parametrize(
    ("urgencies", "subject"),
    [
        ([Urgency.URGENT], "1 item needs your attention, Nov 13, 2001"),
        ([Urgency.URGENT, Urgency.SOON], "2 items need your attention, Nov 13, 2001"),
        ([Urgency.SOON, Urgency.INFORMATION], "1 item needs your attention, Nov 13, 2001"),
        ([Urgency.INFORMATION], "1 item for your information, Nov 13, 2001"),
        ([Urgency.INFORMATION] * 2, "2 items for your information, Nov 13, 2001"),
    ],
)
def test_the_subject_counts_what_needs_the_person(
    sold: Sale, urgencies: list[Urgency], subject: str
) -> None:
    with_digest("treasurer")
    told = [notice(Kind.FILING_DUE, str(n), urgency) for n, urgency in enumerate(urgencies)]
    with patch(ASKED, return_value=told):
        send()
    assert the_mail().subject == subject


def test_nothing_is_sent_when_there_is_nothing_to_say(db: None) -> None:
    with_digest("treasurer")
    assert send() == NOTHING


def test_nobody_gets_a_digest_without_having_chosen_it(sold: Sale) -> None:
    reader("treasurer")
    assert send() == NOTHING


def test_whoever_chose_never_gets_none(sold: Sale) -> None:
    choose_mail(digest=False, at_once=[], by=with_digest("treasurer"))
    assert send() == NOTHING


def test_an_address_that_is_not_confirmed_gets_nothing(sold: Sale) -> None:
    with_digest("treasurer", confirmed=False)
    assert send() == NOTHING


def test_who_may_no_longer_read_the_books_gets_nothing(sold: Sale) -> None:
    with_digest("treasurer").groups.clear()
    assert send() == NOTHING


@pytest.mark.parametrize("day", [SATURDAY, HOLIDAY])
def test_there_is_no_digest_when_markets_and_banks_are_closed(sold: Sale, day: date) -> None:
    with_digest("treasurer")
    with patch("neoequity.mail.management.commands.send_digest.today", return_value=day):
        assert send(day)[0].startswith("Nothing is due on ")
    assert mail.outbox == []


def test_there_is_no_digest_on_an_exceptional_day(sold: Sale) -> None:
    with_digest("treasurer")
    ExceptionalDay.objects.create(
        day=TODAY, is_trading_day=False, is_settlement_day=False, source="a notice"
    )
    assert send() == NOTHING


def test_a_notice_that_was_chosen_comes_by_itself(sold: Sale) -> None:
    choose_mail(digest=False, at_once=[Kind.SETTLEMENT_DUE], by=reader("treasurer"))
    assert send() == [
        (
            "Sent to treasurer <treasurer@example.com>: 1 sale under the Sales Agreement settles "
            "on Nov 15, 2001: $3,840.00 net."
        )
    ]
    assert the_mail().body == (
        "1 sale under the Sales Agreement settles on Nov 15, 2001: $3,840.00 net.\n"
        "\n"
        "Open page: https://equity.example.com/settlements/\n"
        "\n"
        "-- \n"
        "You chose to receive these notices at once by mail: Settlements due.\n"
        "Change mail preferences: https://equity.example.com/accounts/mail/\n"
    )


def test_a_long_notice_has_a_short_subject_and_is_whole_in_the_letter(sold: Sale) -> None:
    choose_mail(digest=False, at_once=[Kind.WARRANT_OVERDUE], by=reader("treasurer"))
    sentence = f"Placement 1: {'10,480 shares and ' * 20}no more."
    with patch(ASKED, return_value=[notice(Kind.WARRANT_OVERDUE, "a", text=sentence)]):
        send()
    assert len(the_mail().subject) <= 150
    assert the_mail().subject.endswith("10,480…")
    assert str(the_mail().body).startswith(f"{sentence}\n")


def test_notices_about_long_names_come_once_each(sold: Sale) -> None:
    person = reader("treasurer")
    choose_mail(digest=False, at_once=[Kind.OFFER_CLASH], by=person)
    found = [notice(Kind.OFFER_CLASH, f"{'x' * 250}{number}") for number in (1, 2)]
    with patch(ASKED, return_value=found):
        assert [len(send()), len(mail.outbox)] == [2, 2]
        assert send() == NOTHING


def test_a_single_notice_comes_on_a_closed_day_too(sold: Sale) -> None:
    choose_mail(digest=True, at_once=[Kind.SALES_BLOCKED], by=reader("treasurer"))
    told = [notice(Kind.SALES_BLOCKED, "a")]
    with patch(ASKED, return_value=told):
        send(SATURDAY)
    assert the_mail().subject == "Sales blocked: a."


def test_a_notice_is_mailed_once_however_long_it_stands(sold: Sale) -> None:
    choose_mail(digest=False, at_once=[Kind.SETTLEMENT_DUE], by=reader("treasurer"))
    send(date(2001, 11, 12))
    assert send() == NOTHING


def test_a_digest_is_sent_once_a_day_and_again_the_next(sold: Sale) -> None:
    with_digest("treasurer")
    send(date(2001, 11, 12))
    send(date(2001, 11, 12))
    send()
    assert [message.subject for message in mail.outbox] == [
        "2 items need your attention, Nov 12, 2001",
        "2 items need your attention, Nov 13, 2001",
    ]


def test_a_dry_run_says_what_is_due_and_sends_nothing(sold: Sale) -> None:
    with_digest("treasurer")
    said = (
        "Would send to treasurer <treasurer@example.com>: 2 items need your attention, Nov 13, 2001"
    )
    assert send(dry_run=True) == [said]
    assert mail.outbox == []
    assert send(dry_run=True) == [said]


def test_a_day_in_the_future_is_refused(db: None) -> None:
    with pytest.raises(Exception, match=r"^Nov 14, 2001 is in the future; today is Nov 13, 2001\."):
        send(date(2001, 11, 14))
