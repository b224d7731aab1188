"""What an Administrator does with accounts, and what he cannot do."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from neoequity.clock import real_day
from neoequity.people.actions import issue_link
from neoequity.people.models import User
from tests.books import refused
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import links, words
from tests.people.doors import CHOSEN, PASSWORD, link_in, log_in, opened, with_second_factor

USERS = "/admin/people/user/"


def page_of(person: User) -> str:
    return f"{USERS}{person.pk}/change/"


def groups(*names: str) -> list[int]:
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def new(name: str, *in_groups: str, **typed: Any) -> dict[str, Any]:
    return {
        "username": name,
        "is_active": "on",
        "groups": groups(*in_groups),
        **typed,
    }


def changed(**typed: Any) -> dict[str, Any]:
    return {"is_active": "on", **typed}


def test_members_of_a_group_may_open_the_administration(office: Client, cfo: User) -> None:
    office.post(f"{USERS}add/", new("ben", "Treasury"))
    ben = User.objects.get(username="ben")
    assert ben.is_staff

    office.post(page_of(ben), changed(groups=[]))

    ben.refresh_from_db()
    assert not ben.is_staff


def test_administrator_stands_alone(office: Client) -> None:
    answer = office.post(f"{USERS}add/", new("ben", "Administrator", "Treasury"))

    assert "An Administrator is in no other group, so not in Treasury as well." in words(answer)
    assert not User.objects.filter(username="ben").exists()


def test_auditor_stands_alone(office: Client, auditor: User) -> None:
    answer = office.post(
        page_of(auditor), changed(groups=groups("Auditor", "CFO"), expires_on="2099-01-01")
    )

    assert "An Auditor is in no other group, so not in CFO as well." in words(answer)
    assert auditor.groups.count() == 1


def test_an_auditors_account_needs_a_last_day(office: Client) -> None:
    answer = office.post(f"{USERS}add/", new("eve", "Auditor"))
    assert "An Auditor's account needs a last day." in words(answer)

    office.post(f"{USERS}add/", new("eve", "Auditor", expires_on="2099-06-30"))

    assert User.objects.get(username="eve").expires_on == date(2099, 6, 30)


def test_a_last_day_that_is_past_is_no_way_to_end_an_account(office: Client, cfo: User) -> None:
    yesterday = real_day() - timedelta(days=1)

    answer = office.post(
        page_of(cfo), changed(groups=groups("CFO"), expires_on=yesterday.isoformat())
    )

    assert "Make the account inactive instead." in words(answer)


def test_an_administrator_makes_no_superuser(office: Client, cfo: User) -> None:
    office.post(page_of(cfo), changed(groups=groups("CFO"), is_superuser="on"))
    office.post(f"{USERS}add/", new("ben", "Treasury", is_superuser="on"))

    assert not User.objects.filter(is_superuser=True).exists()


def test_an_administrator_changes_no_superuser(office: Client) -> None:
    chief = User.objects.create_superuser("chief", password=PASSWORD)

    for address in ("change", "password-link", "unlock", "second-factor"):
        assert office.post(f"{USERS}{chief.pk}/{address}/").status_code == 403
    assert log_in(Client(), "chief").status_code == 302


def test_an_administrator_gives_no_single_permission(office: Client, cfo: User) -> None:
    office.post(page_of(cfo), changed(groups=groups("CFO"), user_permissions=[1, 2, 3]))

    assert not cfo.user_permissions.exists()


def test_nobody_changes_the_own_groups(office: Client, administrator: User) -> None:
    office.post(page_of(administrator), changed(groups=groups("CFO"), last_name="Keeper"))

    administrator.refresh_from_db()
    assert administrator.last_name == "Keeper"
    assert [group.name for group in administrator.groups.all()] == ["Administrator"]


def test_a_name_stays(office: Client, cfo: User) -> None:
    office.post(page_of(cfo), changed(username="other", groups=groups("CFO")))

    cfo.refresh_from_db()
    assert cfo.username == "anna"


def test_nobody_is_deleted(office: Client, cfo: User) -> None:
    assert office.post(f"{USERS}{cfo.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_system_account_is_shown_as_one_and_changed_by_nobody(
    office: Client, administrator: User
) -> None:
    system = User.objects.create_user("command-line", is_active=False)

    assert "system account, cannot sign in" in words(office.get(USERS))
    assert office.post(page_of(system), changed()).status_code == 403
    assert office.post(f"{USERS}{system.pk}/password-link/").status_code == 403
    with refused("command-line is a system account, with which nobody signs in."):
        issue_link(system, by=administrator)


@pytest.mark.parametrize("group", ["Treasury", "CFO", "Controller", "Auditor"])
def test_only_administrators_keep_accounts(db: None, cfo: User, group: str) -> None:
    client = logged_in(UserFactory(group=group))

    assert client.post(f"{USERS}add/", new("ben", "CFO")).status_code == 403
    assert client.post(page_of(cfo), changed()).status_code == 403
    assert client.post(f"{USERS}{cfo.pk}/unlock/").status_code == 403


def test_a_superuser_makes_a_superuser(cfo: User) -> None:
    client = logged_in(User.objects.create_superuser("chief"))

    client.post(page_of(cfo), changed(groups=groups("CFO"), is_superuser="on"))

    cfo.refresh_from_db()
    assert cfo.is_superuser


def test_keys_and_groups_have_no_page_in_the_administration(db: None) -> None:
    client = logged_in(User.objects.create_superuser("chief"))

    shown = {link for link in links(client.get("/admin/")) if link.startswith("/admin/")}

    assert USERS in shown
    assert not [link for link in shown if "otp" in link or "group" in link or "axes" in link]


def test_the_list_of_accounts_cannot_be_searched_by_the_digits_of_a_password(
    office: Client, cfo: User
) -> None:
    assert office.get(f"{USERS}?password__startswith=md5").status_code in (302, 400)


def test_the_history_of_an_account_says_who_changed_what(
    office: Client, administrator: User, cfo: User
) -> None:
    office.post(
        page_of(cfo),
        changed(groups=groups("CFO", "Controller"), expires_on="2099-01-31", last_name="Ng"),
    )
    with_second_factor(cfo)
    office.post(f"{USERS}{cfo.pk}/second-factor/")
    opened(link_in(office.post(f"{USERS}{cfo.pk}/password-link/")))

    told = words(office.get(f"{USERS}{cfo.pk}/history/"))

    assert "Last day: nothing → Jan 31, 2099" in told
    assert "Last name: nothing → Ng" in told
    assert "What was set: Link to choose a password" in told
    assert "What was set: Password chosen with that link" in told
    assert "What was set: Second factor" in told
    assert "Controller" in told
    assert "keeper" in told
    assert CHOSEN not in told
    assert "md5$" not in told
