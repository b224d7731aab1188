"""The second factor: what a password alone no longer opens."""

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from neoequity.people.directory import known_people
from neoequity.people.models import User
from neoequity.people.second_factor import accepts
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, words
from tests.people.doors import code_of, is_in, log_in, with_second_factor
from tests.worlds import built_once

CODE = "/accounts/two-factor/code/"
SET_UP = "/accounts/two-factor/"


@built_once
def half_way(cfo: User) -> Client:
    """The CFO has a second factor, and has given only the password."""
    with_second_factor(cfo)
    client = Client()
    log_in(client, "anna")
    return client


@pytest.mark.parametrize(
    "path", ["/", "/sales/", "/admin/", "/exports/sales.csv", "/people/", "/accounts/password/"]
)
def test_nothing_opens_before_the_code(half_way: Client, path: str) -> None:
    answer = half_way.get(path)

    assert answer.status_code == 302
    assert answer["Location"] == f"{CODE}?next={path}"


def test_nothing_is_done_before_the_code(half_way: Client) -> None:
    answer = half_way.post("/sales/new/", {})

    assert answer["Location"] == f"{CODE}?next=/"


def test_an_address_that_is_not_there_tells_no_more_before_the_code(half_way: Client) -> None:
    assert half_way.get("/nowhere/")["Location"].startswith("/accounts/login/")


def test_the_page_of_the_code_names_no_issuer_and_no_agreement(half_way: Client) -> None:
    page = half_way.get(CODE)

    assert "Enter your code" in words(page)
    assert "Sales" not in words(page)
    assert breaks_the_policy(page) == []


def test_the_code_opens_and_leads_on(half_way: Client) -> None:
    answer = half_way.post(f"{CODE}?next=/sales/", {"code": code_of()})

    assert answer["Location"] == "/sales/"
    assert is_in(half_way)


def test_the_code_leads_to_no_other_site(half_way: Client) -> None:
    answer = half_way.post(f"{CODE}?next=https://elsewhere.example/", {"code": code_of()})

    assert answer["Location"] == "/"


def test_a_wrong_code_does_not_open(half_way: Client) -> None:
    answer = half_way.post(CODE, {"code": "000000"})

    assert answer.status_code == 422
    assert "This code does not fit." in words(answer)
    assert not is_in(half_way)


def test_a_code_works_once(cfo: User, half_way: Client) -> None:
    code = code_of()
    half_way.post(CODE, {"code": code})
    second = Client()
    log_in(second, "anna")

    second.post(CODE, {"code": code})

    assert not is_in(second)


def test_after_a_wrong_code_the_right_one_must_wait(half_way: Client) -> None:
    half_way.post(CODE, {"code": "000000"})

    half_way.post(CODE, {"code": code_of()})

    assert not is_in(half_way)


def test_a_recovery_code_opens_once(cfo: User) -> None:
    recovery, *_rest = with_second_factor(cfo)
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client, "anna")
        client.post(CODE, {"code": recovery.upper()})

    assert is_in(first)
    assert not is_in(second)


def test_the_code_of_another_does_not_open(cfo: User, administrator: User) -> None:
    with_second_factor(cfo)
    stolen, *_rest = with_second_factor(administrator)

    assert not accepts(known_people().get(pk=cfo.pk), stolen)


def test_whoever_has_none_sets_it_up_with_a_code_and_sees_ten_recovery_codes_once(
    cfo: User,
) -> None:
    client = logged_in(cfo)
    page = client.get(SET_UP)
    key = client.session["offered_key"]
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert breaks_the_policy(page) == []

    shown = client.post(SET_UP, {"code": code_of(key)})

    assert shown.content.decode().count("<li><code>") == 10
    assert "They are not shown again." in words(shown)
    assert "10 recovery codes are left" in words(client.get(SET_UP))
    assert is_in(client)


def test_a_code_that_does_not_fit_sets_up_nothing(cfo: User) -> None:
    client = logged_in(cfo)

    answer = client.post(SET_UP, {"code": "12345a"})

    assert "This code does not fit the key." in words(answer)
    assert not TOTPDevice.objects.exists()


def test_another_phone_ends_the_first_one(cfo: User) -> None:
    with_second_factor(cfo)
    client = Client()
    log_in(client, "anna")
    client.post(CODE, {"code": code_of()})
    client.get(SET_UP)

    client.post(SET_UP, {"code": code_of(client.session["offered_key"])})

    assert TOTPDevice.objects.count() == 1
    assert is_in(client)
    assert not accepts(known_people().get(pk=cfo.pk), code_of(steps=1))


def test_new_recovery_codes_end_the_earlier_ones(cfo: User) -> None:
    earlier, *_rest = with_second_factor(cfo)
    client = Client()
    log_in(client, "anna")
    client.post(CODE, {"code": code_of()})

    shown = client.post("/accounts/two-factor/recovery-codes/")

    assert shown.content.decode().count("<li><code>") == 10
    assert not accepts(known_people().get(pk=cfo.pk), earlier)


def test_recovery_codes_without_a_phone_lead_to_the_set_up(cfo: User) -> None:
    answer = logged_in(cfo).post("/accounts/two-factor/recovery-codes/")

    assert answer["Location"] == SET_UP


@pytest.mark.parametrize("group", ["CFO", "Administrator"])
def test_where_it_is_required_nothing_opens_before_it_is_set_up(
    db: None, settings: Settings, group: str
) -> None:
    settings.TWO_FACTOR_REQUIRED = True
    client = logged_in(UserFactory(group=group))

    assert client.get("/people/permissions/")["Location"] == f"{SET_UP}?next=/people/permissions/"
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_of(client.session["offered_key"])})
    assert client.get("/people/permissions/").status_code == 200


def test_where_it_is_required_a_superuser_needs_it_too(db: None, settings: Settings) -> None:
    settings.TWO_FACTOR_REQUIRED = True
    client = logged_in(User.objects.create_superuser("chief"))

    assert client.get("/")["Location"] == f"{SET_UP}?next=/"


def test_where_it_is_required_the_others_need_none(db: None, settings: Settings) -> None:
    settings.TWO_FACTOR_REQUIRED = True

    assert is_in(logged_in(UserFactory(group="Treasury")))


def test_an_administrator_resets_the_second_factor_of_somebody_else(
    cfo: User, office: Client
) -> None:
    with_second_factor(cfo)

    answer = office.post(f"/admin/people/user/{cfo.pk}/second-factor/", follow=True)

    assert "The second factor of anna is reset." in words(answer)
    client = Client()
    log_in(client, "anna")
    assert client.get("/")["Location"] == "/accounts/credentials/?next=/"  # not to the code


def test_nobody_resets_the_own_second_factor(administrator: User, office: Client) -> None:
    answer = office.post(f"/admin/people/user/{administrator.pk}/second-factor/")

    assert "Your own second factor is reset by another Administrator." in words(answer)
