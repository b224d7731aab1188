"""An exceptional day entered late: the posted sales it moves are named before, and found after.

Sold on Fri Nov 9, 2001, with Veterans Day between, a sale settles on Thu Nov 15; if Wed Nov 14
turns out to be no settlement day, the calendar gives Fri Nov 16.
"""

import tomllib
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from neoequity.books.models import ExceptionalDay
from neoequity.findings import findings
from neoequity.management.commands.prepare import PROGRAMME
from neoequity.people.models import User
from neoequity.periods.inquiry import inquire, prove
from placements.actions.delivery import deliver
from placements.actions.exceptional_day import (
    correct_exceptional_day,
    delete_exceptional_day,
    record_exceptional_day,
)
from placements.models import Placement, Sale
from placements.selectors.findings import moved_settlements
from tests.admin.typed import address, told
from tests.amendments.changing import amended
from tests.books import nothing_changes, refused
from tests.clients import logged_in
from tests.factories import PlacementFactory, UserFactory, reverse_sale, sell
from tests.pages.plain_text import links, words
from tests.periods.closings import CLOSED_ON, NOTES, anna, close

pytestmark = pytest.mark.django_db

LATE = date(2001, 11, 14)
TODAY = date(2001, 11, 30)
MOVED = (
    "Sales Agreement, sale 1, traded 2001-11-09: posted to settle on 2001-11-15; the calendar now "
    "gives 2001-11-16."
)
ASKED = (
    "This day moves the settlement date of 1 posted sale not yet delivered; what is posted keeps "
    "its date. Say why it may stay, or afterwards reverse the sale and record it again."
)
TYPED = {"day": "2001-11-14", "is_trading_day": "on", "source": "Depository closed"}
WHY = "The agent confirmed the 15th."


@pytest.fixture
def by(settings: Settings) -> User:
    settings.NEOEQUITY_TODAY = TODAY
    person: User = UserFactory(username="tom")
    return person


@pytest.fixture
def placement(by: User) -> Placement:
    accepted: Placement = PlacementFactory(accepted=True, by=by)
    return accepted


@pytest.fixture
def sale(placement: Placement, by: User) -> Sale:
    return sell(placement, by=by)


def closed_banks(**said: Any) -> ExceptionalDay:
    """November 14, 2001, on which nothing settles, not yet entered."""
    facts = {"day": LATE, "is_trading_day": True, "is_settlement_day": False, "source": "DTC"}
    return ExceptionalDay(**{**facts, **said})


def found() -> list[str]:
    return [finding.sentence for finding in findings(TODAY)]


def test_a_day_that_moves_a_posted_sale_names_it_and_is_refused(sale: Sale, by: User) -> None:
    with refused(ASKED, MOVED):
        record_exceptional_day(closed_banks(), by=by)


def test_with_a_remark_the_sale_stays_as_posted_and_is_a_finding_until_delivered(
    sale: Sale, by: User
) -> None:
    assert found() == []
    record_exceptional_day(closed_banks(), sales_stay=WHY, by=by)
    sale.refresh_from_db()
    assert sale.settlement_date == date(2001, 11, 15)
    assert found() == [MOVED]
    deliver([sale], delivered_on=date(2001, 11, 15), by=by, today=TODAY)
    assert found() == []


def test_reversed_and_recorded_again_the_sale_settles_by_the_calendar(sale: Sale, by: User) -> None:
    record_exceptional_day(closed_banks(), sales_stay="To be booked again.", by=by)
    reverse_sale(sale, on=LATE, reason="Settles on the 16th.", by=by, today=TODAY)
    assert sell(sale.placement, by=by).settlement_date == date(2001, 11, 16)
    assert found() == []


def test_a_day_that_moves_nothing_needs_no_remark(placement: Placement, by: User) -> None:
    delivered = sell(placement, by=by)
    deliver([delivered], delivered_on=date(2001, 11, 15), by=by, today=TODAY)
    gone = sell(placement, by=by)
    reverse_sale(gone, on=LATE, reason="Wrong", by=by, today=TODAY)
    sell(placement, by=by, trade_date=date(2001, 11, 19), today=TODAY)
    agreed = date(2001, 11, 20)
    sell(placement, by=by, settlement_date=agreed, settlement_reason="As agreed.")
    record_exceptional_day(closed_banks(), by=by)
    assert found() == []


def test_the_terms_are_those_known_when_the_sale_was_posted(sale: Sale, by: User) -> None:
    """Another number of days, agreed on later, is no change of the calendar."""
    amended(sale.agreement, settlement_days=2, effective_on=date(2001, 11, 1))
    assert found() == []
    with refused(ASKED, MOVED):
        record_exceptional_day(closed_banks(), by=by)


def test_a_correction_that_moves_a_sale_is_asked_for_too_and_a_known_move_is_not(
    sale: Sale, by: User
) -> None:
    day = record_exceptional_day(closed_banks(is_settlement_day=True), by=by)
    day.is_settlement_day = False
    with refused(ASKED, MOVED):
        correct_exceptional_day(day, by=by)
    correct_exceptional_day(day, sales_stay=WHY, by=by)
    day.source = "Notice of the depository"
    correct_exceptional_day(day, by=by)
    assert found() == [MOVED]


def test_a_day_is_not_deleted_while_that_moves_a_sale(placement: Placement, by: User) -> None:
    day = record_exceptional_day(closed_banks(), by=by)
    sale = sell(placement, by=by)
    assert sale.settlement_date == date(2001, 11, 16)
    back = MOVED.replace("11-15", "11-1x").replace("11-16", "11-15").replace("11-1x", "11-16")
    with refused(
        "Without this day posted sales would settle on another date. Correct it to what the "
        "calendar says, with a remark on why they may stay; then delete it.",
        back,
    ):
        delete_exceptional_day(day, by=by)
    day.is_settlement_day = True
    correct_exceptional_day(day, sales_stay=WHY, by=by)
    delete_exceptional_day(day, by=by)
    assert found() == [back]


def test_very_many_sales_are_named_in_part(placement: Placement, by: User) -> None:
    for _ in range(22):
        sell(placement, 10, by=by)
    with pytest.raises(Exception, match=r"And 2 more\.") as refusal:
        record_exceptional_day(closed_banks(), by=by)
    assert len(str(refusal.value).splitlines()) == 22


# The doors


def test_the_admin_lists_the_sales_with_both_dates_and_asks_what_to_do(sale: Sale) -> None:
    admin = logged_in(UserFactory(is_staff=True, is_superuser=True))
    with nothing_changes():
        page = admin.post(address("exceptionalday_add"), TYPED)
    said = words(page)
    assert ASKED in said
    assert "Sale 1 Sales Agreement Nov 9, 2001 Nov 15, 2001 Nov 16, 2001 Request reversal" in said
    assert f"{sale.get_absolute_url()}reverse/" in links(page)

    saved = admin.post(address("exceptionalday_add"), TYPED | {"sales_stay": WHY})
    assert saved.status_code == 302
    history = admin.get(address("exceptionalday_history_of_all")).context["entries"]
    assert history[0].why == WHY
    assert found() == [MOVED]


def test_the_admin_deletes_no_day_that_moves_a_sale(placement: Placement, by: User) -> None:
    day = record_exceptional_day(closed_banks(), by=by)
    sell(placement, by=by)
    admin = logged_in(UserFactory(is_staff=True, is_superuser=True))
    chosen = {"action": "delete_selected", "_selected_action": day.pk, "post": "yes"}
    for page, typed in (("delete", {"post": "yes"}), ("changelist", chosen)):
        where = address(f"exceptionalday_{page}", *([day.pk] if page == "delete" else []))
        response: Any = admin.post(where, typed)
        assert "Without this day posted sales would settle" in told(admin, response.url)[0]
    assert ExceptionalDay.objects.exists()


def with_late_day(tmp_path: Path, further: str = "") -> str:
    """The shipped programme, with the day entered at its end."""
    content = PROGRAMME.read_text()
    tomllib.loads(content)
    file = tmp_path / "programme.toml"
    file.write_text(
        f"{content}\n[[exceptional_day]]\nday = 2001-11-14\nis_trading_day = true\n"
        f'is_settlement_day = false\nsource = "DTC"\n{further}'
    )
    return str(file)


def test_a_programme_file_is_refused_without_a_remark_and_taken_with_one(
    by: User, tmp_path: Path
) -> None:
    said = StringIO()
    call_command("load_programme", str(PROGRAMME), with_history=True, stdout=said)
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        call_command("load_programme", with_late_day(tmp_path), stdout=said)
    first, *named = str(refusal.value).splitlines()
    assert first.startswith("Exceptional day 2001-11-14: This day moves the settlement date of 2 ")
    assert all("posted to settle on 2001-11-15" in sentence for sentence in named)

    file = with_late_day(tmp_path, f'sales_stay = "{WHY}"\n')
    for _ in range(2):
        call_command("load_programme", file, stdout=said)
    moved = [sentence for sentence in found() if "the calendar now gives 2001-11-16" in sentence]
    assert len(moved) == 2


# Where it shows


def test_verify_ledger_prints_it_among_the_findings(sale: Sale, by: User) -> None:
    record_exceptional_day(closed_banks(), sales_stay=WHY, by=by)
    said = StringIO()
    call_command("verify_ledger", stdout=said)
    assert said.getvalue().splitlines()[:2] == ["Findings:", MOVED]


def test_the_settlements_page_shows_it_until_it_is_delivered(sale: Sale, by: User) -> None:
    reader: Client = logged_in(by)
    shown = (
        "Sale 1 of the Sales Agreement, traded Nov 9, 2001: posted to settle on Nov 15, 2001; the "
        "calendar now gives Nov 16, 2001."
    )
    assert shown not in words(reader.get("/settlements/"))
    record_exceptional_day(closed_banks(), sales_stay=WHY, by=by)
    assert shown in words(reader.get("/settlements/"))
    deliver([sale], delivered_on=date(2001, 11, 15), by=by, today=TODAY)
    assert shown not in words(reader.get("/settlements/"))


def test_the_page_of_the_sale_says_what_the_calendar_gives_now(sale: Sale, by: User) -> None:
    reader: Client = logged_in(by)
    shown = "the calendar now gives Nov 16, 2001. What is posted keeps its date."
    assert shown not in words(reader.get(sale.get_absolute_url()))
    record_exceptional_day(closed_banks(), sales_stay=WHY, by=by)
    page = words(reader.get(sale.get_absolute_url()))
    assert shown in page
    # The count goes on to the day that the calendar gives.
    assert "Thu Nov 15, 2001 ordinary day 2 Fri Nov 16, 2001 ordinary day 3" in page


def test_a_closing_needs_a_note_on_it(sale: Sale, by: User) -> None:
    record_exceptional_day(closed_banks(), sales_stay=WHY, by=by)
    anna()
    without = {name: note for name, note in NOTES.items() if name != "findings"}
    with refused(
        "1 finding stands on Dec 31, 2001, to be settled or explained. Say in a note why that may "
        "stay."
    ):
        close(accepted=without, inquire=inquire, prove=prove, today=CLOSED_ON)
    assert close("2001-10", accepted=without, inquire=inquire, prove=prove).number == 1


def test_what_is_read_does_not_grow_with_what_was_sold(
    placement: Placement, by: User, django_assert_num_queries: Any
) -> None:
    sell(placement, by=by)
    record_exceptional_day(closed_banks(), sales_stay=WHY, by=by)
    for _ in range(3):
        sold = sell(placement, 10, "4.50", by=by, gross=Decimal("45.00"))
        deliver([sold], delivered_on=date(2001, 11, 16), by=by, today=TODAY)
    with django_assert_num_queries(5):
        assert len(moved_settlements()) == 1
