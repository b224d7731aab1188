"""Blackouts: nothing is sold and nothing accepted in one, by the action and in SQL."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import event, given
from hypothesis import strategies as st

from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_blackout
from neoequity.company.models import Blackout
from neoequity.company.selectors.before_you_sell import before_you_sell
from neoequity.company.selectors.calendar import calendar_on
from neoequity.company.terms.held import Question
from neoequity.findings import findings
from neoequity.people.models import User
from neoequity.programme import load_whole, read_whole
from placements.actions.placement import move_placement
from placements.actions.sale import record_sale
from placements.models import Sale
from tests.books import refused
from tests.constraints.conftest import House, house
from tests.constraints.rows import insert, refused_by_database, sale_of, update
from tests.constraints.test_same_verdict import office, refused_by_action
from tests.constraints.test_same_verdict import refused_by_database as refused_raw
from tests.factories import (
    TODAY,
    IssuerFactory,
    UserFactory,
    approved,
    notice_of,
    reverse_sale,
    usual,
)
from tests.laws import law
from tests.programme.told import opened, programme, sold

__all__ = ["house", "office"]

few = law(8)
FIRST, LAST = date(2001, 11, 12), date(2001, 11, 30)
IN_IT = (
    "Nov 12, 2001 is in the blackout from Nov 12, 2001 to Nov 30, 2001, until the quarter is "
    "reported (Trading policy, p. 3): nothing is sold and no placement accepted on these days."
)


def black_out(since: date = FIRST, until: date = LAST, **said: Any) -> Blackout:
    request = ask_blackout(
        issuer=said.pop("issuer", None) or Issuer.objects.get(),
        day=TODAY,
        starts_on=since,
        ends_on=until,
        reason="until the quarter is reported",
        document="Trading policy",
        page="p. 3",
        by=usual(),
        today=TODAY,
        **said,
    )
    approved(request)
    return Blackout.objects.get(pk=request.subject)


def test_a_sale_in_a_blackout_is_refused_with_its_days_and_reason(house: House) -> None:
    black_out()
    with refused(IN_IT):
        record_sale(notice_of(house.placement, trade_date=FIRST), by=house.person, today=TODAY)


def test_a_sale_of_the_day_before_is_recorded_in_the_blackout(house: House) -> None:
    black_out()
    record_sale(notice_of(house.placement, 100), by=house.person, today=TODAY)
    assert house.agreement.sales.count() == 3


def test_a_sale_of_before_is_reversed_in_the_blackout(house: House) -> None:
    black_out()
    reversal = reverse_sale(
        house.waiting, on=TODAY, reason="a false notice", by=house.person, today=TODAY
    )
    assert reversal.trade_date == TODAY


def test_an_acceptance_in_a_blackout_is_refused(house: House) -> None:
    black_out()
    with refused(IN_IT):
        move_placement(house.proposed, "accept", on=FIRST, by=house.person, today=TODAY)


def test_a_blackout_that_was_replaced_keeps_nothing_out(house: House) -> None:
    earlier = black_out()
    black_out(since=LAST, replaces=earlier, remark="The report was filed early")
    record_sale(notice_of(house.placement, 100, trade_date=FIRST), by=house.person, today=TODAY)
    assert house.agreement.sales.count() == 3


def test_a_blackout_of_another_issuer_keeps_nothing_out(house: House) -> None:
    black_out(issuer=IssuerFactory(slug="another", name="Another, Inc.", ticker="ANOT"))
    record_sale(notice_of(house.placement, 100, trade_date=FIRST), by=house.person, today=TODAY)
    assert house.agreement.sales.count() == 3


def test_a_raw_sale_in_a_blackout_is_refused(house: House) -> None:
    black_out()
    with refused_by_database("Nothing is sold in a blackout of the issuer."):
        insert(Sale, sale_of(house.placement, 3, trade_date=FIRST))


def test_a_raw_acceptance_in_a_blackout_is_refused(house: House) -> None:
    black_out()
    with refused_by_database("No placement is accepted in a blackout of the issuer."):
        update(house.proposed, status="accepted", status_on=TODAY, accepted_on=TODAY)


DAYS = st.dates(date(2001, 11, 5), TODAY)


@few
@given(DAYS, DAYS, DAYS)
def test_action_and_database_give_the_same_verdict_on_a_sale(
    office: House, since: date, until: date, day: date
) -> None:
    with transaction.atomic():
        black_out(min(since, until), max(since, until))
        notice = notice_of(office.placement, 100, trade_date=day)
        by_action, by_database = refused_by_action(office, notice), refused_raw(office, notice)
        transaction.set_rollback(True)
    event("refused" if by_action else "posted")
    assert bool(by_action) is bool(by_database), (by_action, by_database)


def test_sales_made_before_it_was_recorded_are_a_finding(house: House) -> None:
    blackout = black_out(since=date(2001, 11, 9))
    [finding] = [each for each in findings(TODAY) if "blackout" in each.sentence]
    assert finding.sentence == (
        "Sales Agreement: sales of Nov 9, 2001 stand in a blackout that was recorded after them: "
        "Blackout from Nov 9, 2001 to Nov 30, 2001, until the quarter is reported."
    )
    assert finding.url == blackout.get_absolute_url()


def test_before_you_sell_names_the_blackout_and_what_can_be_sold_is_nothing(house: House) -> None:
    black_out()
    asked = before_you_sell(house.agreement, Question(100, Decimal("4.00"), FIRST), TODAY)
    [check] = [each for each in asked.answer.checks if each.name == "blackout"]
    assert (check.passed, check.sentence) == (False, IN_IT)
    assert asked.answer.most is not None
    assert (asked.answer.most.shares, asked.answer.most.names) == (0, ("blackout",))


def test_before_you_sell_has_nothing_to_tell_outside_of_a_blackout(house: House) -> None:
    black_out()
    day_before = FIRST - timedelta(days=3)
    asked = before_you_sell(house.agreement, Question(100, Decimal("4.00"), day_before), TODAY)
    assert "blackout" not in [each.name for each in asked.answer.checks]


def test_the_calendar_shows_it(house: House) -> None:
    black_out()
    items = calendar_on(house.agreement.issuer, TODAY, FIRST, LAST).items
    [entry] = [item.entry for item in items if item.kind == "blackout"]
    assert (entry.on, entry.until) == (FIRST, LAST)
    assert entry.title == "Blackout: until the quarter is reported"


@pytest.mark.django_db
def test_a_programme_file_records_it() -> None:
    person: User = UserFactory(username="office")
    told = {"kind": "blackout", "from": FIRST, "to": LAST, "reason": "until the report"}
    with refused(
        "Event 5 (sale): Nov 12, 2001 is in the blackout from Nov 12, 2001 to Nov 30, 2001, until "
        "the report: nothing is sold and no placement accepted on these days."
    ):
        content = programme(*opened(), told, sold("N-1", FIRST, 1000, "4.00"))
        load_whole(read_whole(content), by=person, today=date(2001, 12, 31), with_history=True)
