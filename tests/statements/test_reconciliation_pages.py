"""Reconciliation in the browser: the sides of a month, one item by item, sign-off and alarm."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.periods.rules import month
from neoequity.notices.asking import notices_for
from neoequity.notices.notice import Urgency
from neoequity.periods.inquiry import inquire
from neoequity.statements.models import SignOff
from tests.clients import logged_in
from tests.factories import UserFactory, sell, usual
from tests.notices.conftest import NOON
from tests.statements.signing import (
    DEC_3,
    NOVEMBER,
    Desk,
    charged,
    looked_after,
    shown,
    signed,
)

LIST = "/statements/reconciliations/?period=2001-11"
BANK = "/statements/reconciliations/sales-agreement/bank/2001-11/"
SIGN = f"{BANK}sign-off/"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = DEC_3


@pytest.fixture
def browser(db: None) -> Client:
    return logged_in(usual("Controller"))


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_list_has_each_side_with_its_balances(matched: Desk, browser: Client) -> None:
    page = text_of(browser.get(LIST))
    assert f'<a href="{BANK}">Bank</a>' in page
    assert '<td class="num" data-label="Ours">$3,840.00</td>' in page
    assert "not signed off" in page


def test_the_list_without_senders_leads_to_recording_one(browser: Client) -> None:
    page = text_of(browser.get(LIST))
    assert "no sender of statements is recorded" in page
    assert "Record a sender" in page


def test_a_month_that_is_none_is_told(desk: Desk, browser: Client) -> None:
    answer = browser.get("/statements/reconciliations/?period=2001-13")
    assert answer.status_code == 400
    assert "is not a quarter such as 2001Q4 or a month such as 2001-10" in text_of(answer)


@pytest.mark.parametrize("end", ["broker/2001-11/", "bank/2001-13/", "bank/november/"])
def test_a_side_or_month_that_is_none_is_not_found(desk: Desk, browser: Client, end: str) -> None:
    assert browser.get(f"/statements/reconciliations/sales-agreement/{end}").status_code == 404


def test_every_item_leads_to_its_record(desk: Desk, browser: Client) -> None:
    page = text_of(browser.get(BANK))
    assert '<a href="/sales/sales-agreement/1/">Sale 1</a>' in page
    assert desk.line.get_absolute_url() in page
    assert "2 items open as of Nov 30, 2001, 2 without an explanation." in page


def test_what_is_not_explained_is_told_instead_of_the_form(desk: Desk, browser: Client) -> None:
    page = text_of(browser.get(BANK))
    assert "Match it, accept the difference, or assign it to somebody" in page
    assert "Sign off reconciliation" not in page


def test_a_controller_signs_off_what_is_shown(matched: Desk, browser: Client) -> None:
    assert "Sign off reconciliation" in text_of(browser.get(BANK))
    digest = shown(matched.agreement, "bank")
    answer = browser.post(SIGN, {"shown": digest, "note": "Compared with the account."})
    row = SignOff.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    page = text_of(browser.get(answer["Location"]))
    assert "Compared with the account." in page
    assert row.digest in page
    assert "signed off by" in text_of(browser.get(BANK))


def test_what_was_not_shown_is_not_signed_off(matched: Desk, browser: Client) -> None:
    answer = browser.post(SIGN, {"shown": "0" * 64, "note": ""})
    assert answer.status_code == 422
    assert "The reconciliation changed since this page was opened" in text_of(answer)
    assert not SignOff.objects.exists()


def test_who_may_not_sign_off_sees_no_form(matched: Desk) -> None:
    reader = logged_in(UserFactory(group="Auditor"))
    assert "Sign off reconciliation" not in text_of(reader.get(BANK))
    assert reader.post(SIGN, {"shown": shown(matched.agreement, "bank")}).status_code == 403


def test_another_day_shows_the_month_as_far_as_the_day(matched: Desk, browser: Client) -> None:
    page = text_of(browser.get(f"{BANK}?as_of=2001-11-14"))
    assert "Nothing is open as of Nov 14, 2001." in page
    assert "Sign off reconciliation" not in page


def test_what_moved_a_sign_off_stands_above_it(matched: Desk, browser: Client) -> None:
    row = signed(matched.agreement)
    sell(matched.placement, trade_date=date(2001, 11, 12), today=DEC_3)
    sentence = "Sale 2 (Nov 15, 2001) was not part of the signed-off figures"
    for address in (BANK, row.get_absolute_url()):
        assert sentence in text_of(browser.get(address))
    assert "moved since Dec 3, 2001" in text_of(browser.get(LIST))


def test_a_superseded_sign_off_names_the_later_one(matched: Desk, browser: Client) -> None:
    first, second = signed(matched.agreement), signed(matched.agreement)
    assert f'Superseded by <a href="{second.get_absolute_url()}">' in text_of(
        browser.get(first.get_absolute_url())
    )


def test_queries_do_not_grow_with_the_rows(matched: Desk, browser: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(BANK).status_code == 200
        return len(asked)

    before = queries()
    for _ in range(3):
        sell(matched.placement, today=DEC_3)
    assert queries() == before


# The alarm elsewhere


def test_the_alarm_is_an_urgent_notice_until_there_is_a_new_sign_off(matched: Desk) -> None:
    def told() -> list[Any]:
        found = notices_for(usual("Controller"), DEC_3, today=DEC_3, now=NOON)
        return [each for each in found if each.kind == "reconciliation_moved"]

    signed(matched.agreement)
    assert told() == []
    looked_after("bank", line=charged(matched))
    [notice] = told()
    assert notice.urgency is Urgency.URGENT
    assert notice.href == BANK
    assert notice.text.startswith(
        "Bank of the Sales Agreement, November 2001: 1 change since the sign-off of Dec 3, 2001. "
    )
    signed(matched.agreement)
    assert told() == []


def on_the_checklist(desk: Desk, period: Any = NOVEMBER) -> Any:
    [item] = [
        item for item in inquire(desk.agreement.issuer, period) if item.topic == "reconciliations"
    ]
    return item


def test_the_checklist_has_what_is_not_signed_off(matched: Desk) -> None:
    item = on_the_checklist(matched)
    assert item.sentence == "1 reconciliation is not signed off, or moved since."
    [line] = item.lines
    assert (line, line.url) == ("Bank of the Sales Agreement, 2001-11: not signed off", BANK)
    assert item.needs_a_note


def test_the_checklist_has_what_moved_since(matched: Desk) -> None:
    signed(matched.agreement)
    assert on_the_checklist(matched).sentence == (
        "Every reconciliation of the period is signed off, and nothing has moved since."
    )
    charged(matched)
    [line] = on_the_checklist(matched).lines
    assert line.startswith(
        "Bank of the Sales Agreement, 2001-11: moved since it was signed off on Dec 3, 2001. Line "
    )


def test_the_checklist_of_months_before_the_first_statement_asks_for_nothing(desk: Desk) -> None:
    assert on_the_checklist(desk, month(2001, 10)).found == 0
