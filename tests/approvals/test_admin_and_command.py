"""Requests decided in the admin, one or many, and from the command line: the same rules."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.models import Placement
from tests.admin.typed import told
from tests.approvals.conftest import Ask
from tests.books import nothing_changes
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.worlds import built_once

LIST = "admin:books_approval_changelist"


def approve_in_admin(person: User, *requests: Approval) -> list[str]:
    """What the admin says after approving these, chosen in its list."""
    browser = logged_in(person)
    chosen = {"action": "approve_chosen", "_selected_action": [each.pk for each in requests]}
    answer: Any = browser.post(reverse(LIST), chosen)
    return told(browser, answer.url)


def approve_by_command(number: int, **said: Any) -> str:
    printed = StringIO()
    call_command("approve", str(number), stdout=printed, **said)
    return printed.getvalue()


def four_eyes(request: Approval) -> str:
    return (
        f"{request.asked_by} made request {request.pk}: another person must approve it (four eyes)."
    )


@built_once
def both(db: None) -> User:
    """Somebody who enters and is a CFO as well."""
    person: User = UserFactory(username="both", is_staff=True)
    person.groups.add(Group.objects.get(name="CFO"))
    return person


def test_a_single_request_is_approved_in_the_admin(request_: Approval, carl: User) -> None:
    assert approve_in_admin(carl, request_) == [
        f"Request {request_.pk} is approved: {request_.what}."
    ]
    request_.refresh_from_db()
    assert (request_.decision, request_.decided_by) == ("approved", carl)


def test_ones_own_request_is_refused_in_the_admin(ask_by: Ask, both: User) -> None:
    request = ask_by(both)
    with nothing_changes():
        assert approve_in_admin(both, request) == [four_eyes(request)]


def test_a_superuser_may_not_approve_his_own_in_the_admin_either(ask_by: Ask, chief: User) -> None:
    request = ask_by(chief)
    with nothing_changes():
        assert approve_in_admin(chief, request) == [four_eyes(request)]


def test_of_many_the_own_ones_are_refused_and_the_others_approved(
    request_: Approval, both: User
) -> None:
    from_both = Approval.objects.create(
        kind="reversal", subject=10**6, issuer=request_.issuer, what="x", asked_by=both
    )
    assert approve_in_admin(both, request_, from_both) == [
        f"Request {request_.pk} is approved: {request_.what}.",
        four_eyes(from_both),
    ]
    decisions = Approval.objects.order_by("pk").values_list("decision", flat=True)
    assert list(decisions) == ["approved", ""]


def test_who_may_not_approve_is_not_offered_it_in_the_admin(request_: Approval) -> None:
    auditor = UserFactory(group="Auditor", is_staff=True)
    assert "approve_chosen" not in logged_in(auditor).get(reverse(LIST)).content.decode()
    chosen = {"action": "approve_chosen", "_selected_action": [request_.pk]}
    with nothing_changes():
        logged_in(auditor).post(reverse(LIST), chosen)


def test_requests_are_made_changed_and_deleted_in_the_admin_by_nobody(
    request_: Approval, chief: User
) -> None:
    browser = logged_in(chief)
    with nothing_changes():
        for page, args in (("add", []), ("change", [request_.pk]), ("delete", [request_.pk])):
            address = reverse(f"admin:books_approval_{page}", args=args)
            said = {"decision": "approved", "post": "yes"}
            assert browser.post(address, said).status_code == 403


def test_the_command_approves_in_a_persons_name(request_: Approval, carl: User) -> None:
    assert approve_by_command(request_.pk, user="carl", note="as discussed") == (
        f"Request {request_.pk} is approved: {request_.what}.\n"
    )
    request_.refresh_from_db()
    assert (request_.decided_by, request_.note) == (carl, "as discussed")


def test_the_command_rejects_with_a_note(request_: Approval, carl: User) -> None:
    with nothing_changes(), pytest.raises(CommandError, match="A rejection needs a note"):
        approve_by_command(request_.pk, user="carl", reject=True)
    said = approve_by_command(request_.pk, user="carl", reject=True, note="after the report")
    assert said == f"Request {request_.pk} is rejected: {request_.what}.\n"


@pytest.mark.parametrize("superuser", [False, True])
def test_the_command_refuses_ones_own_request(ask_by: Ask, both: User, superuser: bool) -> None:
    User.objects.filter(pk=both.pk).update(is_superuser=superuser)
    request = ask_by(User.objects.get(pk=both.pk))
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        approve_by_command(request.pk, user="both")
    assert str(refusal.value) == four_eyes(request)


@pytest.mark.parametrize("user", [None, "command-line", "published-record", "nobody"])
def test_no_account_without_a_person_approves_by_command(
    request_: Approval, user: str | None
) -> None:
    with pytest.raises(CommandError):
        approve_by_command(request_.pk, user=user)
    request_.refresh_from_db()
    assert request_.decision == ""


def test_an_unknown_request_is_named(carl: User) -> None:
    with pytest.raises(CommandError, match=r"^There is no request 404\.$"):
        approve_by_command(404, user="carl")


def test_history_says_who_asked_and_who_approved(
    request_: Approval, draft: Placement, tina: User, carl: User
) -> None:
    approve_by_command(request_.pk, user="carl")
    told_ = request_.events.order_by("pgh_id").select_related("pgh_context")  # type: ignore[attr-defined]  # pghistory's
    assert [
        (event.pgh_context.metadata["act"], event.pgh_context.metadata["user"], event.decision)
        for event in told_
    ] == [("ask_proposal", tina.pk, ""), ("approve", carl.pk, "approved")]
    entries = logged_in(carl).get(reverse("admin:books_approval_history", args=[request_.pk]))
    assert entries.status_code == 200
