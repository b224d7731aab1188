"""The pages about people: who sees them, and what stands on them."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from neoequity.books.rights import GROUPS
from neoequity.people.models import User
from neoequity.roles import rights
from tests.clients import logged_in
from tests.factories import UserFactory, choose_password
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.people.doors import ELSEWHERE, log_in, with_second_factor

PAGES = ["/people/", "/people/logins/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("group", "status"),
    [("Administrator", 200), ("Auditor", 200), ("Treasury", 403), ("CFO", 403), (None, 403)],
)
def test_administrators_and_auditors_see_the_people_and_the_log(
    db: None, page: str, group: str | None, status: int
) -> None:
    assert logged_in(UserFactory(group=group)).get(page).status_code == status


@pytest.mark.parametrize("group", GROUPS)
def test_everybody_sees_who_may_do_what(db: None, group: str) -> None:
    page = logged_in(UserFactory(group=group)).get("/people/permissions/")

    assert all(right.description in words(page) for right in rights())
    assert breaks_the_policy(page) == []


@pytest.mark.parametrize("page", [*PAGES, "/people/permissions/"])
def test_a_stranger_is_sent_to_the_login(client: Client, db: None, page: str) -> None:
    assert client.get(page)["Location"].startswith("/accounts/login/")


def test_the_table_of_rights_is_the_one_that_makes_the_groups(office: Client) -> None:
    rows = office.get("/people/permissions/").context["rows"]

    assert {(said, group) for said, cells in rows for group, may in cells if may} == {
        (right.description, group) for right in rights() for group in right.groups
    }


def test_the_list_says_of_each_person_what_an_auditor_asks(
    office: Client, cfo: User, auditor: User
) -> None:
    with_second_factor(cfo)
    choose_password(User.objects.create_superuser("chief"), "x")
    User.objects.create_user("command-line", is_active=False)
    UserFactory(username="left", group="CFO", is_active=False, password="x")
    User.objects.filter(pk=auditor.pk).update(expires_on=date(2001, 12, 31))

    page = office.get("/people/")
    text = words(page)

    assert "anna CFO none yes yes never" in text
    assert "auditor Auditor Dec 31, 2001 no, ended on Dec 31, 2001 no never" in text
    assert "chief superuser none yes no never" in text
    assert "command-line none none no, a system account no never" in text
    assert "left CFO none no, made inactive no never" in text
    assert breaks_the_policy(page) == []


def test_an_auditor_is_offered_no_change_of_accounts(auditor: User, office: Client) -> None:
    assert "/admin/people/user/" not in links(logged_in(auditor).get("/people/"))
    assert "/admin/people/user/" in links(office.get("/people/"))


def test_an_administrator_lands_among_the_people(administrator: User) -> None:
    client = Client()
    log_in(client, "keeper")

    assert client.get("/")["Location"] == "/people/"


def test_the_log_tells_of_login_failure_and_logout(cfo: User, office: Client) -> None:
    log_in(Client(), "anna", "wrong", at=ELSEWHERE)
    client = Client()
    log_in(client, "anna")
    client.post("/accounts/logout/", REMOTE_ADDR="192.0.2.1")

    page = office.get("/people/logins/?person=anna")

    assert "2 entries, newest first" in words(page)
    assert f"anna {ELSEWHERE} failed" in words(page)
    assert "anna 192.0.2.1 signed in" in words(page)
    assert AccessLog.objects.get(username="anna").logout_time is not None
    assert breaks_the_policy(page) == []


def test_the_log_is_narrowed_by_person_and_day(cfo: User, office: Client) -> None:
    log_in(Client(), "anna", "wrong")
    long_ago = timezone.now() - timedelta(days=40)
    with patch("django.utils.timezone.now", return_value=long_ago):  # the field reads it
        AccessFailureLog.objects.create(username="nobody", ip_address="192.0.2.1")
    today = timezone.localdate().isoformat()

    assert "1 entry" in words(office.get("/people/logins/?person=anna"))
    assert "nobody" not in words(office.get(f"/people/logins/?since={today}&until={today}"))
    assert "nobody" in words(office.get(f"/people/logins/?until={today}"))
    assert "No sign-ins match these filters." in words(office.get("/people/logins/?person=ben"))


def test_a_day_that_is_none_is_told_and_shows_nothing(cfo: User, office: Client) -> None:
    log_in(Client(), "anna", "wrong")

    page = office.get("/people/logins/?since=yesterday")

    assert page.status_code == 400
    assert "From must be a day such as Nov 9, 2001." in words(page)
    assert "anna" not in words(page)


def test_the_pages_ask_as_often_for_many_as_for_few(
    office: Client, cfo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        UserFactory(group="CFO", username=f"one-of-many-{number}")
        log_in(Client(), f"one-of-many-{number}", "wrong", at=f"198.51.100.{number}")

    for page in PAGES:
        with django_assert_max_num_queries(10):
            office.get(page)
