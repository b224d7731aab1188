"""Holders, splits and requests for registration beside a warrant that was issued."""

from datetime import date

import pytest
from django.contrib import admin as django_admin
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from neoequity.people.models import User
from tests.admin.typed import sentences
from tests.books import nothing_changes
from tests.warrants.admin.typed import address
from tests.warrants.factories import (
    HolderFactory,
    another_holder,
)
from warrants.models import Balance, Holder, RegistrationRequest, Split, Warrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warrant")]
MODELS = ["holder", "warrant", "entry", "series", "callnotice", "split", "registrationrequest"]


def test_a_holder_that_entries_name_cannot_be_deleted_and_shows_what_it_has(
    admin: Client, warrant: Warrant, agent: Holder
) -> None:
    page = admin.get(address("holder_change", agent.pk)).content.decode()
    assert f'<a href="{address("warrant_change", warrant.pk)}">Warrant 1 of' in page
    assert "1,000 shares" in page

    with nothing_changes():
        response = admin.post(address("holder_delete", agent.pk), {"post": "yes"})

    assert "1 balance" in str(response.context["protected"])


def test_a_split_adjusts_the_warrants_and_stays(
    admin: Client, chief: User, warrant: Warrant, later: date
) -> None:
    form = {
        "issuer": warrant.issuer.slug,
        "effective_on": "2002-09-30",
        "new": "1",
        "old": "25",
        "source": "Form 8-K",
    }
    admin.post(address("split_add"), form)

    split = Split.objects.get()
    warrant.refresh_from_db()
    assert (warrant.outstanding, split.recorded_by) == (40, chief)
    page = admin.get(address("warrant_change", warrant.pk)).content.decode()
    assert "$130.0000" in page
    assert admin.post(address("split_change", split.pk), form).status_code == 403
    assert admin.post(address("split_delete", split.pk)).status_code == 403
    (entry,) = admin.get(address("split_history", split.pk)).context["entries"]
    assert entry.what == (
        "stock split of 1 for 25 of NeoTherapeutics, Inc. recorded, with effect from 2002-09-30"
    )
    assert entry.why == "Source: Form 8-K"
    with nothing_changes():
        again = admin.post(address("split_add"), form)
    sentence = "A split of Sep 30, 2002 is already recorded."
    assert sentence in sentences(again)["effective_on"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (
            {"effective_on": "2001-12-01"},
            {"effective_on": ["A split on Dec 1, 2001 is in the future; today is Nov 30, 2001."]},
        ),
        (
            {"new": "25"},
            {"new": ["A split gives new shares for a different number of old ones."]},
        ),
        ({"source": ""}, {"source": ["A split names its source."]}),
        ({"old": "1000001"}, {"old": ["A split counts up to 1,000,000 shares."]}),
    ],
)
def test_a_split_that_breaks_a_rule_is_refused(
    admin: Client, warrant: Warrant, said: dict[str, str], refused: dict[str, list[str]]
) -> None:
    form = {"issuer": warrant.issuer.slug, "effective_on": "2001-11-30", "new": "1", "old": "25"}
    with nothing_changes():
        response = admin.post(address("split_add"), {**form, "source": "Form 8-K", **said})
    assert sentences(response) == refused


def test_a_request_for_registration_waits_for_its_clock_and_then_stays(
    admin: Client, chief: User, warrant: Warrant, agent: Holder, later: date
) -> None:
    assert warrant.agreement is not None
    form = {
        "agreement": warrant.agreement.slug,
        "holder": agent.slug,
        "kind": "demand",
        "requested_on": "2002-11-14",
    }
    with nothing_changes():
        early = admin.post(address("registrationrequest_add"), form)
    assert sentences(early) == {
        "requested_on": [
            (
                "Registration can be requested from Nov 15, 2002 on (p. S-12); this request is "
                "dated Nov 14, 2002."
            )
        ]
    }

    admin.post(address("registrationrequest_add"), form | {"requested_on": "2002-11-15"})

    request = RegistrationRequest.objects.get()
    assert (request.holder, request.recorded_by) == (agent, chief)
    page = address("registrationrequest_change", request.pk)
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"kind": "piggyback"}).status_code == 403
    assert admin.post(address("registrationrequest_delete", request.pk)).status_code == 403
    (entry,) = admin.get(address("registrationrequest_history", request.pk)).context["entries"]
    assert (entry.who, entry.through) == ("chief", "Requested registration of shares")


def test_a_reader_records_nothing(reader: User) -> None:
    client = Client()
    client.force_login(reader)
    for model in MODELS:
        assert client.get(address(f"{model}_changelist")).status_code == 200
        assert client.get(address(f"{model}_add")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_and_every_new_form_too(
    admin: Client, warrant: Warrant, model: str
) -> None:
    assert admin.get(address(f"{model}_changelist")).status_code == 200
    expected = 403 if model == "entry" else 200
    assert admin.get(address(f"{model}_add")).status_code == expected


def test_balances_have_no_page_of_their_own() -> None:
    assert not django_admin.site.is_registered(Balance)


def test_the_page_of_a_warrant_asks_as_often_for_many_entries_as_for_few(
    admin: Client,
    warrant: Warrant,
    agent: Holder,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def transfer() -> None:
        form = {"holder_from": HolderFactory().slug, "shares": "10", "on": "2001-11-30"}
        to = another_holder("agent_officer")
        admin.post(address("warrant_transfer", warrant.pk), form | {"holder_to": to.slug})

    transfer()
    page = address("warrant_change", warrant.pk)
    admin.get(page)
    with django_assert_max_num_queries(30) as few:
        admin.get(page)
    asked = len(few)
    for _ in range(6):
        transfer()
    admin.get(page)

    assert warrant.entries.count() == 8
    with django_assert_num_queries(asked):
        admin.get(page)
