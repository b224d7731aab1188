"""A closing needs a note on findings and on warrants owed, by action, command, page and admin."""

from typing import Any

import pytest
from django.core.management import CommandError
from django.test import Client

from neoequity.books.models import Closing
from neoequity.people.models import User
from neoequity.periods.inquiry import inquire, prove
from tests.books import nothing_changes, refused
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.findings.test_command import LIMIT, OVER_ISSUED
from tests.pages.plain_text import words
from tests.periods.closings import NOTES, anna, close
from tests.periods.test_commands import say
from tests.warrants.factories import issued_warrant, sold_placement
from warrants.models import Warrant

WHY = " Say in a note why that may stay."
FOUND = "2 findings stand on Dec 31, 2001, to be settled or explained."
OWED = "1 warrant is due and not issued on Dec 31, 2001."
CLOSE = "/periods/close/?issuer=neotherapeutics&period=2001Q4"


def without(topic: str) -> dict[str, str]:
    """The notes but for that on one topic."""
    return {name: note for name, note in NOTES.items() if name != topic}


def checklist_of(closing: Closing) -> dict[str, dict[str, Any]]:
    return {item["topic"]: item for item in closing.checklist}


def close_with(notes: dict[str, str]) -> Closing:
    """The quarter, closed with the inquiry and the proof of the house."""
    return close(accepted=notes, inquire=inquire, prove=prove)


def test_findings_need_a_note_and_stay_on_the_checklist(over_issued: Warrant) -> None:
    anna()
    with refused(FOUND + WHY):
        close_with(without("findings"))

    item = checklist_of(close_with(NOTES))["findings"]
    assert (item["found"], item["sentence"], item["note"]) == (2, FOUND, NOTES["findings"])
    assert item["lines"] == [OVER_ISSUED, LIMIT]


def test_warrants_owed_need_a_note_and_are_told_once(office: User) -> None:
    sold_placement(by=office)
    anna()
    with refused(OWED + WHY):
        close_with(without("warrants"))

    items = checklist_of(close_with(NOTES))
    (line,) = items["warrants"]["lines"]
    assert line == (
        "Placement 1 of the Sales Agreement: 1,000 warrant shares to Cantor Fitzgerald & Co., due "
        "by 2001-11-22 (overdue)"
    )
    assert items["findings"]["found"] == 0


def test_what_is_issued_by_the_end_of_the_period_is_not_owed(office: User) -> None:
    issued_warrant(by=office)
    item = checklist_of(close_with(without("warrants")))["warrants"]
    assert item["sentence"] == "Every warrant that was due by Dec 31, 2001 is issued."


def test_a_finding_of_a_later_day_is_not_on_the_checklist(over_issued: Warrant) -> None:
    """The sale was reversed on 20 November, so October knows nothing of it."""
    item = checklist_of(close("2001-10", accepted=NOTES, inquire=inquire, prove=prove))["findings"]
    assert item["found"] == 0


def test_the_command_takes_the_notes_by_topic(over_issued: Warrant) -> None:
    anna()
    told = [f"--note={topic}={note}" for topic, note in without("findings").items()]
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        say("close_period", "2001Q4", "--user", "anna", *told)
    assert str(refusal.value) == FOUND + WHY

    said = say("close_period", "2001Q4", "--user", "anna", *told, "--note", "findings=Cancelled.")
    assert FOUND in said.splitlines()


def test_the_page_asks_for_the_notes_and_shows_them(over_issued: Warrant) -> None:
    controller = logged_in(anna())
    page = words(controller.get(CLOSE))
    led = "Go to Warrants owed and over-issued or Settlements. List of 2"
    assert f"Findings open {FOUND} {led} Sales Agreement, placement 1: 1,000" in page
    assert "Warrants owed in order Every warrant that was due by Dec 31, 2001 is issued." in page

    response = controller.post(CLOSE, without("findings"))
    assert response.status_code == 422
    assert FOUND + WHY in words(response)

    closed = words(controller.post(CLOSE, NOTES, follow=True))
    assert f"Note of anna: {NOTES['findings']}" in closed


def test_the_admin_shows_the_checklist_of_a_closing(over_issued: Warrant) -> None:
    closing = close_with(NOTES)
    chief: Client = logged_in(UserFactory(is_staff=True, is_superuser=True))
    page = words(chief.get(f"/admin/books/closing/{closing.pk}/change/"))
    assert f"Findings {FOUND} {OVER_ISSUED} {LIMIT} Note: {NOTES['findings']}" in page
