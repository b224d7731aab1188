"""The report of controls: the evidence of a period, counted from the rows."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from neoequity.books.approvals.actions import reject
from neoequity.clock import real_day
from neoequity.people.models import User
from neoequity.reports.controls import CONTROLS
from neoequity.reports.scope import asked_for
from placements.actions.delivery import deliver
from placements.actions.placement import ask_proposal
from placements.models import Placement
from tests.clients import logged_in
from tests.constraints.rows import run
from tests.factories import PlacementFactory, UserFactory, sell, usual
from tests.people.doors import PASSWORD, log_in
from tests.periods.closings import CLOSED_ON, close, reopen
from tests.reports.made import lines_of, rows_of
from tests.roles import owner
from tests.worlds import built_once

SINCE, UNTIL = date(2001, 10, 1), date(2001, 12, 31)


@pytest.fixture(autouse=True)
def _after_the_year(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = CLOSED_ON


@built_once
def placement(db: None) -> Placement:
    """An accepted placement, whose proposal a CFO approved."""
    return PlacementFactory(accepted=True, by=UserFactory(username="treasurer"))


@built_once
def treasurer(placement: Placement) -> User:
    return placement.status_by


def controls(since: date = SINCE, until: date = UNTIL, **options: str) -> dict[str, dict[str, str]]:
    """Each control of the report by its name; those of rules are left out."""
    lines = lines_of("controls", since, until, **options)
    return {line["control"]: line for line in lines if not line["area"].startswith("Hard limits:")}


def evidence(name: str, **options: str) -> tuple[str, str, str]:
    """What the report says of a control, its count and its exceptions."""
    line = controls(SINCE, UNTIL, **options)[name]
    return line["evidence"], line["count"], line["exceptions"]


def real(name: str) -> tuple[str, str, str]:
    """The same of a control that the server's clock dates, for today."""
    asked = asked_for(real_day(), real_day(), real_day())
    row = next(row for row in rows_of(CONTROLS.build(asked).data) if row[1] == name)
    return str(row[4]), str(row[5]), str(row[6])


def test_every_rule_stands_in_the_report_with_what_keeps_it(placement: Placement) -> None:
    line = next(
        line
        for line in lines_of("controls", SINCE, UNTIL)
        if line["control"] == "A capacity is more than $0"
    )
    assert line == {
        "area": "Hard limits: Terms of an agreement",
        "control": "A capacity is more than $0",
        "description": "A capacity is more than $0.",
        "kept_by": "constraint capacity_is_positive; limits.reasons_against_limits",
        "evidence": "In place.",
        "count": "1",
        "exceptions": "0",
    }


def test_a_guard_that_was_switched_off_is_an_exception(placement: Placement) -> None:
    with owner():
        run("ALTER TABLE placements_agreement DROP CONSTRAINT capacity_is_positive")
    found, _, exceptions = evidence("Guards of the database")
    assert exceptions == "1"
    assert found.endswith("The rule “capacity_is_positive” of the table placements_agreement is "
                          "missing.")  # fmt: skip


def test_requests_are_counted_by_how_they_ended(placement: Placement, treasurer: User) -> None:
    draft = PlacementFactory(agreement=placement.agreement, by=treasurer)
    reject(ask_proposal(draft, by=treasurer), by=usual("CFO"), note="Too many shares.")
    assert evidence("Second person") == (
        "2 requests: 1 approved, 1 rejected; none approved or rejected by the person who made it.",
        "2",
        "0",
    )


def test_a_request_belongs_to_the_day_that_it_posts_to(placement: Placement) -> None:
    before = controls(date(2001, 4, 1), date(2001, 6, 30))
    assert before["Second person"]["count"] == "0"


def test_a_closing_is_evidence_with_its_proof(placement: Placement) -> None:
    close("2001-10")
    assert evidence("Closings") == (
        "1 closing. Over and not closed: November 2001, December 2001.",
        "1",
        "2",
    )
    assert evidence("Proof of the ledger") == ("The ledger agrees: all of it.", "1", "0")


def test_a_reopening_is_an_exception(placement: Placement) -> None:
    reopen(close())
    assert evidence("Reopenings") == ("1 reopening.", "1", "1")


def test_the_head_that_a_closing_stored_still_stands(placement: Placement) -> None:
    closing = close()
    found, count, exceptions = evidence("Chain of seals")
    assert found == (
        f"At the last closing {closing.head_position:,} entries, {closing.head_digest}; every head "
        "still stands."
    )
    assert (count, exceptions) == ("1", "0")


def test_what_was_recorded_after_a_closing_is_counted(
    placement: Placement, treasurer: User
) -> None:
    sell(placement, by=treasurer, trade_date=date(2001, 10, 9))
    close("2001-11")
    assert evidence("Entries after a closing") == ("No entries recorded late.", "1", "0")
    sell(placement, by=treasurer, trade_date=date(2001, 10, 10))
    assert evidence("Entries after a closing") == ("1 entry recorded late.", "1", "1")


def test_evidence_of_a_closed_period_leaves_out_what_came_later(
    placement: Placement, treasurer: User
) -> None:
    close("2001-11")
    november = date(2001, 11, 1), date(2001, 11, 30)
    before = lines_of("controls", *november)
    sell(placement, by=treasurer, trade_date=date(2001, 10, 10))
    assert lines_of("controls", *november) == before
    now = controls(*november, known_at="2100-01-01T00:00:00")
    assert now["Entries after a closing"]["count"] == "1"


def test_open_points_of_a_checklist_are_listed_with_their_notes(
    placement: Placement, treasurer: User
) -> None:
    sell(placement, by=treasurer, trade_date=date(2001, 11, 9))
    close("2001-11")
    _, count, exceptions = evidence("Open points at closing")
    assert count == exceptions != "0"
    assert "Delivered in January." in [reason for _, _, reason, _ in overrides()]


def test_an_early_delivery_is_listed_with_its_reason(placement: Placement, treasurer: User) -> None:
    sale = sell(placement, by=treasurer, trade_date=date(2001, 11, 9))
    deliver(
        [sale],
        delivered_on=date(2001, 11, 13),
        remark="The agent asked for it.",
        by=treasurer,
        today=CLOSED_ON,
    )
    assert evidence("Early deliveries") == ("1 early delivery.", "1", "0")
    assert overrides() == [
        (
            date(2001, 11, 13),
            f"{placement.agreement.name}, sale 1 delivered early",
            "The agent asked for it.",
            "treasurer",
        )
    ]


def overrides() -> list[tuple[object, ...]]:
    """The lines of what was let pass."""
    shown = CONTROLS.build(asked_for(SINCE, UNTIL, CLOSED_ON)).shown
    return [tuple(row) for table in shown if table.name == "Overrides" for row in rows_of(table)]


def test_backups_are_said_to_be_unknown(placement: Placement) -> None:
    assert evidence("Backups") == (
        "Not recorded by the product: ask for the office’s own log.",
        "",
        "",
    )


def test_sign_ins_are_counted_by_the_servers_clock(placement: Placement) -> None:
    UserFactory(username="anna", group="CFO", password=PASSWORD)
    log_in(Client(), "anna")
    log_in(Client(), "anna", "wrong")
    assert real("Sign-ins") == ("1 sign-in; 1 failed attempt.", "2", "0")
    assert evidence("Sign-ins") == ("No sign-ins; no failed attempts.", "0", "0")


def test_accounts_that_were_made_inactive_are_counted(placement: Placement) -> None:
    before = int(real("Accounts")[0].partition(" ")[0])
    person = UserFactory(username="leaver")
    person.is_active = False
    person.save(update_fields=["is_active"])
    found = real("Accounts")[0]
    assert found.startswith(f"{before + 1} accounts created, ")
    assert "1 made inactive" in found


def test_rights_past_the_permission_table_are_an_exception(placement: Placement) -> None:
    UserFactory(username="odd", permissions=["add_sale"])
    found, _, exceptions = evidence("Rights")
    assert "odd has the right placements.add_sale alone" in found
    assert exceptions == "2"  # read_books and add_sale


def test_a_quarter_without_an_access_review_is_an_exception(placement: Placement) -> None:
    assert evidence("Access reviews") == (
        "No reviews signed off, and none for 1 of 1 quarters.",
        "0",
        "1",
    )


def test_queries_do_not_grow_with_rows(placement: Placement, treasurer: User) -> None:
    sell(placement, by=treasurer, trade_date=date(2001, 11, 9))
    number = _queries()
    for day in range(5, 10):
        sell(placement, by=treasurer, trade_date=date(2001, 11, day))
        PlacementFactory(agreement=placement.agreement, accepted=True, by=treasurer)
    assert _queries() == number


def _queries() -> int:
    asked = asked_for(SINCE, UNTIL, CLOSED_ON)
    with CaptureQueriesContext(connection) as captured:
        CONTROLS.build(asked)
    return len(captured)


def test_the_page_and_the_pdf_say_the_same(placement: Placement) -> None:
    client = logged_in(UserFactory(username="reader", group="Auditor"))
    page = client.get("/reports/controls/?from=2001-10-01&to=2001-12-31").content.decode()
    assert "Not recorded by the product" in page
    assert "constraint capacity_is_positive" in page
    pdf = b"".join(client.get("/reports/controls.pdf?from=2001-10-01&to=2001-12-31"))
    assert pdf.startswith(b"%PDF")
