"""Transfer, cancel, write off, reverse by page; the warrant's story and its holders."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Approval
from tests.factories import UserFactory, approved
from tests.pages.plain_text import links, words
from tests.warrants.factories import ISSUED_BY, another_holder, issued_warrant, last_entry
from warrants.actions.register import exercise
from warrants.models import Balance, Entry, Holder, Warrant

pytestmark = pytest.mark.django_db

FIRST = "/warrants/neotherapeutics/1/"


def giving(**other: Any) -> dict[str, Any]:
    said = {"holder_from": "cantor-fitzgerald", "holder_to": "taker", "shares": "100"}
    return {**said, "on": "2001-11-30", **other}


def test_an_exempt_person_takes_a_transfer_at_once(writer: Client) -> None:
    warrant = issued_warrant()
    taker = another_holder("agent_officer", slug="taker")
    page = writer.post(f"{FIRST}transfer/", giving(), follow=True)
    assert "100 shares are transferred to" in words(page)
    assert Balance.objects.get(warrant=warrant, holder=taker).shares == 100


@pytest.mark.parametrize("category", ["agent_director", "other"])
def test_a_transfer_before_the_clocks_is_refused_with_the_page(
    writer: Client, category: str
) -> None:
    issued_warrant()
    another_holder(category, slug="taker")
    page = writer.post(f"{FIRST}transfer/", giving())
    assert page.status_code == 422
    text = words(page)
    assert "By the agreement the warrant cannot be transferred before Nov 15, 2002" in text
    assert "By the NASD rule the warrant cannot be transferred before Nov 1, 2002" in text
    assert "(p. S-12)" in text
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"shares": "1001"}, "1,001 shares are more than the 1,000"),
        ({"on": "2001-12-01"}, "is in the future"),
        ({"holder_to": "cantor-fitzgerald"}, "cannot transfer to itself"),
        ({"holder_to": ""}, "To is missing."),
    ],
)
def test_transfers_that_are_refused(writer: Client, said: dict[str, str], sentence: str) -> None:
    issued_warrant()
    another_holder("agent_officer", slug="taker")
    page = writer.post(f"{FIRST}transfer/", giving(**said))
    assert page.status_code == 422
    assert sentence in words(page)
    assert Entry.objects.count() == 1


def test_a_cancellation_needs_a_reason(writer: Client) -> None:
    issued_warrant()
    said = {"holder": "cantor-fitzgerald", "shares": "10", "on": "2001-11-30"}
    refused = writer.post(f"{FIRST}cancel/", said)
    assert refused.status_code == 422
    assert "A cancellation needs a reason." in words(refused)
    assert Entry.objects.count() == 1
    page = writer.post(f"{FIRST}cancel/", said | {"reason": "Over-issued."}, follow=True)
    assert "10 shares of warrant 1 are cancelled." in words(page)
    assert "990 warrant shares outstanding" in words(page)


def test_what_expired_is_written_off_after_the_last_day_only(writer: Client, settings: Any) -> None:
    issued_warrant()
    early = writer.post(f"{FIRST}expire/", {"on": "2001-11-30"})
    assert early.status_code == 422
    assert "The warrant can be exercised until Nov 15, 2006." in words(early)
    assert Entry.objects.count() == 1
    settings.NEOEQUITY_TODAY = date(2006, 11, 16)
    page = writer.get(FIRST)
    assert f"{FIRST}expire/" in links(page)
    assert f"{FIRST}exercise/" not in links(page)
    done = writer.post(f"{FIRST}expire/", {"on": "2006-11-16"}, follow=True)
    assert "1,000 shares of warrant 1 have expired." in words(done)
    assert Warrant.objects.get().outstanding == 0


def test_a_reversal_is_linked_both_ways_and_happens_once(writer: Client) -> None:
    warrant = issued_warrant()
    agent = Holder.objects.get()
    by = UserFactory()
    exercise(warrant, holder=agent, shares=300, on=ISSUED_BY, way="cash", by=by, today=ISSUED_BY)
    address = f"{FIRST}entries/2/reverse/"
    asked = writer.get(address)
    assert "300 warrant shares go back to Cantor Fitzgerald & Co." in words(asked)
    assert "$1,560.00 is to be paid back" in words(asked)
    unsaid = writer.post(address, {"on": "2001-11-30"})
    assert unsaid.status_code == 422
    assert "A reversal needs a reason." in words(unsaid)
    page = writer.post(address, {"on": "2001-11-30", "reason": "Twice."}, follow=True)
    [request] = Approval.objects.filter(kind="entry_reversal")
    waits = f"{request} is awaiting a CFO's decision: approving it reverses entry 2."
    assert waits in words(page)
    assert Entry.objects.count() == 2
    approved(request, today=ISSUED_BY)
    page = writer.get(FIRST)
    text = words(page)
    assert "2. Exercise for cash reversed by entry 3" in text
    assert "3. Reversal of entry 2" in text
    assert f"{FIRST}#entry-1-3" in links(page)
    assert f"{FIRST}#entry-1-2" in links(page)
    assert last_entry(warrant).shares == -300
    again = writer.get(address)
    assert "Entry 2 was already reversed, by entry 3." in words(again)
    assert writer.post(address, {"on": "2001-11-30", "reason": "Again."}).status_code == 422
    assert Entry.objects.count() == 3


def test_an_issue_is_not_reversed(writer: Client) -> None:
    issued_warrant()
    page = writer.get(f"{FIRST}entries/1/reverse/")
    assert "An issue is not reversed: cancel what should not stand." in words(page)
    assert f"{FIRST}entries/1/reverse/" not in links(writer.get(FIRST))


def test_holders_read_as_on_the_day(reader: Client) -> None:
    issued_warrant()
    now = words(reader.get(FIRST))
    assert "Cantor Fitzgerald & Co. Agent 1,000 1,000 0 0" in now
    then = words(reader.get(FIRST + "?as_of=2002-11-15"))
    assert "Cantor Fitzgerald & Co. Agent 1,000 1,000 1,000 1,000" in then
    after = words(reader.get(FIRST + "?as_of=2006-11-16"))
    assert "Cantor Fitzgerald & Co. Agent 1,000 0 0 0" in after


def test_a_holders_page_has_its_holdings_and_entries(reader: Client) -> None:
    issued_warrant()
    text = words(reader.get("/warrants/holders/cantor-fitzgerald/"))
    assert "1,000 warrant shares of NeoTherapeutics, Inc. outstanding Category Agent" in text
    assert "Warrant 1 Sales Agreement Nov 15, 2006 $5.2000 1,000 1,000 0 0" in text
    assert "1. Issue Nov 15, 2001 to Cantor Fitzgerald & Co. 1,000" in text
    assert "It had nothing" in words(
        reader.get("/warrants/holders/cantor-fitzgerald/?as_of=2001-11-01")
    )
    everybody = words(reader.get("/warrants/holders/"))
    assert "Cantor Fitzgerald & Co. Agent NeoTherapeutics, Inc. 1 1,000" in everybody
