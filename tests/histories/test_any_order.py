"""Random histories, recorded in any order, say the same as a calculation of their own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.calendar import is_trading_day, settlement_date
from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.models import Agreement, Placement, Sale
from placements.selectors.positions import Position, position
from placements.terms.programme import TierFacts
from tests.amendments.changing import amended
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, reverse_sale, sell
from tests.histories.reckoning import Figures, History, Sold, Split, figures
from tests.laws import law
from tests.periods.closings import close
from warrants.actions.split import record_split

pytestmark = pytest.mark.django_db

TODAY = date(2002, 2, 15)
DAYS = [
    day
    for day in (date(2001, 10, 22) + timedelta(days=n) for n in range(30))
    if is_trading_day(day)
]
LAST = date(2001, 12, 31)
OFFERED, MINIMUM = 3_000_000, Decimal("0.50")
# A tenth of the agreement's tiers, so that small histories cross them.
TIERS = [
    [("0", "0.04")],
    [("0", "0.04"), ("1000000", "0.035"), ("2000000", "0.03")],
    [("0", "0.001"), ("1000000", "0.04")],
]


@st.composite
def histories(draw: st.DrawFn, days: Sequence[date] = DAYS) -> History:
    """Sales, some delivered and some reversed, perhaps across a split or other tiers."""
    split_on = draw(st.none() | st.sampled_from(days[5:]))
    ratio = draw(st.sampled_from([(1, 25), (2, 1), (3, 2)]))
    split = Split(split_on, *ratio) if split_on else None
    number = draw(st.integers(1, 7))
    sales = [_sale(draw, str(place), split, days) for place in range(number)]
    amended_on = draw(st.none() | st.sampled_from(days[3:]))
    return History(
        offered=OFFERED,
        minimum=MINIMUM,
        tiers=draw(st.sampled_from(TIERS)),
        amended=(amended_on, [("0", "0.0333")]) if amended_on else None,
        sales=sales,
        split=split,
    )


def _sale(draw: st.DrawFn, name: str, split: Split | None, days: Sequence[date]) -> Sold:
    traded = draw(st.sampled_from(days))
    shares, price = draw(st.integers(1, 350_000)), Decimal(draw(st.integers(50, 300))) / 100
    if split and traded >= split.on:
        shares = max(shares * split.new // split.old, 1)
        price = (price * split.old / split.new).quantize(Decimal("0.01")) + Decimal("0.01")
    settles = settlement_date(traded, 3)
    return Sold(
        name,
        traded,
        shares,
        price,
        deductions=draw(st.sampled_from([Decimal("0.00"), Decimal("0.10")])),
        delivered_on=draw(st.sampled_from([None, settles])),
        reversed_on=draw(
            st.none() | st.integers(0, 12).map(lambda days: traded + timedelta(days=days))
        ),
    )


class Stray(NamedTuple):
    """The cents of an entry, on the days from its own until the last known before it."""

    first: date
    known: date
    by: Decimal


class Office:
    """Whoever records a history, one fact after the other."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.by: User = UserFactory()
        self.agreement: Agreement = AgreementFactory(
            tiers=history.tiers, capacity=Decimal("25000000.00"), largest_commission=None
        )
        self.placement: Placement = PlacementFactory(
            agreement=self.agreement,
            accepted=True,
            shares_offered=history.offered,
            minimum_price=history.minimum,
            by=self.by,
        )
        self.strays: list[Stray] = []
        self._known: date | None = None

    def acts(self, order: Random) -> Iterator[Callable[[], None]]:
        """Every fact once, in a random order; deliveries and reversals follow their sales.

        A split is recorded before all, or late: after the sales that were traded before it.
        """
        if self.history.amended:
            self._amend(*self.history.amended)
        split, sales = self.history.split, self.history.sales
        if split is None:
            yield from self._shuffled(sales, order)
        elif order.random() < 0.5:
            yield self._split
            yield from self._shuffled(sales, order)
        else:
            yield from self._shuffled([sale for sale in sales if sale.traded < split.on], order)
            yield self._split
            yield from self._shuffled([sale for sale in sales if sale.traded >= split.on], order)

    def _shuffled(self, sales: Sequence[Sold], order: Random) -> Iterator[Callable[[], None]]:
        groups = [self._of(sale) for sale in sales]
        while groups:
            group = order.choice(groups)
            yield group.pop(0)
            groups = [group for group in groups if group]

    def _of(self, sale: Sold) -> list[Callable[[], None]]:
        acts = [lambda: self._sell(sale)]
        if sale.delivered_on:
            acts.append(lambda: self._deliver(sale))
        if sale.reversed_on:
            acts.append(lambda: self._reverse(sale))
        return acts

    def _sell(self, sale: Sold) -> None:
        self._came(sale.traded)
        sell(
            self.placement,
            sale.shares,
            str(sale.price),
            trade_date=sale.traded,
            deductions=sale.deductions,
            agent_reference=f"N-{sale.name}",
            by=self.by,
            today=TODAY,
        )

    def _posted(self, sale: Sold) -> Sale:
        return Sale.objects.select_related("agreement").get(agent_reference=f"N-{sale.name}")

    def _deliver(self, sale: Sold) -> None:
        assert sale.delivered_on is not None
        deliver(
            [self._posted(sale)],
            delivered_on=sale.delivered_on,
            by=self.by,
            today=TODAY,
            remark="agreed",
        )

    def _reverse(self, sale: Sold) -> None:
        assert sale.reversed_on is not None
        self._came(sale.reversed_on)
        reverse_sale(
            self._posted(sale), on=sale.reversed_on, reason="wrong", by=self.by, today=TODAY
        )

    def _split(self) -> None:
        split = self.history.split
        assert split is not None
        record_split(
            self.agreement.issuer,
            effective_on=split.on,
            new=split.new,
            old=split.old,
            source="Form 8-K",
            by=self.by,
            today=TODAY,
        )

    def _amend(self, on: date, tiers: Sequence[tuple[str, str]]) -> None:
        facts = [TierFacts(Decimal(above), Decimal(rate), "p. 1") for above, rate in tiers]
        amended(
            self.agreement, effective_on=on, fee_tiers=facts, largest_commission=None, today=TODAY
        )

    def _came(self, day: date) -> None:
        known = self._known or day
        schedules = 2 if self.history.amended else 1
        self.strays.append(Stray(day, known, Decimal("0.02") * (2 * schedules - 1)))
        self._known = max(day, known)

    def stray(self, day: date) -> Decimal:
        """What entries out of order may have left at most on a day: see `ledger.commission`."""
        found = [each.by for each in self.strays if each.first <= day < each.known]
        return sum(found, Decimal(0))


@contextmanager
def recorded(history: History, order: Random) -> Iterator[Office]:
    """The books once all is recorded; taken back afterwards."""
    with transaction.atomic():
        office = Office(history)
        for act in office.acts(order):
            act()
        connection.check_constraints()
        yield office
        transaction.set_rollback(True)


def days_of(history: History) -> list[date]:
    """Every day on which something happened, and the days beside it."""
    days = {sale.traded for sale in history.sales}
    days |= {sale.reversed_on for sale in history.sales if sale.reversed_on}
    days |= {sale.delivered_on for sale in history.sales if sale.delivered_on}
    if history.split:
        days.add(history.split.on)
    return sorted({*days, *(day - timedelta(days=1) for day in days), LAST})


def assert_as_counted(held: Position, counted: Figures, stray: Decimal) -> None:
    """The position is what was counted; the commission within the stray cents."""
    assert held.capacity.sold == counted.gross
    assert held.capacity.settled == counted.settled
    assert held.shares == counted.shares
    assert held.capacity.reserved == counted.reserved
    assert held.capacity.reserved >= 0
    assert abs(held.commission - counted.commission) <= stray
    assert held.net == held.capacity.sold - held.commission - counted.deductions
    assert held.capacity.remaining == held.capacity.limit - held.capacity.sold


few = law()


@few
@given(histories(), st.randoms(use_true_random=False))
def test_as_of_every_day_the_books_say_what_the_history_comes_to(
    history: History, order: Random
) -> None:
    with recorded(history, order) as office:
        for day in days_of(history):
            stray = office.stray(day)
            assert_as_counted(position(office.agreement, day), figures(history, day), stray)
        last = position(office.agreement, LAST)
        assert last.commission == figures(history, LAST).commission
        assert prove_books().differences == []


@few
@given(histories(), st.randoms(use_true_random=False))
def test_another_order_of_recording_gives_the_same_figures(history: History, order: Random) -> None:
    told = []
    for _ in range(2):
        with recorded(history, order) as office:
            told.append(
                [(position(office.agreement, day), office.stray(day)) for day in days_of(history)]
            )
    for (held, stray), (again, other) in zip(*told, strict=True):
        assert held.capacity == again.capacity
        assert held.shares == again.shares
        assert abs(held.commission - again.commission) <= stray + other


@few
@given(histories(), st.randoms(use_true_random=False))
def test_a_closing_stores_the_figures_of_its_last_day_at_that_moment(
    history: History, order: Random
) -> None:
    with recorded(history, order) as office:
        held = position(office.agreement, date(2001, 10, 31))
        [total] = close("2001-10", today=TODAY).totals.all()
        assert total.gross_to_date == held.capacity.sold
        assert total.commission_to_date == held.commission
        assert total.net_to_date == held.net
        assert total.settled_to_date == held.capacity.settled
        assert total.shares_to_date == held.shares
