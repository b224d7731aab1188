"""Made-up sequences of what an office does, and the plainest way to count what they come to."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from neoequity.books.calendar import is_trading_day
from neoequity.books.money import ZERO, gross_of, tolerance
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.actions.sale import record_sale
from placements.models import Agreement, Delivery, Placement, Sale
from placements.terms.capacity import Capacity
from placements.terms.lifecycle import MOVES
from placements.terms.notice import SaleNotice
from tests.factories import ACCEPTED_ON, notice_of, reverse_sale

TODAY = date(2001, 10, 19)
DAYS = [ACCEPTED_ON + timedelta(days=n) for n in range((TODAY - ACCEPTED_ON).days + 1)]


class Sell(NamedTuple):
    """`off`: by how many thousandths of what is allowed the gross differs from shares x price."""

    placement: int
    shares: int
    price: Decimal
    off: int
    on: date


class Reverse(NamedTuple):
    pick: int
    on: date


class Deliver(NamedTuple):
    pick: int
    on: date


class Move(NamedTuple):
    placement: int
    verb: str
    on: date


Step = Sell | Reverse | Deliver | Move

# Most days are trading days, and most sales keep the terms: what is refused tells little.
_days = st.sampled_from([day for day in DAYS if is_trading_day(day)] * 4 + DAYS)
_picks = st.integers(0, 7)
_sells = st.builds(
    Sell,
    placement=st.integers(0, 1),
    shares=st.integers(1, 2_000) | st.integers(50_000, 200_000),
    price=st.sampled_from([2, 4, 6]).flatmap(
        lambda places: st.decimals("4.00", "50", places=places)
    ),
    off=st.integers(-900, 900),
    on=_days,
)
_moves = st.builds(Move, st.integers(0, 1), st.sampled_from(["suspend", "resume", "close"]), _days)
_others = st.builds(Reverse, _picks, _days) | st.builds(Deliver, _picks, _days) | _moves
#: Some sales, then sales (most of all), reversals, deliveries and moves in any order on any days.
sequences = st.builds(
    list.__add__,
    st.lists(_sells, min_size=1, max_size=4),
    st.lists(_sells | _sells | _others, max_size=12),
)


class Office:
    """Who does it all, to the placements of one agreement; refused steps change nothing."""

    def __init__(self, person: User, agreement: Agreement, placements: list[Placement]) -> None:
        self.person = person
        self.agreement = agreement
        self.placements = placements
        self.statuses = [[(ACCEPTED_ON, "accepted")] for _ in placements]

    def take(self, steps: list[Step]) -> None:
        """Each step in turn, as far as it is not refused."""
        for step in steps:
            with suppress(Refused):
                self._take(step)

    def _take(self, step: Step) -> None:
        if isinstance(step, Sell):
            record_sale(self._notice(step), by=self.person, today=TODAY)
        elif isinstance(step, Move):
            placement = self.placements[step.placement]
            move_placement(placement, step.verb, on=step.on, by=self.person, today=TODAY)
            self.statuses[step.placement].append((step.on, str(MOVES[step.verb].target)))
        elif sales := list(Sale.objects.order_by("number")):
            sale = sales[step.pick % len(sales)]
            on = max(step.on, sale.trade_date)
            if isinstance(step, Reverse):
                reverse_sale(sale, on=on, reason="a mistake", by=self.person, today=TODAY)
            else:
                deliver([sale], delivered_on=on, by=self.person, today=TODAY, remark="agreed")

    def _notice(self, sell: Sell) -> SaleNotice:
        off = (tolerance(sell.shares, sell.price) * sell.off / 1000).quantize(Decimal("0.01"))
        gross = gross_of(sell.shares, sell.price) + off
        placement = self.placements[sell.placement]
        return notice_of(placement, sell.shares, str(sell.price), gross=gross, trade_date=sell.on)


class Count(NamedTuple):
    """What an agreement comes to on a day."""

    capacity: Capacity
    shares: int
    commission: Decimal
    net: Decimal


class Recount:
    """The rows as they are, added up in Python."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.rows = list(Sale.objects.order_by("number"))
        self.delivered = dict(Delivery.objects.values_list("sale_id", "delivered_on"))
        self.reversed = {row.reverses_id: row.trade_date for row in self.rows if row.reverses_id}

    def on(self, day: date) -> Count:
        """Everything of that day and before."""
        rows = [row for row in self.rows if row.trade_date <= day]
        sold = sum((row.gross for row in rows), ZERO)
        settled = sum((row.gross for row in rows if self.status(row, day) == "settled"), ZERO)
        limit = self.office.agreement.capacity
        return Count(
            Capacity(limit, settled, sold - settled, self._reserved(rows, day)),
            sum(row.shares for row in rows),
            sum((row.commission for row in rows), ZERO),
            sum((row.net for row in rows), ZERO),
        )

    def status(self, row: Sale, day: date) -> str:
        """Of a row on a day."""
        if row.reverses_id or self.reversed.get(row.pk, date.max) <= day:
            return "reversed"
        if self.delivered.get(row.pk, date.max) <= day:
            return "settled"
        if row.adjusts_id:
            return "unsettled"
        assert row.settlement_date is not None
        return "overdue" if row.settlement_date < day else "unsettled"

    def _reserved(self, rows: list[Sale], day: date) -> Decimal:
        held = ZERO
        for placement, moves in zip(self.office.placements, self.office.statuses, strict=True):
            status = [status for on, status in moves if on <= day][-1]
            if status in {"accepted", "suspended"}:
                sold = sum(row.shares for row in rows if row.placement_id == placement.pk)
                price = placement.minimum_price or placement.expected_price or ZERO
                held += gross_of(max(placement.shares_offered - sold, 0), price)
        return held
