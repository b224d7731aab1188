"""Who may open and do what with warrants, and on which day."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import logged_in
from tests.factories import UserFactory
from tests.pages.plain_text import breaks_the_policy, links, words
from tests.warrants.factories import (
    another_holder,
    issued_warrant,
    opened_warrant,
    sold_placement,
)
from tests.worlds import built_once
from warrants.actions.calls import give_call_notice
from warrants.actions.register import transfer
from warrants.models import CallNotice, Entry, RegistrationRequest, Series, Split, Warrant

pytestmark = pytest.mark.django_db

HERE = "neotherapeutics"
#: What every reader may send: to sign out, to choose light or dark, to save a view of a list.
ITS_OWN = ("logout", "appearance", "saved:save")
READING = [
    ("register", ()),
    ("issue", ("sales-agreement",)),
    ("issue_placement", ("sales-agreement", 2)),
    ("warrant", (HERE, 1)),
    ("warrant", (HERE, 2)),
    ("holders", ()),
    ("holder", ("cantor-fitzgerald",)),
    ("series", ("class-b",)),
    ("splits", ()),
    ("registration", ()),
]
WRITING = [
    ("exercise", (HERE, 1), "add_entry"),
    ("transfer", (HERE, 1), "add_entry"),
    ("cancel", (HERE, 1), "add_entry"),
    ("expire", (HERE, 1), "add_entry"),
    ("reverse", (HERE, 1, 2), "add_entry"),
    ("call", ("class-b",), "add_callnotice"),
]
# Pages that everybody reads and few may send.
SENDING = [
    ("issue_placement", ("sales-agreement", 2), "add_warrant"),
    ("splits", (), "add_split"),
    ("registration", (), "add_registrationrequest"),
    ("exercise_preview", (HERE, 1), "add_entry"),
]
UNKNOWN = [
    ("issue", ("elsewhere",)),
    ("issue_placement", ("sales-agreement", 99)),
    ("warrant", (HERE, 99)),
    ("warrant", ("elsewhere", 1)),
    ("warrant", (HERE, 10**30)),
    ("exercise", (HERE, 99)),
    ("reverse", (HERE, 1, 99)),
    ("holder", ("elsewhere",)),
    ("series", ("elsewhere",)),
    ("price_call", ("class-b", 99_999_999)),
]


@built_once(autouse=True)
def _a_register(db: None) -> None:
    by = UserFactory()
    warrant = issued_warrant(by=by)
    agreement = warrant.agreement
    assert agreement is not None
    sold_placement(agreement, by=by)
    opened_warrant(by=by)
    transfer(
        warrant,
        holder_from=warrant.balances.get().holder,
        holder_to=another_holder("agent_officer"),
        shares=100,
        on=warrant.issued_on,
        by=by,
        today=warrant.issued_on,
    )


def url(name: str, args: tuple[object, ...] = ()) -> str:
    return reverse(f"warrants:{name}", args=args)


def books() -> tuple[int, ...]:
    rows: list[Any] = [Warrant, Entry, Split, CallNotice, RegistrationRequest]
    return tuple(model.objects.count() for model in rows)


@pytest.mark.parametrize(
    ("name", "args"), [*READING, *[row[:2] for row in WRITING], *[row[:2] for row in SENDING]]
)
def test_a_stranger_is_sent_to_the_login(
    stranger: Client, name: str, args: tuple[object, ...]
) -> None:
    for response in (stranger.get(url(name, args)), stranger.post(url(name, args))):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(("name", "args"), READING)
def test_a_reader_may_read_and_is_offered_nothing_to_write(
    reader: Client, name: str, args: tuple[object, ...]
) -> None:
    page = reader.get(url(name, args))
    assert page.status_code == 200
    assert breaks_the_policy(page) == []
    sends = re.findall(r'method="post" action="([^"]+)"', page.content.decode())
    assert set(sends) <= {reverse(name) for name in ITS_OWN}
    for verb in ("exercise/", "transfer/", "cancel/", "expire/", "reverse/", "call/"):
        assert not [link for link in links(page) if link.endswith(verb)]


@pytest.mark.parametrize(("name", "args", "permission"), WRITING)
def test_a_page_that_writes_needs_its_permission_and_the_day_itself(
    reader: Client, name: str, args: tuple[object, ...], permission: str
) -> None:
    before = books()
    assert reader.get(url(name, args)).status_code == 403
    assert reader.post(url(name, args)).status_code == 403
    entrusted = logged_in(UserFactory(permissions=[permission]))
    page = entrusted.get(url(name, args))
    assert page.status_code == 200
    assert breaks_the_policy(page) == []
    assert entrusted.get(url(name, args) + "?as_of=2001-11-20").status_code == 409
    assert entrusted.post(url(name, args) + "?as_of=2001-11-20").status_code == 409
    assert books() == before


@pytest.mark.parametrize(("name", "args", "permission"), SENDING)
def test_what_everybody_reads_few_may_send(
    reader: Client, name: str, args: tuple[object, ...], permission: str
) -> None:
    before = books()
    assert reader.post(url(name, args)).status_code == 403
    entrusted = logged_in(UserFactory(permissions=[permission]))
    assert entrusted.post(url(name, args) + "?as_of=2001-11-20").status_code == 409
    assert books() == before
    assert entrusted.post(url(name, args)).status_code in (200, 302, 422)


@pytest.mark.parametrize(("name", "args"), UNKNOWN)
def test_what_is_not_there_is_not_found(
    writer: Client, name: str, args: tuple[object, ...]
) -> None:
    assert writer.get(url(name, args)).status_code == 404


def test_the_price_of_a_call_needs_its_permission(reader: Client, writer: Client) -> None:
    call = give_call_notice(
        Series.objects.get(),
        delivered_on=_day(28),
        by=UserFactory(),
        today=_day(30),
    )
    address = url("price_call", ("class-b", call.pk))
    assert reader.get(address).status_code == 403
    assert writer.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [("warrant", (HERE, 1)), ("series", ("class-b",))],
)
def test_before_it_began_a_page_says_so(
    reader: Client, name: str, args: tuple[object, ...]
) -> None:
    page = reader.get(url(name, args) + "?as_of=2001-10-01")
    assert page.status_code == 404
    assert "As of Oct 1, 2001 there was no" in words(page)


def test_on_another_day_there_are_no_buttons(writer: Client) -> None:
    today = writer.get(url("warrant", (HERE, 1)))
    then = writer.get(url("warrant", (HERE, 1)) + "?as_of=2001-11-20")
    assert url("exercise", (HERE, 1)) in links(today)
    assert url("exercise", (HERE, 1)) not in links(then)
    issue = url("issue_placement", ("sales-agreement", 2))
    assert "Issue warrant" in words(writer.get(issue))
    assert "Issue warrant" not in words(writer.get(issue + "?as_of=2001-11-20"))


def _day(number: int) -> Any:
    return Entry.objects.earliest("on").on.replace(day=number)
