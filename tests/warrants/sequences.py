"""Made-up sequences of what an office does until its warrants are issued, used and adjusted."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple

from hypothesis import strategies as st

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.delivery import deliver
from placements.actions.placement import move_placement
from placements.actions.sale import record_sale
from placements.models import Agreement, Placement, Sale
from tests.factories import notice_of, reverse_sale
from tests.warrants.factories import reverse_entry
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Holder, Split, Warrant
from warrants.terms.grant import covered

FIRST = date(2001, 11, 5)
SETTLED = date(2002, 1, 28)
REVERSED = date(2002, 2, 4)
USED_FROM = date(2002, 3, 4)
TODAY = date(2003, 3, 3)


class Step(NamedTuple):
    """`verb` is done on the next day of the office to what `pick` chooses, with so many shares."""

    verb: str
    pick: int
    shares: int


_sales = st.builds(Step, st.just("sell"), st.integers(0, 1), st.integers(1, 40_000))
_verbs = st.sampled_from(
    [
        *("deliver", "deliver", "close", "issue", "issue", "issue", "reverse sale"),
        *("cancel", "exercise", "transfer", "reverse entry", "split"),
    ]
)
_others = st.builds(Step, _verbs, st.integers(0, 7), st.integers(1, 4_000))
#: Some sales, then everything in any order; what is refused changes nothing.
sequences = st.builds(
    list.__add__, st.lists(_sales, min_size=1, max_size=3), st.lists(_sales | _others, max_size=18)
)
#: One that leads to an issue, a reversal behind it, a split and a cancellation in new shares.
THROUGH_A_SPLIT = [
    *(Step("sell", 0, 30_000), Step("sell", 1, 20_005), Step("deliver", 0, 1)),
    *(Step("close", 0, 1), Step("close", 1, 1), Step("issue", 0, 1), Step("issue", 1, 1)),
    *(Step("exercise", 1, 500), Step("reverse sale", 0, 1), Step("split", 0, 1)),
    *(Step("cancel", 0, 77), Step("reverse entry", 7, 1), Step("issue", 0, 1)),
]


def net(warrant: Warrant) -> int:
    """Issued less cancelled; nothing where all but the fractions of splits was cancelled."""
    left = warrant.shares
    used = warrant.entries.filter(kind__in=["cash_exercise", "cashless_exercise", "expiry"])
    if not warrant.outstanding and not sum(entry.shares for entry in used):
        return 0
    for entry in warrant.entries.filter(kind="cancellation"):
        back = abs(entry.shares)
        since = Split.objects.filter(effective_on__gt=warrant.issued_on, effective_on__lte=entry.on)
        old, new = prod(each.old for each in since), prod(each.new for each in since)
        left -= back * old // new if entry.shares > 0 else -(back * old // new)
    return left


class Office:
    """Who does it all, day by day, and whether each act kept to what the sales had earned."""

    def __init__(
        self, person: User, agreement: Agreement, placements: list[Placement], other: Holder
    ) -> None:
        self.person = person
        self.agreement = agreement
        self.placements = placements
        self.other = other
        self.day = FIRST

    def take(self, step: Step) -> bool:
        """One step, as far as it is not refused; whether it was done."""
        self.day += timedelta(days=1)
        with suppress(Refused):
            self._take(step)
            return True
        return False

    def issued(self) -> int:
        """Net, as on the days of issue: every split here comes after the last of them."""
        return sum(map(net, Warrant.objects.filter(series=None)))

    def allowed(self) -> int:
        """A tenth of the shares that are sold now."""
        return covered(Agreement.objects.get().shares_sold, Decimal("0.10"))

    def _take(self, step: Step) -> None:
        done: dict[str, Any] = {"by": self.person, "today": TODAY}
        placement = self.placements[step.pick % 2]
        if step.verb == "sell":
            trade_date = self.day
            while trade_date.weekday() > 4:
                trade_date += timedelta(days=1)
            notice = notice_of(placement, step.shares, "4.10", trade_date=trade_date)
            record_sale(notice, **done)
        elif step.verb == "deliver":
            waiting = Sale.objects.filter(reverses=None, reversal=None, delivery=None)
            deliver(list(waiting), delivered_on=SETTLED, **done)
        elif step.verb == "close":
            move_placement(placement, "close", on=SETTLED, **done)
        elif step.verb == "issue":
            base = None if self.agreement.warrant_pooled else placement
            issue_warrant(self.agreement, base, **done)
        elif step.verb == "reverse sale":
            sales = list(Sale.objects.order_by("number"))
            if sales:
                sale = sales[step.pick % len(sales)]
                reverse_sale(sale, on=REVERSED, reason="a mistake", **done)
        else:
            self._register(step)

    def _register(self, step: Step) -> None:
        done: dict[str, Any] = {"on": USED_FROM + (self.day - FIRST)}
        warrants = list(Warrant.objects.order_by("number"))
        if not warrants:
            return
        warrant = warrants[step.pick % len(warrants)]
        acts: dict[str, Any] = {"by": self.person, "today": TODAY}
        agent = Holder.objects.get(category="agent")
        if step.verb == "split":
            ratio: dict[str, Any] = {"new": 1, "old": 25} if step.pick % 2 else {"new": 3, "old": 2}
            record_split(
                warrant.issuer, effective_on=done["on"], source="a notice", **ratio, **acts
            )
        elif step.verb == "exercise":
            exercise(warrant, holder=agent, shares=step.shares, way="cash", **done, **acts)
        elif step.verb == "cancel":
            cancel(warrant, holder=agent, shares=step.shares, reason="over-issued", **done, **acts)
        elif step.verb == "transfer":
            parties: dict[str, Any] = {"holder_from": agent, "holder_to": self.other}
            transfer(warrant, **parties, shares=step.shares, **done, **acts)
        else:
            entries = list(warrant.entries.order_by("number"))
            entry = entries[step.pick % len(entries)]
            reverse_entry(entry, reason="a mistake", **done, **acts)
