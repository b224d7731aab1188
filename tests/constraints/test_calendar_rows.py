"""Trading and settlement days as the database counts them: on every day as the terms do."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.sql import SQL

from neoequity.books.calendar import (
    FIRST_DAY,
    LAST_DAY,
    closed_weekdays,
    day_kind,
    is_settlement_day,
    is_trading_day,
    settlement_date,
)
from neoequity.books.models import ExceptionalDay, MarketClosure
from neoequity.ledger import prove_books
from placements.models import Agreement, Sale
from placements.triggers.market_day import NO_TRADING_DAYS, NOT_BY_THE_RULE
from tests.constraints.conftest import House
from tests.constraints.rows import delete, fetch, insert, refused_by_database, sale_of, update
from tests.factories import AgreementFactory
from tests.laws import law
from tests.worlds import built_once

few = law(4)
days = st.dates(FIRST_DAY, LAST_DAY)
Posted = tuple[int, date, date, str]


def found(query: str, posted: Sequence[Posted]) -> set[tuple[Any, ...]]:
    """What the trigger's query finds amiss in these sales."""
    rows = """
        WITH posted AS (
            SELECT *, NULL::bigint AS reverses_id, NULL::bigint AS adjusts_id
            FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::text[])
                AS p (agreement_id, trade_date, settlement_date, settlement_reason))
    """
    return set(fetch(SQL(rows + query), [list(column) for column in zip(*posted, strict=True)]))


@few
@given(st.lists(days, min_size=50, max_size=200))
def test_every_day_is_a_trading_or_settlement_day_as_the_terms_say(
    db: None, looked_at: list[date]
) -> None:
    exceptional = looked_at[0]
    ExceptionalDay.objects.update_or_create(
        day=exceptional,
        defaults={"is_trading_day": True, "is_settlement_day": False, "source": "a notice"},
    )
    exceptions = ExceptionalDay.exceptions()

    no_trading = found(NO_TRADING_DAYS, [(1, day, day, "") for day in looked_at])
    no_settlement = found(NOT_BY_THE_RULE, [(1, day, day, "agreed") for day in looked_at])

    for day in looked_at:
        assert ((day,) in no_trading) is not is_trading_day(day, exceptions)
        assert ((1, day, day) in no_settlement) is not is_settlement_day(day, exceptions)


@built_once
def agreements(db: None) -> list[Agreement]:
    """One for each number of settlement days, None for the market's standard cycle."""
    return [
        AgreementFactory(slug=f"settles-{n}", settlement_days=n) for n in (None, 1, 2, 3, 5, 30)
    ]


@few
@given(st.lists(st.dates(FIRST_DAY, date(2101, 6, 30)), min_size=1, max_size=10), st.data())
def test_only_the_rules_day_passes_without_a_reason(
    agreements: list[Agreement], traded: list[date], data: st.DataObject
) -> None:
    late = data.draw(st.sampled_from(traded)) + timedelta(days=2)
    ExceptionalDay.objects.update_or_create(
        day=late,
        defaults={"is_trading_day": False, "is_settlement_day": False, "source": "a notice"},
    )
    exceptions = ExceptionalDay.exceptions()
    posted = [
        (agreement.pk, day, day + timedelta(days=ahead), " ")
        for agreement in agreements
        for day in traded
        for ahead in range(1, 50)
    ]

    amiss = found(NOT_BY_THE_RULE, posted)

    counted = {agreement.pk: agreement.settlement_days for agreement in agreements}
    for agreement, day, settles, _ in posted:
        by_the_rule = settles == settlement_date(day, counted[agreement], exceptions)
        assert ((agreement, day, settles) in amiss) is not by_the_rule


def test_another_settlement_day_needs_a_reason_and_must_be_one(house: House) -> None:
    def other(day: int, reason: str) -> dict[str, Any]:
        settles = {"settlement_date": date(2001, 11, day), "settlement_reason": reason}
        return sale_of(house.placement, 3, **settles)

    for each in (other(16, ""), other(14, " "), other(12, "agreed"), other(17, "agreed")):
        with refused_by_database("A sale settles on a settlement day"):
            insert(Sale, each)
    far = date(9999, 12, 31)
    with refused_by_database("A sale settles on a settlement day"):
        insert(Sale, sale_of(house.placement, 3, settlement_date=far))
    insert(Sale, other(16, "agreed by telephone"))


@pytest.mark.parametrize("day", [date(2001, 11, 10), date(2001, 10, 7)], ids=str)
def test_a_sale_on_a_day_without_trading_is_refused(house: House, day: date) -> None:
    with refused_by_database("A sale is made on a trading day"):
        insert(Sale, sale_of(house.placement, 3, trade_date=day))


def test_an_exceptional_day_opens_and_closes_a_day_for_the_database_too(house: House) -> None:
    saturday = sale_of(house.placement, 3, trade_date=date(2001, 11, 10))
    friday = sale_of(house.placement, 4, agent_reference="RAW-4")
    said = {"is_settlement_day": True, "source": "a notice"}
    ExceptionalDay.objects.create(day=date(2001, 11, 10), is_trading_day=True, **said)
    ExceptionalDay.objects.create(day=date(2001, 11, 9), is_trading_day=False, **said)
    insert(Sale, saturday)
    with refused_by_database("A sale is made on a trading day"):
        insert(Sale, friday)


def test_the_rows_are_those_of_the_calendar(db: None) -> None:
    assert MarketClosure.differences() == []
    assert MarketClosure.objects.count() == len(list(closed_weekdays())) > 1_400


def test_closed_weekdays_are_all_that_are_not_ordinary() -> None:
    listed = dict(closed_weekdays())
    day = date(1985, 1, 1)
    while day <= date(2030, 12, 31):
        kind = day_kind(day)
        closed = day.weekday() < 5 and not (kind.trading and kind.settlement)
        assert listed.get(day) == (kind if closed else None)
        day += timedelta(days=1)


def test_a_changed_or_missing_closure_is_told_and_put_right_by_the_next_migrate(db: None) -> None:
    veterans_day, christmas = MarketClosure.objects.filter(
        day__in=[date(2001, 11, 12), date(2001, 12, 25)]
    )
    update(veterans_day, is_settlement_day=True)
    delete(christmas)
    told = [
        f"The market closure of {day} is not the one of the calendar."
        for day in ("2001-11-12", "2001-12-25")
    ]
    assert MarketClosure.differences() == told
    assert set(told) <= set(prove_books().differences)

    MarketClosure.follow_calendar()

    assert MarketClosure.differences() == []
