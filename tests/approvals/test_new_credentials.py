"""Approvals by an account whose credentials somebody else had just set are marked, and stay so."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from neoequity.books.approvals.actions import approve, reject
from neoequity.books.approvals.rules import new_credentials
from neoequity.books.days import written
from neoequity.books.models import Approval, Issuer
from neoequity.books.periods.rules import parse_period
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.people.actions import issue_link
from neoequity.people.models import User
from neoequity.periods.inquiry import inquire
from placements.actions.placement import ask_proposal
from placements.models import Placement
from tests.approvals.conftest import TODAY
from tests.approvals.test_admin_and_command import approve_by_command, approve_in_admin
from tests.clients import logged_in
from tests.constraints.rows import refused_by_database, run
from tests.factories import PlacementFactory, UserFactory
from tests.pages.plain_text import breaks_the_policy, words
from tests.people.doors import past_the_product
from tests.people.test_credentials import days_pass, set_by_raw_sql
from tests.worlds import built_once

DECIDE = (
    "UPDATE books_approval SET decision = 'approved', decided_by_id = %s, "
    "decided_at = STATEMENT_TIMESTAMP(){} WHERE id = %s"
)


@built_once
def keeper(db: None) -> User:
    """An Administrator."""
    person: User = UserFactory(username="keeper", group="Administrator", password="a quiet room")
    return person


@built_once
def opened_anew(keeper: User, carl: User) -> User:
    """Carl, for whom the Administrator has made a link."""
    issue_link(carl, by=keeper)
    return carl


def mark() -> str:
    day = written(timezone.localdate())
    return f"Decided with new credentials: keeper had set those of carl on {day}."


def approved_by(request: Approval, person: User) -> Approval:
    approve(request, by=person, today=TODAY)
    return Approval.objects.get(pk=request.pk)


def is_marked(request: Approval) -> bool:
    request.refresh_from_db()
    return request.mark != ""


def test_the_mark_says_who_set_them_and_when(
    request_: Approval, opened_anew: User, keeper: User
) -> None:
    decided = approved_by(request_, opened_anew)

    change = opened_anew.credential_changes.get()
    assert decided.credentials_set_by == keeper
    assert decided.credentials_set_at == change.changed_at


def test_the_mark_is_a_sentence() -> None:
    day = date(2026, 11, 26)
    assert new_credentials("carl", "keeper", day) == (
        "Decided with new credentials: keeper had set those of carl on 2026-11-26."
    )
    assert new_credentials("carl", None, day) == (
        "Decided with new credentials: somebody outside the product had set those of carl on "
        "2026-11-26."
    )


def test_nobody_is_marked_whose_credentials_nobody_set(
    request_: Approval, carl: User, keeper: User
) -> None:
    issue_link(UserFactory(group="CFO"), by=keeper)

    assert not is_marked(approved_by(request_, carl))


@pytest.mark.parametrize(("days", "marked"), [(6, True), (8, False)])
def test_credentials_are_new_for_seven_days(
    request_: Approval, opened_anew: User, days: int, marked: bool
) -> None:
    days_pass(days)

    assert is_marked(approved_by(request_, opened_anew)) is marked


def test_a_mark_stays_when_the_credentials_are_no_longer_new(
    request_: Approval, opened_anew: User
) -> None:
    approved_by(request_, opened_anew)
    days_pass(30)

    assert is_marked(request_)


def test_a_rejection_is_marked_as_well(request_: Approval, opened_anew: User) -> None:
    reject(request_, by=opened_anew, note="after the report")

    assert is_marked(request_)


def test_every_door_marks(
    request_: Approval, opened_anew: User, tina: User, draft: Placement
) -> None:
    def another() -> Approval:
        other = PlacementFactory(agreement=draft.agreement, by=tina)
        request: Approval = ask_proposal(other, by=tina)
        return request

    first, second, third = another(), another(), another()
    decide = f"/approvals/{request_.pk}/decide/"
    browser = logged_in(opened_anew)
    seen = "/accounts/credentials/"
    browser.post(seen, {"up_to": browser.get(seen).context["up_to"]})

    browser.post(decide, {"decision": "approved", "note": ""})
    approve_in_admin(opened_anew, first)
    approve_by_command(second.pk, user="carl")
    past_the_product()
    run(DECIDE.format(""), [opened_anew.pk, third.pk])

    assert [is_marked(each) for each in (request_, first, second, third)] == [True] * 4


def test_raw_sql_neither_leaves_a_mark_out_nor_makes_one_up(
    request_: Approval, opened_anew: User
) -> None:
    past_the_product()
    run(
        "UPDATE books_approval SET credentials_set_at = now(), credentials_set_by_id = %s "
        "WHERE id = %s",
        [opened_anew.pk, request_.pk],
    )
    assert not is_marked(request_)  # it still waits

    without = ", credentials_set_at = NULL, credentials_set_by_id = NULL"
    run(DECIDE.format(without), [opened_anew.pk, request_.pk])
    assert is_marked(request_)
    for statement in (
        "UPDATE books_approval SET credentials_set_at = NULL, decided_at = statement_timestamp()",
        "UPDATE books_approval SET credentials_set_by_id = 1, decided_at = statement_timestamp()",
    ):
        with refused_by_database("A decision stands"):
            run(statement)


def test_a_request_that_is_made_bears_no_mark(request_: Approval, opened_anew: User) -> None:
    run(
        "INSERT INTO books_approval (kind, issuer_id, subject, what, asked, why, asked_by_id, "
        "decision, note, credentials_set_at, credentials_set_by_id) "
        "VALUES ('reversal', %s, 1, 'x', '{}', '', %s, '', '', now(), %s)",
        [request_.issuer_id, opened_anew.pk, opened_anew.pk],
    )

    assert not is_marked(Approval.objects.latest("pk"))


def test_a_mark_without_a_name_tells_that_nobody_knows(
    request_: Approval, carl: User, keeper: User
) -> None:
    set_by_raw_sql(carl)

    assert "somebody outside the product had set those of carl" in approved_by(request_, carl).mark


def test_the_mark_stands_on_the_request_in_the_list_and_on_the_record(
    request_: Approval, opened_anew: User, draft: Placement, tina: User
) -> None:
    approved_by(request_, opened_anew)

    client = logged_in(tina)
    for address in (f"/approvals/{request_.pk}/", "/approvals/", draft.get_absolute_url()):
        page = client.get(address)
        assert mark() in words(page)
        assert breaks_the_policy(page) == []
    assert "Decided with new credentials: keeper" in words(
        logged_in(UserFactory(group="Auditor")).get(reverse("admin:books_approval_changelist"))
    )


def test_the_history_says_with_whose_credentials_a_request_was_decided(
    request_: Approval, opened_anew: User, tina: User
) -> None:
    approved_by(request_, opened_anew)

    told = words(logged_in(tina).get(f"/history/?record=approval:{request_.pk}"))

    assert "Credentials set by from nothing to “keeper”" in told
    assert "Decided with credentials set from nothing to" in told


def test_the_list_asks_as_often_for_many_marks_as_for_few(
    request_: Approval, opened_anew: User, tina: User
) -> None:
    client = logged_in(tina)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/approvals/")
        return len(asked)

    approved_by(request_, opened_anew)
    queries()
    few = queries()
    for number in range(10):
        other = Approval.objects.create(
            kind="reversal", subject=number, issuer=request_.issuer, what="x", asked_by=tina
        )
        reject(other, by=opened_anew, note="no")
    assert queries() == few


def test_the_checklist_of_its_period_lists_it_and_asks_for_a_note(
    request_: Approval, opened_anew: User
) -> None:
    issuer = request_.issuer

    def item(label: str) -> tuple[int, bool, str, tuple[str, ...]]:
        items = {each.topic: each for each in inquire(issuer, parse_period(label))}
        found = items["credentials"]
        return found.found, found.needs_a_note, found.sentence, found.lines

    assert item("2001-11") == (
        *(0, False),
        "No request of the period was approved with credentials that somebody else had just set.",
        (),
    )
    approved_by(request_, opened_anew)

    found, needs_a_note, sentence, lines = item("2001-11")
    assert (found, needs_a_note) == (1, True)
    assert sentence == (
        "1 request was approved by accounts whose credentials somebody else had set in the seven "
        "days before."
    )
    today = timezone.localdate()
    mark = f"Decided with new credentials: keeper had set those of carl on {today}."
    assert lines == (f"Request {request_.pk}: {request_.what}. {mark}",)
    assert item("2001-10")[0] == 0


def test_an_approval_that_posts_to_no_day_counts_on_its_own(
    request_: Approval, opened_anew: User
) -> None:
    undated = Approval.objects.create(
        kind="proposal",
        subject=10**6,
        issuer=request_.issuer,
        what="x",
        asked_by=request_.asked_by,
    )
    past_the_product()
    run(DECIDE.format(""), [opened_anew.pk, undated.pk])

    today = timezone.localdate()
    items = inquire(request_.issuer, parse_period(f"{today:%Y-%m}"))
    assert [each.found for each in items if each.topic == "credentials"] == [1]


def test_a_rejection_is_no_matter_of_the_checklist(request_: Approval, opened_anew: User) -> None:
    reject(request_, by=opened_anew, note="no")

    items = inquire(request_.issuer, parse_period("2001-11"))
    assert [each.found for each in items if each.topic == "credentials"] == [0]


def test_the_auditors_pack_has_a_row_for_it(request_: Approval, opened_anew: User) -> None:
    decided = approved_by(request_, opened_anew)
    out = BytesIO()
    issuer = Issuer.objects.get()
    write_pack(scope_of(issuer, parse_period("2001-11"), TODAY), out)
    with ZipFile(out) as archive:
        told = archive.read("new_credentials.csv").decode()
        history = archive.read("history.csv").decode()

    [row] = csv.DictReader(StringIO(told, newline=""))
    assert row.pop("approved_at").startswith(f"{decided.decided_at:%Y-%m-%d}")
    assert row.pop("credentials_set_at").startswith(f"{decided.credentials_set_at:%Y-%m-%d}")
    assert row == {
        "request": str(request_.pk),
        "kind": "proposal",
        "what": request_.what,
        "asked_by": "tina",
        "approved_by": "carl",
        "credentials_set_by": "keeper",
    }
    assert "credentials_set_by,,keeper" in history
    assert "credentialchange" in history
