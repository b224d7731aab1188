"""Entries are made on the page of their warrant, through the actions."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.books.models import Approval
from neoequity.people.models import User
from tests.admin.typed import sentences, told
from tests.books import nothing_changes
from tests.factories import approved
from tests.warrants.admin.typed import address, typed
from tests.warrants.factories import ISSUED_BY, another_holder, last_entry
from warrants.models import Entry, Holder, Warrant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warrant")]
VERBS = ["exercise", "transfer", "cancel", "expire"]


def reverse_by_page(admin: Client, entry: Entry) -> None:
    """Asked for on its page, and approved by another."""
    admin.post(address("entry_reverse", entry.pk), {"on": "2001-11-20", "reason": "never paid"})
    approved(Approval.objects.get(kind="entry_reversal"), today=ISSUED_BY)


def test_an_exercise_for_cash(admin: Client, chief: User, warrant: Warrant, agent: Holder) -> None:
    url = address("warrant_exercise", warrant.pk)
    assert url in admin.get(address("warrant_change", warrant.pk)).content.decode()
    facts = admin.get(url).context["facts"]
    assert facts == (
        "Warrant 1 of NeoTherapeutics, Inc.: 1,000 shares outstanding (Cantor Fitzgerald & Co. "
        "1,000) at $5.2000 until Nov 15, 2006."
    )

    response: Any = admin.post(url, typed(agent))

    assert response.url == address("warrant_change", warrant.pk)
    assert told(admin, response.url) == [
        "Warrant 1 of NeoTherapeutics, Inc.: the exercise is in the register."
    ]
    entry = last_entry(warrant)
    assert (entry.kind, entry.shares, entry.shares_issued) == ("cash_exercise", 400, 400)
    assert (entry.cash, entry.recorded_by) == (Decimal("2080.00"), chief)


def test_a_cashless_exercise_waits_for_its_day(
    admin: Client, warrant: Warrant, agent: Holder, settings: Settings
) -> None:
    url = address("warrant_exercise", warrant.pk)
    cashless = typed(agent, way="cashless", market_price="10.40")
    with nothing_changes():
        refused = admin.post(url, cashless)
    assert sentences(refused) == {
        "on": [
            (
                "Cashless exercise is possible from Nov 15, 2002 on (p. S-12); this one is dated "
                "Nov 15, 2001."
            )
        ]
    }

    settings.NEOEQUITY_TODAY = date(2002, 11, 15)
    admin.post(url, cashless | {"on": "2002-11-15"})

    entry = last_entry(warrant)
    assert (entry.shares, entry.shares_issued, entry.cash) == (400, 200, Decimal(0))


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (
            {"shares": "1001"},
            {"shares": ["1,001 shares are more than the 1,000 that the holder has."]},
        ),
        (
            {"on": "2001-12-01"},
            {"on": ["An entry on Dec 1, 2001 is in the future; today is Nov 30, 2001."]},
        ),
        ({"shares": "1,00"}, None),
        ({"holder": "nobody"}, {"holder": ["There is no such holder of this warrant."]}),
    ],
)
def test_an_exercise_that_breaks_a_rule_is_refused_beside_its_field(
    admin: Client,
    warrant: Warrant,
    agent: Holder,
    said: dict[str, str],
    refused: dict[str, list[str]] | None,
) -> None:
    with nothing_changes():
        response = admin.post(address("warrant_exercise", warrant.pk), typed(agent, **said))

    if refused is None:
        assert list(sentences(response)) == ["shares"]
    else:
        assert sentences(response) == refused


def test_a_transfer_is_refused_to_a_director_and_made_to_an_officer(
    admin: Client, warrant: Warrant, agent: Holder
) -> None:
    director, officer = another_holder("agent_director"), another_holder("agent_officer")
    form = {"holder_from": agent.slug, "shares": "100", "on": "2001-11-30"}
    url = address("warrant_transfer", warrant.pk)

    with nothing_changes():
        refused = sentences(admin.post(url, form | {"holder_to": director.slug}))
    admin.post(url, form | {"holder_to": officer.slug})

    assert list(refused) == ["holder_to"]
    assert [text.split(" the warrant ")[0] for text in refused["holder_to"]] == [
        "By the agreement",
        "By the NASD rule",
    ]
    assert dict(warrant.balances.values_list("holder__slug", "shares")) == {
        agent.slug: 900,
        officer.slug: 100,
    }


def test_a_cancellation_needs_a_reason(admin: Client, warrant: Warrant, agent: Holder) -> None:
    url = address("warrant_cancel", warrant.pk)
    form = {"holder": agent.slug, "shares": "200", "on": "2001-11-30", "reason": " "}
    with nothing_changes():
        assert sentences(admin.post(url, form)) == {"reason": ["A cancellation needs a reason."]}

    admin.post(url, form | {"reason": "issued too many"})

    entry = last_entry(warrant)
    assert (entry.kind, entry.shares, entry.reason) == ("cancellation", 200, "issued too many")


def test_what_is_left_expires_after_the_last_day(
    admin: Client, warrant: Warrant, settings: Settings
) -> None:
    url, page = address("warrant_expire", warrant.pk), address("warrant_change", warrant.pk)
    assert url not in admin.get(page).content.decode()
    with nothing_changes():
        response = admin.post(url, {"on": "2001-11-30"})
    assert sentences(response) == {"on": ["The warrant can be exercised until Nov 15, 2006."]}

    settings.NEOEQUITY_TODAY = date(2006, 11, 16)
    assert url in admin.get(page).content.decode()
    admin.post(url, {"on": "2006-11-16"})

    warrant.refresh_from_db()
    assert (last_entry(warrant).kind, warrant.outstanding) == ("expiry", 0)
    assert not admin.get(page).context["acts"]


@pytest.mark.parametrize("verb", VERBS)
def test_without_the_right_nothing_is_entered_or_offered(
    clerk: Client, warrant: Warrant, verb: str
) -> None:
    assert not clerk.get(address("warrant_change", warrant.pk)).context["acts"]
    with nothing_changes():
        assert clerk.post(address(f"warrant_{verb}", warrant.pk), {}).status_code == 403


@pytest.mark.parametrize("verb", VERBS)
def test_an_unknown_warrant_is_not_found(admin: Client, verb: str) -> None:
    assert admin.get(address(f"warrant_{verb}", 404)).status_code == 404


def test_entries_are_added_changed_and_deleted_by_nobody(
    admin: Client, warrant: Warrant, exercised: Entry
) -> None:
    with nothing_changes():
        answers = [
            admin.post(address("entry_add"), {}),
            admin.post(address("entry_change", exercised.pk), {"shares": 1}),
            admin.post(address("entry_delete", exercised.pk), {"post": "yes"}),
        ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_history_tells_the_register_of_a_warrant_and_of_an_entry(
    admin: Client, warrant: Warrant, exercised: Entry
) -> None:
    reverse_by_page(admin, exercised)

    of_warrant = admin.get(address("warrant_history", warrant.pk)).context["entries"]
    of_entry = admin.get(address("entry_history", exercised.pk)).context["entries"]

    assert [entry.what for entry in of_warrant[::-1]] == [
        (
            "entry 1 of warrant 1 (NeoTherapeutics, Inc.), issue of 2001-11-15: 1,000 shares to "
            "Cantor Fitzgerald & Co."
        ),
        (
            "entry 2 of warrant 1 (NeoTherapeutics, Inc.), exercise for cash of 2001-11-15: 400 "
            "shares from Cantor Fitzgerald & Co. at $5.2000; 400 shares of common stock issued, "
            "$2,080.00 paid"
        ),
        (
            "entry 3 of warrant 1 (NeoTherapeutics, Inc.), reversal of entry 2 (exercise for "
            "cash) of 2001-11-20: (400) shares from Cantor Fitzgerald & Co. at $5.2000; (400) "
            "shares of common stock issued, ($2,080.00) paid"
        ),
    ]
    assert [entry.why for entry in of_warrant] == ["never paid", "", ""]
    assert [entry.through for entry in of_warrant[::-1]] == [
        "Issued a warrant",
        "Exercised warrants",
        "Reversed a warrant entry",
    ]
    assert of_entry == of_warrant[:2]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [3, 2, 1]),
        ("?standing=standing", [1]),
        ("?standing=reversed", [2]),
        ("?standing=reversal", [3]),
        ("?kind__exact=issue", [1]),
        ("?q=cantor", [3, 2, 1]),
        ("?q=7", []),
    ],
)
def test_the_list_is_filtered_and_searched(
    admin: Client, warrant: Warrant, exercised: Entry, query: str, numbers: list[int]
) -> None:
    reverse_by_page(admin, exercised)

    rows = admin.get(address("entry_changelist") + query).context["cl"].result_list

    assert [row.number for row in rows] == numbers
