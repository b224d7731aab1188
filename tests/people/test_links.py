"""One-time links: whoever has an account, or a new password to choose, chooses it alone."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings as product
from django.contrib.auth.models import Group
from django.test import Client

from neoequity.people.actions import issue_link
from neoequity.people.links import address_of_link, choose_password
from neoequity.people.models import CredentialChange, User
from tests.books import refused
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, words
from tests.people.doors import (
    CHOOSE,
    CHOSEN,
    ELSEWHERE,
    PASSWORD,
    is_in,
    link_in,
    log_in,
    opened,
)
from tests.worlds import built_once

USERS = "/admin/people/user/"
USED = "This link no longer works: it was used, or a newer one took its place."
EXPIRED = "This link has expired: it worked for 3 days."
SEEN = "/accounts/credentials/"


def new(name: str, group: str, **typed: Any) -> dict[str, Any]:
    groups = list(Group.objects.filter(name=group).values_list("pk", flat=True))
    return {"username": name, "is_active": "on", "groups": groups, **typed}


def made(administrator: User, person: User) -> str:
    """The path of a link that the Administrator made for the person."""
    return issue_link(person, by=administrator)


@built_once
def link(administrator: User, cfo: User) -> str:
    """For the CFO, who has a password."""
    return made(administrator, cfo)


def test_a_new_account_is_opened_by_its_link(office: Client) -> None:
    shown = office.post(f"{USERS}add/", new("ben", "Treasury"))
    assert "Give this link to ben, and to nobody else. It is shown this once." in words(shown)
    client = Client()
    assert not log_in(client, "ben", CHOSEN).has_header("Location")

    answer = opened(link_in(shown), client=client)

    assert answer["Location"] == "/accounts/login/"
    assert not is_in(client)  # it logs nobody in
    log_in(client, "ben", CHOSEN)
    assert client.get("/")["Location"] == f"{SEEN}?next=/"


def test_no_form_of_the_administration_asks_for_a_password(office: Client, cfo: User) -> None:
    pages = [f"{cfo.pk}/{page}/" for page in ("change", "password-link", "password")]
    for address in ("add/", *pages):
        page = office.get(f"{USERS}{address}", follow=True)
        assert page.status_code == 200
        assert b'type="password"' not in page.content


@pytest.mark.parametrize("field", ["password", "password1", "new_password1"])
def test_a_password_that_is_sent_by_hand_is_not_taken(
    office: Client, cfo: User, field: str
) -> None:
    typed = {field: CHOSEN, field.replace("1", "2"): CHOSEN, "usable_password": "true"}

    office.post(f"{USERS}add/", new("ben", "Treasury", **typed))
    office.post(f"{USERS}{cfo.pk}/change/", new("anna", "CFO", **typed))
    office.post(f"{USERS}{cfo.pk}/password-link/", typed)
    office.post(f"{USERS}{cfo.pk}/password/", typed)

    assert not User.objects.get(username="ben").has_usable_password()
    cfo.refresh_from_db()
    assert cfo.check_password(PASSWORD)


def test_a_link_lets_choose_another_password_and_ends_the_sessions(cfo: User, link: str) -> None:
    open_session = logged_in(cfo)

    opened(link)

    assert not is_in(open_session)
    assert log_in(Client(), "anna", CHOSEN).status_code == 302
    assert log_in(Client(), "anna", PASSWORD).status_code == 200


def test_a_link_is_for_one_account_whoever_is_logged_in(
    administrator: User, cfo: User, link: str
) -> None:
    client = logged_in(administrator)

    opened(link, client=client)

    assert client.get("/people/").context["user"] == administrator
    cfo.refresh_from_db()
    administrator.refresh_from_db()
    assert cfo.check_password(CHOSEN)
    assert administrator.check_password(PASSWORD)


def test_the_token_leaves_the_address_before_anything_is_asked(link: str) -> None:
    client = Client()

    assert client.get(link)["Location"] == CHOOSE
    page = client.get(CHOOSE)

    assert "Choose a password for anna" in words(page)
    assert link.rstrip("/").rpartition("/")[2] not in page.content.decode()
    assert breaks_the_policy(page) == []


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "This password is too short. It must contain at least 12 characters."),
        ("123456789012", "This password is entirely numeric."),
        ("anna-of-the-cfo", "The password is too similar to the username."),
        ("1q2w3e4r5t6y", "This password is too common."),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    administrator: User, password: str, sentence: str
) -> None:
    person = UserFactory(username="anna-of-the-cfo", group="CFO")
    client, path = Client(), made(administrator, person)

    answer = opened(path, password, client)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert opened(path, client=client).status_code == 302


def test_a_password_is_typed_twice_alike(link: str) -> None:
    client = Client()
    client.get(link)

    answer = client.post(CHOOSE, {"password1": CHOSEN, "password2": "another"})

    assert "The two password fields didn’t match." in words(answer)


def test_a_link_works_once(cfo: User, link: str) -> None:
    opened(link)

    page = opened(link, "another word, and another")

    assert page.status_code == 410
    assert USED in words(page)
    cfo.refresh_from_db()
    assert cfo.check_password(CHOSEN)


def test_of_two_who_choose_at_once_one_does(cfo: User, link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    early = User.objects.get(pk=cfo.pk)  # read before the other chose

    assert choose_password(cfo, token, CHOSEN)
    assert not choose_password(early, token, "another word, and another")

    cfo.refresh_from_db()
    assert cfo.check_password(CHOSEN)


def test_a_newer_link_ends_the_earlier_one(administrator: User, cfo: User, link: str) -> None:
    newer = made(administrator, cfo)

    client = Client()
    client.get(link)
    assert USED in words(client.get(CHOOSE))
    assert opened(newer).status_code == 302


def test_a_login_ends_the_link(cfo: User, link: str) -> None:
    log_in(Client(), "anna")
    client = Client()
    client.get(link)

    assert USED in words(client.get(CHOOSE))


def test_a_link_works_for_three_days(cfo: User, link: str) -> None:
    def after(days: timedelta) -> Any:
        client = Client()
        with patch("neoequity.people.links._links._now", return_value=datetime.now() + days):  # noqa: DTZ005  # as Django's tokens count
            client.get(link)
            return client.get(CHOOSE)

    assert after(timedelta(days=3, minutes=-1)).status_code == 200
    late = after(timedelta(days=3, minutes=1))
    assert late.status_code == 410
    assert f"{EXPIRED} Ask an administrator for a new one." in words(late)


@pytest.mark.parametrize(
    "unreadable",
    [f"/accounts/link/{'9' * 4301}/x/", "/accounts/link/anna/zzzzzzzzzzzzzzz-\x00/"],
    ids=["a number of thousands of digits", "a NUL"],
)
def test_what_nobody_can_read_is_refused_before_any_page(db: None, unreadable: str) -> None:
    client = Client()

    assert client.get(unreadable).status_code == 400
    assert client.get(CHOOSE).status_code == 302  # to the sign-in: no link is being used


@pytest.mark.parametrize(
    "forged",
    [
        *("/accounts/link/{key}/x/", "/accounts/link/{key}/000000-0000/"),
        *("/accounts/link/999999/x/", "/accounts/link/²/x/"),
    ],
)
def test_what_is_no_link_opens_nothing(cfo: User, forged: str) -> None:
    client = Client()

    assert client.get(forged.format(key=cfo.pk)).status_code == 302
    assert client.get(CHOOSE).status_code == 410
    assert client.post(CHOOSE, {"password1": CHOSEN, "password2": CHOSEN}).status_code == 302
    cfo.refresh_from_db()
    assert cfo.check_password(PASSWORD)


def test_without_its_record_a_link_is_none(cfo: User) -> None:
    """The product's secret alone makes no link: the database has to have noted one."""
    path = address_of_link(cfo)

    client = Client()
    client.get(path)
    assert USED in words(client.get(CHOOSE))


def test_the_link_of_one_account_opens_no_other(link: str) -> None:
    other = UserFactory(username="other", group="CFO")
    token = link.rstrip("/").rpartition("/")[2]

    assert not choose_password(other, token, CHOSEN)


def test_a_link_of_an_inactive_or_ended_account_waits(
    administrator: User, cfo: User, link: str
) -> None:
    for field, closed, open_again in (
        ("is_active", False, True),
        ("expires_on", date(2001, 1, 1), None),
    ):
        User.objects.filter(pk=cfo.pk).update(**{field: closed})
        client = Client()
        client.get(link)
        assert "This account is not active" in words(client.get(CHOOSE))
        User.objects.filter(pk=cfo.pk).update(**{field: open_again})

    assert opened(link).status_code == 302


def test_a_link_that_does_not_work_counts_as_a_failed_login(cfo: User) -> None:
    answer: Any = None
    for _ in range(product.AXES_FAILURE_LIMIT):
        client = Client(REMOTE_ADDR=ELSEWHERE)
        client.get(f"/accounts/link/{cfo.pk}/guessed/")
        answer = client.get(CHOOSE)

    assert answer.status_code == 429
    assert set(AccessFailureLog.objects.values_list("username", "ip_address")) == {
        ("anna", ELSEWHERE)
    }
    assert log_in(Client(), "anna", at=ELSEWHERE).status_code == 429
    assert log_in(Client(), "anna").status_code == 302


def test_where_the_limits_refuse_a_login_they_refuse_a_link(cfo: User, link: str) -> None:
    for _ in range(product.AXES_FAILURE_LIMIT):
        log_in(Client(), "anna", "wrong", at=ELSEWHERE)
    client = Client(REMOTE_ADDR=ELSEWHERE)
    client.get(link)

    assert client.get(CHOOSE).status_code == 429
    typed = {"password1": CHOSEN, "password2": CHOSEN}
    assert client.post(CHOOSE, typed).status_code == 429
    cfo.refresh_from_db()
    assert cfo.check_password(PASSWORD)


def test_a_link_of_nobody_counts_against_its_address_alone(cfo: User) -> None:
    client = Client(REMOTE_ADDR=ELSEWHERE)
    client.get("/accounts/link/999999/guessed/")
    client.get(CHOOSE)

    assert list(AccessAttempt.objects.values_list("username", "ip_address")) == [(None, ELSEWHERE)]


def test_an_administrator_makes_no_link_for_the_own_account(
    office: Client, administrator: User
) -> None:
    with refused("Your own password is changed on the page “Password”."):
        issue_link(administrator, by=administrator)
    page = office.post(f"{USERS}{administrator.pk}/password-link/")

    assert "Your own password is changed on the page “Password”." in words(page)
    assert not CredentialChange.objects.exists()


def test_the_names_of_system_accounts_are_no_persons(office: Client) -> None:
    for name in ("command-line", "Published-Record"):
        answer = office.post(f"{USERS}add/", new(name, "CFO"))
        assert "This name is the product's own; choose another." in words(answer)


def test_a_name_that_differs_in_case_only_is_taken(office: Client, cfo: User) -> None:
    answer = office.post(f"{USERS}add/", new("Anna", "CFO"))

    assert "A user with that username already exists." in words(answer)


def test_the_list_of_people_says_who_has_not_chosen_a_password(office: Client) -> None:
    office.post(f"{USERS}add/", new("ben", "Treasury"))

    assert "ben Treasury none no, has not chosen a password no never" in words(
        office.get("/people/")
    )
    assert "Treasury, no password chosen yet" in words(office.get(USERS))
