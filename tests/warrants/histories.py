"""Made-up histories of all that moves what is earned, and a count of it in plain fractions."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db import connection, transaction
from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.models import Agreement, Placement, Sale
from tests.amendments.changing import amended
from tests.factories import PlacementFactory, reverse_sale, sell
from tests.warrants.factories import warrant_agreement
from warrants.actions.split import record_split

FIRST, LAST = date(2001, 11, 5), date(2002, 1, 31)
AMENDED_ON, TODAY = date(2001, 11, 8), date(2002, 3, 1)


class Rates(NamedTuple):
    """Of one version of the terms."""

    coverage: Decimal
    strike: Decimal
    limit: Decimal
    pooled: bool


class Trade(NamedTuple):
    """Under one of the placements, so many business days after the first; `fate` of the sale."""

    placement: int
    days: int
    shares: int
    price: int
    fate: str


class History(NamedTuple):
    """Terms before and after the amendment, trades, splits (days, new, old), what is left open."""

    before: Rates
    after: Rates
    trades: list[Trade]
    splits: list[tuple[int, int, int]]
    left_open: frozenset[int]


_rates = st.builds(
    Rates,
    st.sampled_from([Decimal("0.10"), Decimal("0.05"), Decimal("0.0333")]),
    st.sampled_from([Decimal("1.30"), Decimal("1.50"), Decimal("1.2345")]),
    st.sampled_from([Decimal("0.10"), Decimal("0.10"), Decimal("0.0499")]),
    st.booleans(),
)
_trades = st.builds(
    Trade,
    st.integers(0, 2),
    st.integers(0, 14),
    st.integers(1, 20_000),
    st.integers(1, 900),
    st.sampled_from(["settled"] * 6 + ["late", "waiting", "reversed", "reversed"]),
)
_splits = st.tuples(
    st.integers(1, 20), st.sampled_from([1, 2, 3]), st.sampled_from([1, 4, 25])
).filter(lambda split: split[1] != split[2])
histories = st.builds(
    History,
    _rates,
    _rates,
    st.lists(_trades, min_size=1, max_size=6),
    st.lists(_splits, max_size=2, unique_by=lambda split: split[0]),
    st.frozensets(st.integers(0, 2), max_size=1),
)
_TENTH = Rates(Decimal("0.10"), Decimal("1.30"), Decimal("0.10"), pooled=False)
#: Pooling in mid-programme, one placement sold and one open, two splits, one of them late.
CHANGED = History(
    _TENTH,
    Rates(Decimal("0.05"), Decimal("1.50"), Decimal("0.05"), pooled=True),
    [
        Trade(0, 1, 10_005, 400, "settled"),
        Trade(1, 5, 20_013, 500, "settled"),
        Trade(2, 6, 307, 77, "settled"),
        Trade(2, 6, 5_000, 450, "reversed"),
    ],
    [(2, 3, 1), (7, 1, 25)],
    frozenset(),
)
POOLED = CHANGED._replace(before=_TENTH._replace(pooled=True), left_open=frozenset({2}))


def day(number: int) -> date:
    """The business day so many after the first."""
    return FIRST + timedelta(days=number // 5 * 7 + number % 5)


class Office:
    """Lives through a history, in the order of its days."""

    def __init__(self, person: User, history: History) -> None:
        self.person, self.history = person, history
        self.agreement: Agreement = warrant_agreement(**_terms(history.before))
        first = self._placement(date(2001, 10, 1))
        if history.after != history.before:  # an amendment changes something
            amended(self.agreement, effective_on=AMENDED_ON, **_terms(history.after))
        self.placements = [first, self._placement(AMENDED_ON), self._placement(AMENDED_ON)]

    def live(self) -> None:
        """Trades and splits day by day; then what is settled, reversed and closed."""
        history = self.history
        events: list[tuple[int, Any]] = [(trade.days, trade) for trade in history.trades]
        events += [(split[0], split) for split in history.splits]
        sales: list[tuple[Sale, str]] = []
        for _, event in sorted(events, key=lambda each: (each[0], isinstance(each[1], Trade))):
            if isinstance(event, Trade):
                sales += [(sale, event.fate) for sale in self._sell(event)]
            else:
                number, new, old = event
                self._do(
                    record_split, self.agreement.issuer, effective_on=day(number), new=new,
                    old=old, source="Form 8-K",
                )  # fmt: skip
        for sale, fate in sales:
            if fate == "reversed":
                reverse_sale(sale, on=LAST, reason="twice", by=self.person, today=TODAY)
            elif fate != "waiting":
                on = LAST if fate == "late" else sale.settlement_date
                self._do(deliver, [sale], delivered_on=on)
        for number, placement in enumerate(self.placements):
            placement.refresh_from_db()
            if number not in history.left_open:
                self._do(move_placement, placement, "close", on=LAST)

    def _placement(self, on: date) -> Placement:
        placement: Placement = PlacementFactory(
            agreement=self.agreement, minimum_price=None, expected_price=Decimal("0.50"),
            accepted=True, on=on, by=self.person,
        )  # fmt: skip
        return placement

    def _sell(self, trade: Trade) -> list[Sale]:
        on = day(trade.days)
        placement = self.placements[trade.placement]
        if placement.accepted_on is None or on < placement.accepted_on:
            return []
        with suppress(Refused):  # after a split there may be less to sell than that
            price = str(Decimal(trade.price) / 100)
            sale = sell(placement, trade.shares, price, trade_date=on, by=self.person, today=TODAY)
            return [sale]
        return []

    def _do(self, act: Any, *what: Any, **how: Any) -> None:
        act(*what, **how, by=self.person, today=TODAY)


def _terms(rates: Rates) -> dict[str, Any]:
    return {
        "warrant_coverage_rate": rates.coverage,
        "warrant_strike_rate": rates.strike,
        "warrant_limit_rate": rates.limit,
        "warrant_pooled": rates.pooled,
    }


class Own(NamedTuple):
    """What a warrant comes to by the count of this test."""

    shares: int
    price: Decimal


def own_count(history: History) -> dict[int | None, Own]:
    """Number and price by placement or pool, sale by sale from the books."""
    sales: dict[int | None, list[tuple[Sale, Rates]]] = defaultdict(list)
    for sale in Sale.objects.filter(reverses=None, reversal=None).select_related("placement"):
        accepted = history.before if sale.placement.number == 1 else history.after
        traded = history.before if sale.trade_date < AMENDED_ON else history.after
        key = None if accepted.pooled else sale.placement_id
        sales[key].append((sale, traded if accepted.pooled else accepted))
    found = {}
    for key, group in sales.items():
        dated = max(_settled(sale) for sale, _ in group)
        counts: dict[tuple[Decimal, Decimal], int] = {}
        for rates in {(rates.coverage, rates.strike) for _, rates in group}:
            mine = [sale for sale, of in group if (of.coverage, of.strike) == rates]
            counts[rates] = _count(mine, history, dated)
        total = sum(counts.values())
        earned = sum(Fraction(rates[0]) * count for rates, count in counts.items())
        struck = sum((of.strike * sale.gross for sale, of in group), Decimal(0))
        price = (struck / total).quantize(Decimal("0.0001"), ROUND_HALF_UP) if total else Decimal(0)
        found[key] = Own(int(earned), price)
    return found


def _settled(sale: Sale) -> date:
    delivery = getattr(sale, "delivery", None)
    assert sale.settlement_date is not None
    return max(sale.settlement_date, delivery.delivered_on if delivery else sale.settlement_date)


def _count(sales: list[Sale], history: History, until: date) -> int:
    waiting = sorted(sales, key=lambda sale: sale.trade_date)
    total = 0
    for number, new, old in sorted(history.splits):
        if day(number) > until:
            continue
        while waiting and waiting[0].trade_date < day(number):
            total += waiting.pop(0).shares
        total = total * new // old
    return total + sum(sale.shares for sale in waiting)


@contextmanager
def lived(person: User, history: History) -> Iterator[Office]:
    """The office at the end of its history; afterwards nothing of it has happened."""
    with transaction.atomic():
        office = Office(person, history)
        office.live()
        yield office
        connection.check_constraints()
        transaction.set_rollback(True)
