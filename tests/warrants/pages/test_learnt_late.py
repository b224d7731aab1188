"""What the pages say of a split learnt late, of shares from before it, and of a mistyped bid."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from neoequity.books.models import Approval
from tests.factories import UserFactory, approved
from tests.pages.plain_text import links, words
from tests.warrants.factories import another_holder, issued_warrant, opened_warrant
from warrants.actions.calls import exercises_at
from warrants.actions.register import exercise, transfer
from warrants.models import CallNotice, Split, Warrant

pytestmark = pytest.mark.django_db

SPLITS = "/warrants/splits/"
FIRST = "/warrants/neotherapeutics/1/"
SPLIT = {
    "issuer": "neotherapeutics",
    "effective_on": "2002-09-05",
    "new": "1",
    "old": "25",
    "source": "Form 8-K",
}


@pytest.fixture
def used(later: date) -> Warrant:
    """300 of 1,000 go to an officer on Sep 10, 2002 and 100 are exercised on Sep 12, 2002."""
    by = UserFactory()
    warrant = issued_warrant(by=by)
    agent = warrant.balances.get().holder
    told: dict[str, Any] = {"by": by, "today": later}
    officer = another_holder("agent_officer", name="An Officer")
    parties: dict[str, Any] = {"holder_from": agent, "holder_to": officer}
    transfer(warrant, **parties, shares=300, on=date(2002, 9, 10), **told)
    exercise(warrant, holder=agent, shares=100, on=date(2002, 9, 12), way="cash", **told)
    return warrant


def test_the_page_explains_the_steps_and_links_to_what_was_entered_meanwhile(
    writer: Client, used: Warrant
) -> None:
    asked = words(writer.get(SPLITS))
    assert "A split can be recorded after later entries of the register" in asked
    page = writer.post(SPLITS, SPLIT | {"check": "1"})
    text = words(page)
    assert "Warrant 1 Cantor Fitzgerald & Co. 1,000 40 $5.2000 $130.0000" in text
    assert "Warrant 1, entry 2 Sep 10, 2002 Transfer 300 12 Reverse" in text
    assert "Warrant 1, entry 3 Sep 12, 2002 Exercise for cash 100 4 Reverse" in text
    assert f"{FIRST}entries/3/reverse/?on=2002-09-12" in links(page)
    assert not Split.objects.exists()


def test_after_it_no_page_mixes_old_shares_and_new(writer: Client, used: Warrant) -> None:
    assert writer.post(SPLITS, SPLIT).status_code == 302
    text = words(writer.get(FIRST))
    assert "36 warrant shares outstanding at $130.0000" in text
    assert "Issued for 40 (1,000 before the splits) Exercised 4 Cancelled 0" in text
    assert "All counts above are in shares of Jan 15, 2003" in text
    assert "100 in shares of before Sep 5, 2002; 4 in those of Jan 15, 2003" in text
    assert "An Officer Officer of the agent 12 12 12 12" in text
    assert "Nov 15, 2001 Nov 15, 2006 $130.0000 40 4 36" in words(writer.get("/warrants/"))
    before = words(writer.get(f"{FIRST}?as_of=2002-09-04"))
    assert "1,000 warrant shares outstanding at $5.2000" in before
    assert "in shares of before" not in before


def test_a_reversal_across_the_split_says_what_it_gives_back(writer: Client, used: Warrant) -> None:
    writer.post(SPLITS, SPLIT)
    text = words(writer.get(f"{FIRST}entries/3/reverse/"))
    assert "4 warrant shares, 100 in the shares in which the entry is stated, go back to" in text
    assert "$520.00 is to be paid back" in text
    assert writer.get(f"{FIRST}entries/3/reverse/?on=nonsense").status_code == 200


# A mistyped bid


def priced(writer: Client, bid: str) -> CallNotice:
    writer.post("/warrants/series/class-b/call/", {"delivered_on": "2001-11-28"})
    call = CallNotice.objects.get()
    said = {"closing_bid": bid, "market_price": bid}
    writer.post(f"/warrants/series/class-b/calls/{call.pk}/price/", said)
    return CallNotice.objects.get()


def test_a_mistyped_bid_is_corrected_once_a_cfo_approves(writer: Client) -> None:
    opened_warrant()
    call = priced(writer, "40.40")
    address = f"/warrants/series/class-b/calls/{call.pk}/correct/"
    assert address in links(writer.get("/warrants/series/class-b/"))
    said = {"closing_bid": "4.04", "market_price": "4.04", "reason": "A slip."}
    checked = writer.post(address, said | {"check": "1"})
    assert "times 95.00%" in words(checked)
    unsaid = writer.post(address, said | {"reason": ""})
    assert unsaid.status_code == 422
    assert "A correction needs a reason." in words(unsaid)
    page = writer.post(address, said, follow=True)
    [request] = Approval.objects.filter(kind="call_correction")
    assert f"{request} is awaiting a CFO's decision" in words(page)
    assert "is already awaiting a CFO's decision" in words(writer.get(address))
    approved(request, today=date(2001, 11, 30))
    assert "Notice of Nov 28, 2001 $3.8380" in words(writer.get("/warrants/series/class-b/"))


def test_exercises_at_the_price_are_listed_with_the_way_to_reverse_them(writer: Client) -> None:
    warrant = opened_warrant()
    call = priced(writer, "40.40")
    holder = warrant.balances.get().holder
    day = call.bid_on
    told: dict[str, Any] = {"by": UserFactory(), "today": date(2001, 11, 30)}
    exercise(warrant, holder=holder, shares=10, on=day, way="cash", call=call, **told)
    assert exercises_at(call).count() == 1
    page = writer.get(f"/warrants/series/class-b/calls/{call.pk}/correct/")
    text = words(page)
    assert "Entry 2 of warrant 1 is an exercise at this price: reverse it first." in text
    assert f"{FIRST}entries/2/reverse/?on={day}" in links(page)
