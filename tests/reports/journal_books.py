"""Made-up books for the journal, and what happened in them as its plain rules take it."""

import random
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from neoequity.books.calendar import is_settlement_day, is_trading_day
from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.record import ask_expense, ask_figure, record_account
from neoequity.company.models import Expense
from neoequity.reports.journal.rules import Event, Paid, Settled, Spent
from placements.actions.delivery import deliver
from placements.models import Agreement, Delivery, Placement, Sale
from tests.amendments.changing import amended
from tests.factories import (
    AgreementFactory,
    PlacementFactory,
    approved,
    reverse_sale,
    sell,
    usual,
)
from warrants.actions.split import record_split

FIRST, TODAY = date(2001, 10, 1), date(2002, 3, 28)
DAYS = [FIRST + timedelta(days=n) for n in range((TODAY - FIRST).days + 1)]
TRADING = [day for day in DAYS if is_trading_day(day)]
SETTLING = [day for day in DAYS if is_settlement_day(day)]
TERMS: dict[str, Any] = {
    "capacity": Decimal("2500000.00"),
    "tiers": [("0", "0.04"), ("1000000", "0.035"), ("2000000", "0.03")],
    "largest_commission": Decimal("90000.00"),
    "expense_cap": Decimal("60000.00"),
    "expense_refundable": True,
}


def opened(**terms: Any) -> list[Placement]:
    """Two agreements with small tiers, each with an accepted placement; further terms as said."""
    return [
        PlacementFactory(
            agreement=AgreementFactory(**TERMS, **terms, other=other),
            shares_offered=2_000_000,
            minimum_price=Decimal("0.50"),
            accepted=True,
        )
        for other in (False, True)
    ]


def stated(name: str, value: str, day: date, **facts: Any) -> None:
    """A company figure, asked for and approved."""
    issuer = Issuer.objects.get()
    told = {"name": name, "value": Decimal(value), "day": day, **facts}
    approved(ask_figure(issuer=issuer, **told, by=usual(), today=TODAY), today=TODAY)


def account(role: str, code: str, name: str, day: date = FIRST) -> None:
    """The office's account for a role."""
    issuer = Issuer.objects.get()
    record_account(issuer=issuer, day=day, role=role, code=code, name=name, by=usual(), today=TODAY)


def spend(agreement: Agreement, amount: str, day: date, **facts: Any) -> Expense:
    """An expense, asked for and approved."""
    told = {"category": "offering", "purpose": "Counsel", **facts}
    request = ask_expense(
        issuer=agreement.issuer, agreement=agreement, amount=Decimal(amount), day=day, **told,
        by=usual(), today=TODAY,
    )  # fmt: skip
    approved(request, today=TODAY)
    return Expense.objects.get(pk=request.subject)


def split(new: int, old: int, on: date) -> None:
    """A stock split of the issuer."""
    issuer = Issuer.objects.get()
    record_split(
        issuer, effective_on=on, new=new, old=old, source="Form 8-K", by=usual(), today=TODAY
    )


def delivered(sale: Sale, on: date) -> Delivery:
    """The delivery of a sale, or the payment of an adjustment, whenever it was agreed."""
    remark = "Agreed with the agent"
    [row] = deliver([sale], delivered_on=on, by=usual(), today=TODAY, remark=remark)
    return row


def turned_back(sale: Sale, on: date) -> Sale:
    """The reversal of a sale on a day."""
    return reverse_sale(sale, on=on, reason="Wrong account", by=usual(), today=TODAY)


def the_case(placement: Placement) -> Sale:
    """What `test_worked_quarter` tells, under the placement; the sale of Dec 28 is given."""
    first = sell(placement, 225_000, "4.00", trade_date=date(2001, 12, 3), today=TODAY)
    second = sell(placement, 75_000, "4.00", trade_date=date(2001, 12, 28), today=TODAY)
    third = sell(placement, 50_000, "5.00", trade_date=date(2002, 1, 8), today=TODAY)
    delivered(first, date(2001, 12, 6))
    delivered(second, date(2002, 1, 3))
    delivered(third, date(2002, 1, 11))
    turned_back(second, date(2002, 1, 15))
    delivered(Sale.objects.get(adjusts__isnull=False), date(2002, 1, 22))
    split(1, 25, date(2002, 2, 1))
    return second


class History:
    """An office that does whatever comes to its mind; what is refused is left."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # a made-up history, the same each time
        self.placements = opened()
        self.done = 0
        stated("par_value", "0.001", FIRST)

    def live(self, steps: int) -> None:
        """Sales most of all, deliveries next, and everything else that makes an entry."""
        deeds = [self.sell] * 6 + [self.deliver] * 5 + [self.reverse, self.spend, self.correct]
        rare = [self.amend, self.restate]
        if not self.done:
            self.attempt(self.split)  # what is traded after it must be known to be in new shares
        for _ in range(steps):
            self.attempt(self.chance.choice(deeds))
        for deed in rare:
            self.attempt(deed)
        for _ in range(steps):
            self.attempt(self.chance.choice(deeds))

    def attempt(self, deed: Any) -> None:
        """One deed, if it is allowed."""
        with suppress(Refused):
            deed()
            self.done += 1

    def sell(self) -> None:
        shares = self.chance.choice([777, 12_345, 40_001, 99_999])
        price = self.chance.choice(["1.03", "4.0254", "13.00", "26.50"])
        day = self.chance.choice(TRADING)
        sell(self.chance.choice(self.placements), shares, price, trade_date=day, today=TODAY)

    def deliver(self) -> None:
        open_sales = Sale.objects.filter(reverses=None, delivery=None, reversal=None)
        sale = self.chance.choice(list(open_sales.order_by("pk")) or [None])
        if sale is not None:
            later = [day for day in SETTLING if day >= sale.trade_date]
            delivered(sale, self.chance.choice(later[:8]))

    def reverse(self) -> None:
        standing = Sale.objects.filter(reverses=None, adjusts=None, reversal=None)
        sale = self.chance.choice(list(standing.order_by("pk")) or [None])
        if sale is not None:
            turned_back(sale, self.chance.choice([day for day in DAYS if day >= sale.trade_date]))

    def spend(self) -> None:
        placement = self.chance.choice(self.placements)
        category = self.chance.choice(["offering", "offering", "reimbursement", "refund"])
        amount = f"{self.chance.randint(1, 900_000) / 100:.2f}"
        spend(placement.agreement, amount, self.chance.choice(DAYS), category=category)

    def correct(self) -> None:
        standing = list(Expense.objects.filter(replaced_by=None).order_by("pk"))
        if standing:
            wrong = self.chance.choice(standing)
            facts = {"category": wrong.category, "replaces": wrong, "remark": "Mistyped"}
            spend(wrong.agreement, "123.45", self.chance.choice(DAYS), **facts)

    def split(self) -> None:
        new, old = self.chance.choice([(1, 25), (2, 1), (3, 2)])
        split(new, old, self.chance.choice(DAYS))

    def amend(self) -> None:
        changed = {"capacity": Decimal("2750000.00"), "effective_on": date(2001, 12, 3)}
        amended(self.placements[0].agreement, **changed)

    def restate(self) -> None:
        stated("par_value", "0.025", self.chance.choice(DAYS))


def events_by(
    as_of: date, known_at: datetime | None = None, places: dict[int, int] | None = None
) -> list[Event]:
    """What happened by a day, row by row, as known at a moment; agreements by their place."""
    places = places or {
        key: place
        for place, key in enumerate(Agreement.objects.order_by("slug").values_list("pk", flat=True))
    }

    def known(row: Any, day: date) -> bool:
        return day <= as_of and (known_at is None or row.recorded_at <= known_at)

    events: list[Event] = []
    for row in Delivery.objects.select_related("sale"):
        sale, place = row.sale, places[row.sale.agreement_id]
        if not known(row, row.delivered_on):
            continue
        if sale.adjusts_id is not None:
            events.append(Paid(row.delivered_on, place, sale.number, sale.net))
            continue
        issue = Settled(
            row.delivered_on, place, sale.number, sale.net, sale.gross, sale.shares, sale.trade_date
        )
        back = Sale.objects.filter(reverses=sale).first()
        if back is None or not known(back, back.trade_date):
            events.append(issue)
        elif back.trade_date > row.delivered_on:
            reverse = issue._replace(
                day=back.trade_date, number=back.number, net=back.net, gross=back.gross,
                reverses=True,
            )  # fmt: skip
            events += [issue, reverse]
    for spent in Expense.objects.select_related("replaces"):
        place = places[spent.agreement_id]
        if known(spent, spent.day):
            events.append(Spent(spent.day, place, spent.pk, spent.category, spent.amount))
        wrong = spent.replaces
        assert wrong is None or isinstance(wrong, Expense)
        if wrong is not None and known(spent, max(spent.day, wrong.day)):
            day, own = max(spent.day, wrong.day), places[wrong.agreement_id]
            events.append(Spent(day, own, spent.pk, wrong.category, wrong.amount, corrected=True))
    return events
