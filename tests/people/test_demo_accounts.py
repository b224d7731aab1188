"""The example's demo people: one visitor plays them all, and no office serves them."""

from datetime import date, timedelta

import pghistory
import pytest
from django.core.checks import run_checks
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from neoequity.clock import real_day
from neoequity.demo.people import make_people_with_passwords
from neoequity.people.actions import issue_link
from neoequity.people.demo_accounts import open_to_visitors
from neoequity.people.models import CredentialChange, User
from placements.actions.placement import ask_proposal
from tests.clients import logged_in
from tests.factories import PlacementFactory, approved
from tests.pages.plain_text import words
from tests.people.doors import PASSWORD, is_in, log_in
from tests.worlds import built_once

LOGIN = "/accounts/login/"
NAMES = ["demo-treasury", "demo-cfo", "demo-controller", "demo-auditor"]
NOTE = "These books are the example programme."


@built_once
def first_user(db: None) -> User:
    """A superuser who signs in with a password, as the first start makes one."""
    return User.objects.create_superuser("cfo", password=PASSWORD)


@built_once
def passwords(first_user: User) -> dict[str, str]:
    return make_people_with_passwords(real_day() + timedelta(days=1), by=first_user)


@pytest.fixture
def example_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 11, 13)


def make_inactive(*names: str) -> None:
    User.objects.filter(username__in=names).update(is_active=False)


def found_before_deployment() -> list[str]:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [message.msg for message in found if message.id == "neoequity.E002"]


def test_each_demo_person_signs_in_with_the_printed_password_and_reads_the_books(
    passwords: dict[str, str],
) -> None:
    for name, password in passwords.items():
        client = Client()
        assert log_in(client, name, password).status_code == 302
        assert is_in(client), name


def test_the_credentials_of_demo_people_are_nobody_elses_doing(passwords: dict[str, str]) -> None:
    assert list(passwords) == NAMES
    assert not CredentialChange.objects.exists()


def test_what_a_demo_cfo_approves_is_not_marked(passwords: dict[str, str]) -> None:
    treasury, cfo = (User.objects.get(username=name) for name in NAMES[:2])
    draft = PlacementFactory(by=treasury)

    request = approved(ask_proposal(draft, by=treasury), by=cfo)

    assert (request.decision, request.mark) == ("approved", "")


# The note on the sign-in page


def test_the_sign_in_page_names_the_demo_people_on_the_example_s_day(
    client: Client, passwords: dict[str, str], example_day: None
) -> None:
    page = words(client.get(LOGIN))

    assert NOTE in page
    assert [name for name in NAMES if name in page] == NAMES
    assert not [password for password in passwords.values() if password in page]


def test_the_note_costs_one_query(
    passwords: dict[str, str],
    example_day: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1):
        assert list(open_to_visitors()) == NAMES


def test_the_sign_in_page_says_nothing_on_the_clock_s_day(
    client: Client, passwords: dict[str, str]
) -> None:
    page = words(client.get(LOGIN))

    assert NOTE not in page
    assert "demo-" not in page


def test_the_sign_in_page_says_nothing_where_there_are_no_demo_people(
    client: Client, first_user: User, example_day: None
) -> None:
    page = words(client.get(LOGIN))

    assert NOTE not in page
    assert "demo-" not in page


def test_the_sign_in_page_leaves_out_who_is_inactive(
    client: Client, passwords: dict[str, str], example_day: None
) -> None:
    make_inactive("demo-cfo", "demo-auditor")

    assert list(open_to_visitors()) == ["demo-treasury", "demo-controller"]
    make_inactive(*NAMES)
    assert NOTE not in words(client.get(LOGIN))


def test_the_sign_in_page_leaves_out_an_auditor_whose_last_day_is_past(
    first_user: User, passwords: dict[str, str], example_day: None
) -> None:
    User.objects.filter(username="demo-auditor").update(expires_on=real_day() - timedelta(days=1))

    assert list(open_to_visitors()) == NAMES[:3]


def test_the_sign_in_page_leaves_out_whose_password_is_no_longer_the_printed_one(
    first_user: User, passwords: dict[str, str], example_day: None
) -> None:
    issue_link(User.objects.get(username="demo-treasury"), by=first_user)

    assert list(open_to_visitors()) == NAMES[1:]


def test_an_account_that_has_no_password_is_not_named(db: None, example_day: None) -> None:
    User.objects.create_user("demo-cfo")

    assert open_to_visitors() == {}


# The check before deployment


def test_the_check_before_deployment_names_active_demo_people(passwords: dict[str, str]) -> None:
    make_inactive("demo-controller")

    assert found_before_deployment() == [
        "Demo people can sign in to these books: demo-treasury, demo-cfo, demo-auditor."
    ]


def test_the_check_finds_nothing_once_all_are_inactive(passwords: dict[str, str]) -> None:
    make_inactive(*NAMES)

    assert found_before_deployment() == []


def test_the_check_lets_the_example_keep_its_demo_people(
    passwords: dict[str, str], example_day: None
) -> None:
    assert found_before_deployment() == []


def test_an_administrator_makes_a_demo_account_inactive_like_any_other(
    first_user: User, passwords: dict[str, str]
) -> None:
    demo_cfo = User.objects.get(username="demo-cfo")
    signed_in = logged_in(demo_cfo)
    assert is_in(signed_in)

    with pghistory.context(user=first_user.pk):
        make_inactive("demo-cfo")

    assert not is_in(signed_in)
