"""Entries are reversed on their own page, by whom a CFO approves."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from neoequity.books.days import written
from neoequity.books.models import Approval
from neoequity.people.models import User
from tests.admin.typed import sentences, told
from tests.books import nothing_changes
from tests.factories import UserFactory, approved
from tests.warrants.admin.typed import address
from tests.warrants.factories import ISSUED_BY
from warrants.actions.register import cancel
from warrants.models import Entry, Holder, Warrant

pytestmark = pytest.mark.django_db


def test_an_entry_is_reversed_with_a_reason_and_a_day(
    admin: Client, chief: User, warrant: Warrant, exercised: Entry
) -> None:
    url, page = address("entry_reverse", exercised.pk), address("entry_change", exercised.pk)
    assert url in admin.get(page).content.decode()

    response: Any = admin.post(url, {"on": "2001-11-20", "reason": "never paid"})

    assert response.url == page
    assert told(admin, page) == [
        (
            "The reversal of entry 2 of warrant 1 of NeoTherapeutics, Inc. is awaiting approval "
            "by a CFO."
        )
    ]
    assert not Entry.objects.filter(reverses=exercised).exists()
    approved(Approval.objects.get(kind="entry_reversal"), today=ISSUED_BY)
    reversal = Entry.objects.get(reverses=exercised)
    assert (reversal.shares, reversal.cash) == (-400, Decimal("-2080.00"))
    assert (reversal.reason, reversal.recorded_by) == ("never paid", chief)
    shown = admin.get(page).content.decode()
    assert address("entry_change", reversal.pk) in shown
    assert url not in shown


def test_a_reversal_that_breaks_a_rule_is_refused(
    admin: Client, warrant: Warrant, exercised: Entry
) -> None:
    issue = warrant.entries.get(kind="issue")
    form = {"on": "2001-11-30", "reason": "wrong"}
    with nothing_changes():
        of_issue = admin.post(address("entry_reverse", issue.pk), form)
        early = admin.post(address("entry_reverse", exercised.pk), form | {"on": "2001-11-14"})
    assert sentences(of_issue) == {"": ["An issue is not reversed: cancel what should not stand."]}
    assert sentences(early) == {
        "on": [
            (
                f"Entry {exercised.number} is of {written(exercised.on)}: its reversal takes "
                "effect then or later."
            )
        ]
    }
    assert not admin.get(address("entry_change", issue.pk)).context["acts"]


def test_a_reader_reverses_nothing(reader: User, warrant: Warrant, agent: Holder) -> None:
    entry = cancel(
        warrant,
        holder=agent,
        shares=1,
        on=date(2001, 11, 30),
        reason="one too many",
        by=UserFactory(),
        today=date(2001, 11, 30),
    )
    client = Client()
    client.force_login(reader)

    assert not client.get(address("entry_change", entry.pk)).context["acts"]
    assert client.post(address("entry_reverse", entry.pk), {}).status_code == 403
    assert client.get(address("entry_reverse", 404)).status_code == 404
