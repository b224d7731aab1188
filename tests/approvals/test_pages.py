"""The inbox, a request and the records that wait, as the one who asked and as a CFO see them."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.books.approvals.actions import approve, reject
from neoequity.books.approvals.kinds import request_kinds
from neoequity.books.approvals.selectors import record_of
from neoequity.books.days import on_page
from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.models import Placement
from tests.approvals.conftest import TODAY, Ask
from tests.books import nothing_changes
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import links, words

INBOX = "/approvals/"


def page_of(request: Approval) -> str:
    return f"/approvals/{request.pk}/"


def decided_at(request: Approval) -> str:
    return f"/approvals/{request.pk}/decide/"


def test_what_waits_for_me_is_in_my_inbox_with_a_badge(request_: Approval, carl: User) -> None:
    response = logged_in(carl).get(INBOX)
    assert list(response.context["mine"]) == [request_]
    assert list(response.context["others"]) == []
    assert "Approvals 1 waiting for me" in words(response)
    assert page_of(request_) in links(response)


def test_what_i_asked_for_waits_for_others_and_leaves_no_badge(
    request_: Approval, tina: User, carl: User
) -> None:
    response = logged_in(tina).get(INBOX)
    assert list(response.context["mine"]) == []
    assert list(response.context["others"]) == [request_]
    assert "waiting for me" not in words(response)
    assert "Another CFO must decide: carl." in words(response)


def test_what_was_decided_is_listed_with_its_note(request_: Approval, carl: User) -> None:
    reject(request_, by=carl, note="after the report")
    text = words(logged_in(carl).get(INBOX))
    assert "tina rejected by carl" in text
    assert "after the report" in text


def test_the_record_says_that_it_waits_and_for_whom(ask_by: Ask, tina: User, carl: User) -> None:
    request = ask_by(tina)
    address = record_of(request).url
    text = words(logged_in(tina).get(address))
    entitled = User.objects.filter(groups__name="CFO").order_by("username")
    names = " or ".join(person.username for person in entitled)
    waits = (
        f"Awaiting approval by another person ({names}): {on_page(request.what)}. Requested by tina"
    )
    assert waits in text
    approve(request, by=carl, today=TODAY)
    text = words(logged_in(tina).get(address))
    assert "Waits for approval" not in text
    assert f"Request {request.pk} by tina was approved by carl" in text


def test_the_record_says_that_there_is_nobody_who_could_approve(
    request_: Approval, tina: User, draft: Placement
) -> None:
    text = words(logged_in(tina).get(draft.get_absolute_url()))
    assert "another person (no one else is in the CFO group yet)" in text


def test_while_it_waits_neither_another_request_nor_a_revision_is_offered(
    ask_by: Ask, tina: User
) -> None:
    record = record_of(ask_by(tina)).url
    response = logged_in(tina).get(record)
    assert not [link for link in links(response) if link.endswith(("/reverse/", "/edit/"))]
    assert b"Request approval</button>" not in response.content


def test_a_draft_is_asked_for_by_its_button(draft: Placement, tina: User) -> None:
    browser = logged_in(tina)
    assert b"Request approval</button>" in browser.get(draft.get_absolute_url()).content
    answer = browser.post(f"{draft.get_absolute_url()}ask/", follow=True)
    request = Approval.objects.get()
    assert f"Request {request.pk} is awaiting a CFO's decision: {on_page(request.what)}." in words(
        answer
    )


def test_a_cfo_approves_by_page(ask_by: Ask, tina: User, carl: User) -> None:
    request = ask_by(tina)
    browser = logged_in(carl)
    page = browser.get(page_of(request))
    assert b'value="approved">Approve' in page.content
    assert request_kinds()[request.kind].approving in words(page)
    answer = browser.post(decided_at(request), {"decision": "approved", "note": ""}, follow=True)
    assert f"Request {request.pk} is approved: {on_page(request.what)}." in words(answer)
    request.refresh_from_db()
    assert (request.decision, request.decided_by) == ("approved", carl)


def test_a_cfo_rejects_by_page_with_a_note(request_: Approval, carl: User) -> None:
    browser = logged_in(carl)
    with nothing_changes():
        unsaid = browser.post(decided_at(request_), {"decision": "rejected", "note": ""})
    assert unsaid.status_code == 422
    assert "A rejection needs a note that says why." in words(unsaid)
    browser.post(decided_at(request_), {"decision": "rejected", "note": "after the report"})
    request_.refresh_from_db()
    assert (request_.decision, request_.note) == ("rejected", "after the report")


def test_who_asked_withdraws_by_page(request_: Approval, tina: User) -> None:
    browser = logged_in(tina)
    page = browser.get(page_of(request_)).content
    assert b"Withdraw request</button>" in page
    assert b"Approve</button>" not in page
    browser.post(decided_at(request_), {"decision": "withdrawn", "note": ""})
    request_.refresh_from_db()
    assert request_.decision == "withdrawn"


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_approves_his_or_her_own_request_by_page(ask_by: Ask, superuser: bool) -> None:
    both: User = UserFactory(username="both", is_superuser=superuser)
    both.groups.add(Group.objects.get(name="CFO"))
    request = ask_by(both)
    browser = logged_in(both)
    sentence = f"both made request {request.pk}: another person must approve it (four eyes)."
    page = browser.get(page_of(request))
    assert sentence in words(page)
    assert b"Approve</button>" not in page.content
    with nothing_changes():
        answer = browser.post(decided_at(request), {"decision": "approved", "note": ""})
    assert answer.status_code == 422
    assert sentence in words(answer)


@pytest.mark.parametrize("group", ["Treasury", "Controller", "Auditor"])
def test_who_only_reads_finds_no_button_and_posts_in_vain(request_: Approval, group: str) -> None:
    browser = logged_in(UserFactory(group=group))
    assert b'name="decision"' not in browser.get(page_of(request_)).content
    for decision in ("approved", "rejected", "withdrawn", "burnt", ""):
        with nothing_changes():
            answer = browser.post(decided_at(request_), {"decision": decision, "note": "no"})
        assert answer.status_code == 403


def test_on_a_past_day_nothing_is_decided(request_: Approval, carl: User) -> None:
    browser = logged_in(carl)
    assert b'name="decision"' not in browser.get(f"{page_of(request_)}?as_of=2001-11-29").content
    with nothing_changes():
        said = {"decision": "approved", "note": ""}
        answer = browser.post(f"{decided_at(request_)}?as_of=2001-11-29", said)
    assert answer.status_code == 409


def test_a_request_that_does_not_exist_is_not_found(carl: User) -> None:
    assert logged_in(carl).get("/approvals/1/").status_code == 404


def test_the_inbox_asks_as_often_for_a_thousand_requests_as_for_ten(
    request_: Approval, tina: User, carl: User
) -> None:
    browser = logged_in(carl)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(INBOX).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        first = 10**6 + Approval.objects.count()
        Approval.objects.bulk_create(
            Approval(
                kind="reversal",
                subject=first + n,
                issuer=request_.issuer,
                what="Reverse a sale",
                asked_by=tina,
            )
            for n in range(number)
        )

    more(9)
    queries()  # what a process reads only once is read
    few = queries()
    more(990)
    assert Approval.objects.filter(decision="").count() == 1_000
    assert queries() == few <= 20
