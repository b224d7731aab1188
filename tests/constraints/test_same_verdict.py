"""The action and the database give the same verdict on a sale, whatever the notice says.

Hypothesis makes up notices that depart from a true one. Each is recorded by the action, and sent as
a raw row with the figures that the action would freeze. What only Python can know is left out:
see `placements.rules.ONLY_PYTHON`.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from hypothesis import event, given
from hypothesis import strategies as st

from neoequity.books.models import ExceptionalDay
from neoequity.books.money import ZERO, cents, decimals_of, tolerance
from neoequity.books.refusal import Refused
from neoequity.clock import real_day
from placements.actions.sale import consider_sale, record_sale
from placements.models import Sale
from placements.terms.notice import METHODS, SaleNotice
from tests.constraints.conftest import House
from tests.constraints.rows import insert, run, sale_of
from tests.factories import notice_of
from tests.laws import law
from tests.worlds import built_once

few = law(10)
PRICES = ["4", "4.0", "4.00", "4.03", "4.0254", "4.123456", "3.99", "3.999999", "0.00", "-4", "277"]
BOOKED = "CF-BOOKED 7"
REFERENCES = [
    *("X-1", "a b._/#:()-", "7", "x" * 64, "cf booked/007", "CF-BOOKED-70", "CFBOOKED-7"),
    *("", " X", "=1+1", "-1", "Zürich", "a,b", "X\n"),
]
SOON = st.integers(-3, 3).map(lambda ahead: real_day() + timedelta(days=ahead))
#: What a notice may say otherwise; `off` is by how many thousandths of what is allowed, and `ahead`
#: by how many days, it departs.
DEPARTURES = st.fixed_dictionaries(
    {},
    optional={
        "trade_date": st.dates(date(2001, 8, 27), date(2001, 11, 30)) | SOON,
        "shares": st.sampled_from([-5, 0, 1, 3, 999, 98_000, 98_001]),
        "price": st.sampled_from(PRICES),
        "off": st.integers(-2000, 2000),
        "method": st.sampled_from([*METHODS, "by pigeon"]),
        "agent_reference": st.sampled_from(REFERENCES),
        "ahead": st.integers(-1, 12),
        "settlement_reason": st.sampled_from(["", " ", "agreed"]),
        "deductions": st.sampled_from(["-0.01", "1.00", "3840.00", "3840.01", "4000.00"]),
    },
)


def departing(house: House, said: dict[str, Any]) -> SaleNotice:
    """A true notice, but for what is said."""
    told = {**said}
    price = told.pop("price", "4.00")
    off, ahead = told.pop("off", None), told.pop("ahead", None)
    told["deductions"] = Decimal(told.get("deductions", ZERO))
    notice = notice_of(house.placement, price=price, **told)
    if off is not None:
        far = tolerance(notice.shares, notice.price) * off / 1000
        notice = notice._replace(gross=cents(notice.shares * notice.price + far))
    if ahead is not None:
        notice = notice._replace(settlement_date=notice.trade_date + timedelta(days=ahead))
    return notice


def refused_by_action(house: House, notice: SaleNotice) -> list[str]:
    """The sentences of the action; whatever it records is taken back."""
    try:
        with transaction.atomic():
            record_sale(notice, by=house.person, today=real_day())
            transaction.set_rollback(True)
    except Refused as refused:
        return [reason.sentence for reason in refused.reasons]
    return []


def refused_by_database(house: House, notice: SaleNotice) -> str:
    """What the database says to the same sale sent by hand; it is taken back, too."""
    booking = consider_sale(notice, today=real_day()).booking
    assert booking is not None
    row = sale_of(
        house.placement,
        4,
        trade_date=notice.trade_date,
        settlement_date=booking.settlement_date,
        settlement_reason=notice.settlement_reason,
        method=notice.method,
        shares=notice.shares,
        price=notice.price,
        price_decimals=decimals_of(notice.price),
        gross=booking.gross,
        commission=booking.commission,
        deductions=notice.deductions,
        net=booking.net,
        agent_reference=notice.agent_reference,
    )
    try:
        with transaction.atomic():
            insert(Sale, row)
            run("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused)
    return ""


@built_once
def office(house: House) -> House:
    """The house, a booked reference, and two days on which the market kept its own hours."""
    record_sale(
        notice_of(house.placement, 100, agent_reference=BOOKED),
        by=house.person,
        today=date(2001, 11, 13),
    )
    source = {"source": "a notice"}
    ExceptionalDay.objects.create(
        day=date(2001, 10, 17), is_trading_day=False, is_settlement_day=True, **source
    )
    ExceptionalDay.objects.create(
        day=date(2001, 10, 20), is_trading_day=True, is_settlement_day=True, **source
    )
    return house


def test_a_true_notice_is_posted_both_ways_and_a_false_one_neither_way(office: House) -> None:
    assert refused_by_action(office, departing(office, {})) == []
    assert refused_by_database(office, departing(office, {})) == ""
    sunday = departing(office, {"trade_date": date(2001, 11, 11)})
    assert refused_by_action(office, sunday) == ["2001-11-11 is not a trading day (weekend)."]
    assert "A sale is made on a trading day." in refused_by_database(office, sunday)


@few
@given(DEPARTURES)
def test_action_and_database_give_the_same_verdict(office: House, said: dict[str, Any]) -> None:
    notice = departing(office, said)
    by_action = refused_by_action(office, notice)
    by_database = refused_by_database(office, notice)
    event("refused" if by_action else "posted")
    assert bool(by_action) is bool(by_database), (notice, by_action, by_database)
