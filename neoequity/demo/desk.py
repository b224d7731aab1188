"""Treasury's desk in the demo: placements through their status, sales, deliveries, reversals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db.models import Q

from neoequity.books.approvals.actions import approve
from neoequity.books.calendar import is_settlement_day
from neoequity.demo.cash import receive_for
from neoequity.demo.papers import paper
from neoequity.demo.people import People
from neoequity.demo.plan import SPLIT_NEW, SPLIT_ON, TODAY, Planned
from neoequity.demo.settling import Settling
from placements.actions.attachment import attach
from placements.actions.delivery import deliver
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.actions.sale import ask_reversal, record_sales
from placements.models import Agreement, Placement, Sale
from placements.terms.notice import SaleNotice

_MOST_DAYS_OPEN = timedelta(days=75)
_PAUSE = timedelta(days=7)
_OVERDUE_SINCE = TODAY - timedelta(days=10)
_LEAST = 500
_PRICE_STEP, _MINIMUM_STEP = Decimal("0.0001"), Decimal("0.01")


@dataclass
class Selling:
    """An accepted placement; `left` and `minimum` are in shares of the day."""

    placement: Placement
    fate: str
    left: int
    minimum: Decimal
    since: date
    pauses_below: int
    paused_on: date | None = None

    def follow_split(self) -> None:
        """Restate shares and prices after the split."""
        self.left *= SPLIT_NEW
        self.pauses_below *= SPLIT_NEW
        self.minimum /= SPLIT_NEW


class Desk:
    """The placements in progress and the sales under them, day by day."""

    def __init__(
        self,
        people: People,
        agreements: Mapping[str, Agreement],
        market: Mapping[date, Decimal],
        chance: Random,
    ) -> None:
        self.people, self.agreements = people, agreements
        self.market, self.chance = market, chance
        self.proposed: list[tuple[Planned, Placement]] = []
        self.open: list[Selling] = []
        self.closed: list[Placement] = []
        self.latest: list[tuple[Selling, Sale]] = []
        self.notices = 0
        self.settling = Settling(people)

    # Placements

    def draft(self, planned: Planned, day: date) -> None:
        """Draft a placement and, unless it shall wait for the CFO, propose it to the agent."""
        price = (self.market[day] * 9 / 10).quantize(_MINIMUM_STEP)
        placement = draft_placement(
            self.agreements[planned.agreement],
            shares_offered=planned.shares,
            minimum_price=price if planned.has_minimum else None,
            expected_price=None if planned.has_minimum else price,
            remark="Made up for the demo",
            on=day,
            by=self.people.treasury,
        )
        request = ask_proposal(placement, by=self.people.treasury, why="Cash for the next quarter")
        if planned.fate == "asked":
            return
        approve(request, by=self.people.cfo, today=day)
        placement = self._move(placement, "propose", day)
        if planned.fate != "proposed":
            self.proposed.append((planned, placement))

    def lead(self, day: date) -> None:
        """Let the agent answer proposals, and suspend and resume open placements."""
        for planned, placement in self.proposed:
            verb = {"declined": "decline", "withdrawn": "withdraw"}.get(planned.fate, "accept")
            moved = self._move(placement, verb, day)
            if verb == "accept":
                self._accepted(planned, moved, day)
        self.proposed = []
        for active in self.open:
            self._pause(active, day)

    def _accepted(self, planned: Planned, placement: Placement, day: date) -> None:
        shares = planned.shares
        minimum = placement.minimum_price or Decimal(0)
        self.open.append(Selling(placement, planned.fate, shares, minimum, day, shares // 2))
        name = f"{placement.agreement.slug}-acceptance-{placement.number}.pdf"
        attach(
            placement, kind="acceptance", name=name, content=paper(name), by=self.people.treasury
        )

    def _pause(self, active: Selling, day: date) -> None:
        if active.paused_on is None and active.left < active.pauses_below:
            if active.fate in ("resumed", "suspended"):
                active.placement = self._move(active.placement, "suspend", day, "Results are due")
                active.paused_on = day
        elif active.fate == "resumed" and active.paused_on and day >= active.paused_on + _PAUSE:
            active.placement = self._move(active.placement, "resume", day, "Results are out")
            active.fate, active.paused_on = "sold", None

    def close(self, day: date) -> None:
        """Close placements that are sold in full or have been open too long."""
        for active in list(self.open):
            old = active.fate == "sold" and day - active.since > _MOST_DAYS_OPEN
            if active.paused_on is None and (active.left == 0 or old):
                note = "Sold in full" if active.left == 0 else "Closed with shares unsold"
                self.closed.append(self._move(active.placement, "close", day, note))
                self.open.remove(active)

    def _move(self, placement: Placement, verb: str, day: date, note: str = "") -> Placement:
        by = self.people.treasury
        return move_placement(placement, verb, on=day, by=by, today=day, note=note)

    # Sales

    def sell(self, day: date) -> None:
        """Record the agent's notices of the day."""
        sellable = [each for each in self.open if each.since < day and each.paused_on is None]
        drafts = [
            (active, self._notice(active, day))
            for active in sellable
            for _ in range(self.chance.choice((0, 1, 1, 1, 2)))
        ]
        self._record([(active, notice) for active, notice in drafts if notice], day)

    def sell_late(self, agreement: str, traded: date, day: date) -> None:
        """Record a late notice of an earlier day's sale, if anything can be sold."""
        for active in self.open:
            is_its_own = active.placement.agreement.slug == agreement and active.paused_on is None
            notice = None
            if is_its_own and active.since < traded and active.left > 3 * _LEAST:
                notice = self._notice(active, traded)
            if notice:
                remark = f"Notice received on {day}"
                self._record([(active, notice._replace(remark=remark))], day)
                return

    def reverse_latest(self, day: date) -> bool:
        """Reverse an earlier day's latest sale and record the right one; False if there is none."""
        for active, sale in self.latest:
            if (
                active in self.open
                and active.paused_on is None
                and sale.trade_date < day != SPLIT_ON
            ):
                reason = "The notice was for 100 shares fewer."
                by = self.people.treasury
                request = ask_reversal(sale, on=day, reason=reason, by=by, today=day)
                approve(request, by=self.people.cfo, today=day)
                right = self._reference(active)._replace(
                    trade_date=sale.trade_date, shares=sale.shares - 100, price=sale.price
                )
                active.left += 100
                self._record([(active, right._replace(method=sale.method))], day)
                return True
        return False

    def _notice(self, active: Selling, day: date) -> SaleNotice | None:
        times = SPLIT_NEW if day >= SPLIT_ON else 1
        price = (self.market[day] * (1000 + self.chance.randint(-6, 6)) / 1000).quantize(
            _PRICE_STEP
        )
        shares = min(100 * times * self.chance.randint(12, 40), active.left)
        if active.left - shares < _LEAST:
            shares = active.left
        if not shares or price < active.minimum:
            return None
        active.left -= shares
        deductions = Decimal("12.50") if self.chance.randint(1, 12) == 1 else Decimal("0.00")
        notice = self._reference(active)._replace(trade_date=day, shares=shares, price=price)
        return notice._replace(deductions=deductions)

    def _reference(self, active: Selling) -> SaleNotice:
        self.notices += 1
        placement = active.placement
        return SaleNotice(
            agreement=placement.agreement.slug,
            placement=placement.number,
            trade_date=TODAY,
            shares=1,
            price=Decimal(1),
            method=self.chance.choice(placement.agreement.methods),
            agent_reference=f"HV-{self.notices:05}",
        )

    def _record(self, drafts: list[tuple[Selling, SaleNotice]], day: date) -> None:
        if not drafts:
            return
        notices = [notice for _, notice in drafts]
        sales = record_sales(notices, by=self.people.treasury, today=day)
        by_reference = {notice.agent_reference: active for active, notice in drafts}
        self.latest = []
        for sale in sales:
            if sale.agent_reference in by_reference:
                self.latest.append((by_reference[sale.agent_reference], sale))
                self._file(sale, day)

    def _file(self, sale: Sale, day: date) -> None:
        if sale.number % 6:
            name = f"notice-{sale.agent_reference}.pdf"
            attach(
                sale,
                kind="notice",
                name=name,
                content=paper(name),
                by=self.people.treasury,
                received_on=day,
            )

    # Deliveries

    def deliver(self, day: date) -> None:
        """Deliver what is due and pay adjustments; a few of the last days stay overdue."""
        if not is_settlement_day(day):
            return
        waiting = Sale.objects.filter(delivery=None, reverses=None, reversal=None)
        due = waiting.filter(
            Q(settlement_date__lte=day) | Q(adjusts__isnull=False, trade_date__lte=day)
        ).select_related("agreement")
        sales = [sale for sale in due.order_by("pk") if not _stays_overdue(sale)]
        sales = self.settling.without_failed(sales, day)
        if not sales:
            return
        instructed = self.settling.instructed(sales, day)
        by = self.people.treasury
        rest = [sale for sale in sales if sale not in instructed]
        deliveries = deliver(rest, delivered_on=day, by=by, today=day) if rest else []
        if deliveries and day.day % 3:
            name = f"transfer-agent-{day}.pdf"
            attach(deliveries[0], kind="confirmation", name=name, content=paper(name), by=by)
        receive_for(sales, day, self.people)


def _stays_overdue(sale: Sale) -> bool:
    settles = sale.settlement_date
    return settles is not None and settles > _OVERDUE_SINCE and sale.number % 4 == 0
