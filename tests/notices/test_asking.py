"""The one question: its order, what it folds, its keys and links, and how often it asks."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Issuer
from neoequity.notices.asking import notices_for
from neoequity.notices.notice import Notice, Urgency, number_of
from neoequity.people.models import User
from placements.models import Placement
from tests.clients import logged_in
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    sell,
    sell_many,
)
from tests.notices.conftest import NOON, Told
from tests.programmes import load_shipped
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

GROUPS = ("Treasury", "CFO", "Controller", "Auditor", "Administrator")


@built_once
def published(db: None) -> Issuer:
    """The shipped programme, in which much waits."""
    return load_shipped(UserFactory(username="loader"), with_history=True)


def _placements() -> list[Placement]:
    sales = PlacementFactory(accepted=True, shares_offered=2_000_000)
    other = PlacementFactory(
        agreement=AgreementFactory(other=True), accepted=True, shares_offered=1_000_000
    )
    return [sales, other]


def test_the_most_urgent_come_first_and_then_the_earliest(told: Told, published: Issuer) -> None:
    found = told("CFO", on=date(2001, 11, 16))
    order = [(each.urgency, each.on) for each in found]
    assert order == sorted(order)
    assert {each.urgency for each in found} == set(Urgency)


def test_every_notice_is_a_sentence_and_has_a_key_of_its_own(told: Told, published: Issuer) -> None:
    found = told("CFO", on=date(2001, 11, 16))
    assert [each.text for each in found if not each.text.endswith(".")] == []
    assert [each.text for each in found if ".." in each.text or "  " in each.text] == []
    assert len({each.key for each in found}) == len(found)
    assert all(each.key.startswith(f"{each.kind}:") for each in found)


def test_a_key_stays_the_same_while_its_thing_waits(told: Told, published: Issuer) -> None:
    keys = [
        {each.key for each in told("CFO", on=date(2001, 11, day), kind="settlement_overdue")}
        for day in (16, 17)
    ]
    assert keys[0] == keys[1] != set()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("day", [TODAY, date(2001, 11, 16)], ids=str)
def test_every_link_opens_for_the_person_who_is_told(
    published: Issuer, group: str, day: date
) -> None:
    UserFactory(username="kim", group="Controller", expires_on=TODAY)
    user = UserFactory(group=group)
    client: Client = logged_in(user)
    found = notices_for(user, day, today=day, now=NOON)
    opened = {each.href: client.get(each.href).status_code for each in found}
    assert {href: status for href, status in opened.items() if status != 200} == {}
    assert bool(opened)


def test_of_a_kind_five_are_told_and_the_others_counted(told: Told) -> None:
    for day in range(1, 9):
        placement = PlacementFactory(
            agreement=AgreementFactory(slug=f"agreement-{day}", name=f"Agreement {day}"),
            accepted=True,
        )
        sell(placement, 10, trade_date=date(2001, 10, 5))
    found = told(kind="settlement_overdue")
    assert len(found) == 6
    last = next(each for each in found if each.number == 3)
    assert last.text == "Settlements overdue: 3 more notices, the first on Oct 11, 2001."
    assert last.href == "/notices/?kind=settlement_overdue"
    assert last.urgency is Urgency.URGENT
    assert number_of(found) == 8


def test_a_past_day_tells_nothing_that_has_no_earlier_state(published: Issuer) -> None:
    loader = User.objects.get(username="loader")
    today = notices_for(loader, TODAY, today=TODAY, now=NOON)
    past = notices_for(loader, date(2001, 11, 12), today=TODAY, now=NOON)
    assert [each.kind for each in today if each.group == "Approvals"] != []
    assert [each.kind for each in past if each.group == "Approvals"] == []


@pytest.mark.parametrize("group", GROUPS)
def test_it_asks_as_often_for_a_thousand_sales_as_for_ten(group: str) -> None:
    by = UserFactory()
    user = UserFactory(group=group)
    placements = _placements()
    _more(placements, 10, by)
    few = _queries(user)
    _more(placements, 990, by)
    PlacementFactory.create_batch(10, agreement=placements[0].agreement, proposed=True, by=by)
    assert _queries(user) == few


def test_somebody_without_a_group_is_told_nothing(published: Issuer) -> None:
    nobody = UserFactory(group=None)
    assert notices_for(nobody, TODAY, today=TODAY, now=NOON) == []


def _more(placements: list[Placement], number: int, by: User) -> None:
    for placement in placements:
        for day in (date(2001, 11, 1), date(2001, 11, 9)):
            sell_many(placement, number // 2, shares=10, trade_date=day, by=by)


def _queries(user: User) -> int:
    fresh = User.objects.get(pk=user.pk)  # without the rights that it has read
    with CaptureQueriesContext(connection) as asked:
        found: list[Notice] = notices_for(fresh, TODAY, today=TODAY, now=NOON)
    assert number_of(found) >= 0
    return len(asked)
