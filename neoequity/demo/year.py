"""The demo's year, day by day, through the same actions as on the pages."""

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from neoequity.books.approvals.actions import approve, see_decision
from neoequity.books.approvals.selectors import decided_unseen
from neoequity.books.calendar import trading_days_after
from neoequity.books.models import Closing, ExceptionalDay, Issuer
from neoequity.books.periods.checklist import BLOCKING, TOPICS
from neoequity.books.periods.closing import ask_reopening, close_period
from neoequity.books.periods.rules import Period
from neoequity.demo import plan
from neoequity.demo.desk import Desk
from neoequity.demo.papers import paper
from neoequity.demo.people import People, make_people
from neoequity.demo.register import Keeper
from neoequity.demo.statement import state_month
from neoequity.periods.inquiry import inquire, prove
from neoequity.programme import load_whole, read_whole
from placements.actions.amendment import ask_amendment
from placements.actions.attachment import attach
from placements.actions.exceptional_day import record_exceptional_day
from placements.actions.sale import ask_reversal
from placements.models import Agreement, Sale
from warrants.actions.either import split_or_ask

PROGRAMME = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "demo.toml"
_NOTES = {
    topic: "Made up: known, and settled in the next month"
    for topic in TOPICS
    if topic not in BLOCKING
}
_CLOSED_AFTER = 5  # trading days
_REVERSALS = 3
# A late sale from before a tier boundary moves the commission of the sales after it.
_TIERS = [Decimal(250_000), Decimal(2_500_000)]
_AMENDED = {"capacity": Decimal(15_000_000), "largest_commission": Decimal("463750.00")}


def make_year(placements: int) -> People:
    """Post the whole year to empty books; returns the users."""
    people = make_people(date.max.replace(year=2099))
    content = tomllib.loads(PROGRAMME.read_text(encoding="utf-8"), parse_float=Decimal)
    load_whole(read_whole(content), by=people.treasury, today=plan.TODAY)
    _Year(people, placements).run()
    for person in (people.treasury, people.controller):
        for request in decided_unseen(person)[1:]:  # the latest is still news
            see_decision(request, by=person)
    return people


class _Year:
    """The office's days, in order."""

    def __init__(self, people: People, placements: int) -> None:
        chance = plan.seeded()
        self.people, self.days = people, plan.trading_days()
        self.issuer = Issuer.objects.get()
        self.market = plan.prices(self.days, chance)
        self.planned = list(plan.placements(placements, self.days, chance))
        agreements = {agreement.slug: agreement for agreement in Agreement.objects.all()}
        self.desk = Desk(people, agreements, self.market, chance)
        self.keeper = Keeper(people, self.issuer)
        self.closings = {
            trading_days_after(period.ends_on, _CLOSED_AFTER): period for period in plan.PERIODS
        }
        self.closings[plan.CLOSED_AGAIN_ON] = plan.REOPENED
        self.tiers = list(_TIERS)
        self.reversed = 0
        self.reverse_after = max(8, placements * 4)

    def run(self) -> None:
        """From the first day to the last, which is the demo's today."""
        self._file_contracts()
        for before, day in zip([self.days[0], *self.days], self.days, strict=False):
            self._happen(day, before)
            self.desk.deliver(day)
            self.desk.lead(day)
            for planned in self.planned:
                if planned.on == day:
                    self.desk.draft(planned, day)
            self._reverse(day)
            self.desk.sell(day)
            self._sell_late(before, day)
            self.desk.close(day)
            self.keeper.keep(day, self.desk.closed, self.market[day])
            if day in self.closings:
                self._close(self.closings[day], day)
        self._ask_at_the_end()

    def _file_contracts(self) -> None:
        for agreement in Agreement.objects.order_by("pk"):
            name = f"{agreement.slug}.pdf"
            attach(
                agreement, kind="contract", name=name, content=paper(name), by=self.people.treasury
            )

    def _happen(self, day: date, before: date) -> None:
        """Run the day's one-time events."""
        once: dict[date, Callable[[date], None]] = {
            plan.SPLIT_ON: self._split,
            plan.AMENDED_ON: self._amend,
            plan.REOPENED_ON: self._reopen,
            plan.STATED_ON: self._state,
        }
        if day in once:
            once[day](day)
        if before < plan.POWER_FAILURE < day:
            failed = plan.FAILED
            record_exceptional_day(
                ExceptionalDay(
                    day=plan.POWER_FAILURE,
                    is_trading_day=failed.trading,
                    is_settlement_day=failed.settlement,
                    source=failed.source,
                ),
                by=self.people.treasury,
            )

    def _split(self, day: date) -> None:
        done = split_or_ask(
            self.issuer,
            effective_on=day,
            new=plan.SPLIT_NEW,
            old=1,
            source="Made up: Form 8-K of the split",
            by=self.people.treasury,
            today=day,
        )
        self.people.agree(done, day)
        for selling in self.desk.open:
            selling.follow_split()

    def _amend(self, day: date) -> None:
        agreement = Agreement.objects.get(slug=plan.SALES)
        request = ask_amendment(
            agreement,
            kind="amendment",
            effective_on=day,
            document="Amendment No. 1 to the Sales Agreement",
            page="p. 2",
            reason="The parties raised the amount that may be sold",
            terms=_AMENDED,
            by=self.people.treasury,
            today=day,
        )
        approve(request, by=self.people.cfo, today=day)
        name = "amendment-1.pdf"
        attach(agreement, kind="amendment", name=name, content=paper(name), by=self.people.treasury)

    def _reverse(self, day: date) -> None:
        due = self.desk.notices > self.reverse_after * (self.reversed + 1)
        if due and self.reversed < _REVERSALS and self.desk.reverse_latest(day):
            self.reversed += 1

    def _sell_late(self, before: date, day: date) -> None:
        """On the day a tier is crossed, record a late notice of an earlier sale."""
        sold = Agreement.objects.values_list("gross_sold", flat=True).get(slug=plan.SALES)
        if self.tiers and sold > self.tiers[0]:
            self.tiers.pop(0)
            self.desk.sell_late(plan.SALES, before, day)

    def _close(self, period: Period, day: date) -> None:
        close_period(
            self.issuer,
            *period,
            accepted=_NOTES,
            inquire=inquire,
            prove=prove,
            by=self.people.controller,
            today=day,
        )

    def _reopen(self, day: date) -> None:
        """Reopen October for sales whose notices were mislaid."""
        closing = Closing.standing().get(issuer=self.issuer, starts_on=plan.REOPENED.starts_on)
        reason = "A notice of October was mislaid."
        request = ask_reopening(closing, reason=reason, by=self.people.controller)
        approve(request, by=self.people.cfo, today=day)
        for slug in (plan.SALES, plan.MARKET):
            self.desk.sell_late(slug, plan.REOPENED.ends_on - timedelta(days=1), day)

    def _state(self, day: date) -> None:
        """The bank's statement of the last month arrives."""
        state_month(self.issuer, plan.STATED, self.people, day)

    def _ask_at_the_end(self) -> None:
        """Leave a reversal waiting for the CFO, besides a proposal."""
        standing = Sale.objects.filter(reverses=None, adjusts=None, reversal=None)
        latest = standing.select_related("agreement").order_by("-trade_date", "-pk")[0]
        ask_reversal(
            latest,
            on=plan.TODAY,
            reason="The agent has withdrawn its notice.",
            by=self.people.treasury,
            today=plan.TODAY,
        )
