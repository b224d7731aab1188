"""Sales reversed after their warrant was issued and partly exercised: every way out is open."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Sale
from tests.clients import logged_in
from tests.factories import UserFactory, reverse_sale, sell
from tests.pages.plain_text import words
from tests.warrants.factories import reverse_entry, sold_placement
from tests.worlds import built_once
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise
from warrants.models import Entry, Holder, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.owed import over_issues
from warrants.selectors.register import holdings

REVERSED = date(2001, 12, 3)
TODAY = date(2001, 12, 5)


@built_once
def exercised(warrant: Warrant, agent: Holder, treasurer: User) -> Entry:
    """Of 1,000 shares 600 were exercised; then all of the sales were reversed."""
    done: dict[str, Any] = {"by": treasurer, "today": TODAY}
    entry = exercise(warrant, holder=agent, shares=600, on=date(2001, 11, 30), way="cash", **done)
    reverse_sale(Sale.objects.get(), on=REVERSED, reason="never made", **done)
    return entry


def told() -> tuple[list[int], int, list[Entry]]:
    """Which parts can be cancelled, what cannot, and the exercises by which it went."""
    [over] = over_issues(accruals(TODAY), holdings(TODAY))
    return [part.shares for part in over.parts], over.rest, over.exercises


def test_what_is_outstanding_is_cancelled_and_what_was_exercised_stays_named(
    exercised: Entry, warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    assert told() == ([400], 600, [exercised])
    done: dict[str, Any] = {"on": REVERSED, "by": treasurer, "today": TODAY}
    cancel(warrant, holder=agent, shares=400, reason="over-issued", **done)
    assert told() == ([], 600, [exercised])


def test_a_wrong_exercise_is_reversed_and_its_shares_are_cancelled(
    exercised: Entry, warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    done: dict[str, Any] = {"on": REVERSED, "by": treasurer, "today": TODAY}
    cancel(warrant, holder=agent, shares=400, reason="over-issued", **done)
    reverse_entry(exercised, reason="a mistake", by=treasurer, today=TODAY, on=exercised.on)
    assert told() == ([600], 0, [])
    cancel(warrant, holder=agent, shares=600, reason="over-issued", **done)
    assert over_issues(accruals(TODAY), holdings(TODAY)) == []


def test_sales_booked_again_under_the_placement_earn_first_what_was_exercised(
    warrant: Warrant, agent: Holder, treasurer: User
) -> None:
    """1,000 issued, 600 exercised, 400 cancelled; the same 10,000 are sold again: 400 are due."""
    done: dict[str, Any] = {"by": treasurer, "today": TODAY}
    placement = sold_placement(warrant.agreement, by=treasurer, closed=False)
    warrant = issue_warrant(placement.agreement, placement, **done)
    exercise(warrant, holder=agent, shares=600, on=date(2001, 11, 30), way="cash", **done)
    wrong = placement.sales.get()
    reverse_sale(wrong, on=wrong.trade_date, reason="another price", **done)
    cancel(warrant, holder=agent, shares=400, on=REVERSED, reason="over-issued", **done)
    again = sell(placement, 10_000, "4.10", by=treasurer)
    assert again.settlement_date is not None
    deliver([again], delivered_on=again.settlement_date, **done)
    further = issue_warrant(placement.agreement, placement, **done)
    assert (further.shares, further.exercise_price) == (400, Decimal("5.3300"))
    assert over_issues(accruals(TODAY), holdings(TODAY)) == []


def test_the_page_names_the_steps_and_links_to_each(
    exercised: Entry, warrant: Warrant, settings: Settings
) -> None:
    settings.NEOEQUITY_TODAY = TODAY
    client: Client = logged_in(UserFactory(username="writer"))
    page = client.get("/warrants/")
    text = words(page)
    assert "600 of them are no longer outstanding: they were exercised by the entries below" in text
    assert "If an exercise was wrong, reverse it" in text
    assert "every closing meanwhile needs a note" in text
    link = f"/warrants/neotherapeutics/1/entries/{exercised.number}/reverse/?on=2001-11-30"
    assert link in page.content.decode()
    opened = client.get(link)
    assert opened.status_code == 200
    assert 'value="2001-11-30"' in opened.content.decode()
