"""A warrant whose price no longer follows from its sales: told, and corrected step by step."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Sale
from tests.amendments.changing import corrected
from tests.clients import logged_in
from tests.factories import UserFactory, reverse_sale, sell
from tests.pages.plain_text import words
from tests.warrants.factories import issued_warrant
from tests.worlds import built_once
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise
from warrants.actions.split import record_split
from warrants.models import Holder, Warrant
from warrants.selectors.accruals import accruals
from warrants.selectors.ledger import prove_register
from warrants.selectors.misfits import misfits

pytestmark = pytest.mark.django_db

REVERSED_ON, TODAY = date(2001, 12, 3), date(2001, 12, 20)
SENTENCE = (
    "Warrant 1 for 1,000 shares at $5.2000 stands issued for placement 1 of the Sales Agreement; "
    "its sales now earn 1,000 shares at $6.5000. Cancel what is outstanding with a reason, then "
    "issue the warrant anew."
)


@built_once
def person() -> User:
    user: User = UserFactory(username="treasurer")
    return user


@built_once
def warrant(person: User) -> Warrant:
    return issued_warrant(by=person)


def book_again(warrant: Warrant, by: User, shares: int = 10_000, price: str = "5.00") -> None:
    """The sale behind it is reversed, and booked with other figures of the same day."""
    sale = Sale.objects.get()
    assert warrant.placement is not None
    reverse_sale(sale, on=REVERSED_ON, reason="wrong price", by=by, today=TODAY)
    again = sell(warrant.placement, shares, price, by=by, today=TODAY)
    deliver([again], delivered_on=date(2001, 11, 15), by=by, today=TODAY)


def issue_anew(warrant: Warrant, by: User) -> Warrant:
    """For the same placement, once it was cancelled."""
    assert warrant.agreement is not None
    anew: Warrant = issue_warrant(warrant.agreement, warrant.placement, by=by, today=TODAY)
    return anew


def test_a_warrant_that_follows_from_its_sales_is_none(warrant: Warrant) -> None:
    assert misfits(TODAY) == []


def test_booked_again_at_another_price_it_is_told_what_stands_and_what_follows(
    warrant: Warrant, person: User
) -> None:
    book_again(warrant, person)
    [misfit] = misfits(TODAY)
    assert misfit.sentence == SENTENCE
    assert [(part.holding.holder.category, part.shares) for part in misfit.parts] == [
        ("agent", 1_000)
    ]
    assert prove_register().differences == []


def test_cancelled_and_issued_anew_it_fits(warrant: Warrant, person: User) -> None:
    book_again(warrant, person)
    told: dict[str, Any] = {"by": person, "today": TODAY}
    agent = Holder.objects.get()
    cancel(warrant, holder=agent, shares=1_000, on=TODAY, reason="wrong price", **told)
    assert misfits(TODAY) == []
    anew = issue_anew(warrant, person)
    assert (anew.shares, anew.exercise_price) == (1_000, Decimal("6.5000"))
    assert (misfits(TODAY), prove_register().differences) == ([], [])


def test_after_a_split_all_of_it_is_issued_anew(warrant: Warrant, person: User) -> None:
    told: dict[str, Any] = {"by": person, "today": TODAY}
    assert warrant.agreement is not None
    split: dict[str, Any] = {"new": 1, "old": 30, "source": "Form 8-K", **told}
    record_split(warrant.agreement.issuer, effective_on=date(2001, 12, 10), **split)
    corrected(warrant.agreement, warrant_strike_rate=Decimal("1.50"))
    assert [each.sentence[:46] for each in misfits(TODAY)] == [
        "Warrant 1 for 1,000 shares at $5.2000 stands i"
    ]
    # 1,000 / 30 = 33.33: the third that the split dropped is nobody's
    cancel(warrant, holder=Holder.objects.get(), shares=33, on=TODAY, reason="terms", **told)
    anew = issue_anew(warrant, person)
    assert (anew.shares, anew.exercise_price, anew.outstanding) == (1_000, Decimal("6.0000"), 33)
    assert misfits(TODAY) == []


def test_a_late_sale_of_another_price_is_told(warrant: Warrant, person: User) -> None:
    assert warrant.placement is not None
    book_again(warrant, person, 8_000, "4.00")
    [accrual] = accruals(TODAY)
    assert (misfits(TODAY), accrual.owed.over_issued) == ([], 200)  # the price is the same
    late = sell(warrant.placement, 2_000, "6.00", by=person, today=TODAY)
    deliver([late], delivered_on=date(2001, 11, 15), by=person, today=TODAY)
    assert "now earn 1,000 shares at $5.7200" in misfits(TODAY)[0].sentence


def test_what_was_exercised_stays_and_the_rest_is_issued_anew(
    warrant: Warrant, person: User
) -> None:
    told: dict[str, Any] = {"by": person, "today": TODAY}
    agent = Holder.objects.get()
    exercise(warrant, holder=agent, shares=300, on=date(2001, 11, 30), way="cash", **told)
    book_again(warrant, person)
    assert [part.shares for part in misfits(TODAY)[0].parts] == [700]
    cancel(warrant, holder=agent, shares=700, on=TODAY, reason="wrong price", **told)
    assert issue_anew(warrant, person).shares == 700
    assert misfits(TODAY) == []


# Pages


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/agreements/sales-agreement/",
        "/placements/sales-agreement/1/",
        "/warrants/",
        "/warrants/issue/sales-agreement/1/",
    ],
)
def test_it_is_told_where_it_is_looked_for_with_the_way_to_correct_it(
    warrant: Warrant, person: User, settings: Settings, page: str
) -> None:
    settings.NEOEQUITY_TODAY = TODAY
    reader: Client = logged_in(person)
    assert "stands issued" not in words(reader.get(page))
    book_again(warrant, person)
    response = reader.get(page)
    assert SENTENCE in words(response)
    assert "Cancel the 1,000 of warrant 1 held by Cantor Fitzgerald & Co." in words(response)
    assert "/warrants/neotherapeutics/1/cancel/?" in response.content.decode()
