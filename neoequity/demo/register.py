"""The demo's warrants: issues, a transfer, exercises, and one call of a series."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from neoequity.books.approvals.actions import approve
from neoequity.books.documents.actions import attach_to_record
from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_consent
from neoequity.company.models import Consent
from neoequity.demo.papers import paper
from neoequity.demo.people import People
from neoequity.demo.plan import CALLED_ON
from placements.models import Agreement, Placement, Sale
from warrants.actions.attachment import attach_to_entry
from warrants.actions.calls import give_call_notice, price_call
from warrants.actions.either import issue_or_ask, transfer_or_ask
from warrants.actions.register import exercise
from warrants.actions.reversal import ask_entry_reversal
from warrants.models import CallNotice, Entry, Holder, Series, Warrant

_A_WHILE = timedelta(days=10)
# The office forgets the warrant of every fourth placement, which becomes overdue.
_FORGOTTEN = 4
_CENT = Decimal("0.01")


class Keeper:
    """Keeps the demo's register; planned actions wait in `later` for their day."""

    def __init__(self, people: People, issuer: Issuer) -> None:
        self.people, self.issuer = people, issuer
        self.later: dict[date, list[Callable[[date], object]]] = defaultdict(list)
        self.issued: set[int] = set()
        self.acts: list[Callable[[Warrant, date], object]] = [
            self._transfer,
            self._exercise,
            self._mistake,
        ]
        self.call: CallNotice | None = None

    def keep(self, day: date, closed: Iterable[Placement], price: Decimal) -> None:
        """Issue warrants owed for closed placements, run planned actions, and call the series."""
        for placement in closed:
            if self._is_owed(placement):
                self._issue(placement, day)
        for due in sorted(planned for planned in self.later if planned <= day):
            for act in self.later.pop(due):
                act(day)
        self._call(day, price)

    def _is_owed(self, placement: Placement) -> bool:
        sold = Sale.objects.filter(placement=placement, reverses=None, reversal=None, adjusts=None)
        return (
            placement.pk not in self.issued
            and placement.agreement.warrant_coverage_rate is not None
            and placement.number % _FORGOTTEN != 0
            and sold.exists()
            and not sold.filter(delivery=None).exists()
        )

    def _issue(self, placement: Placement, day: date) -> None:
        by = self.people.treasury
        self.people.agree(issue_or_ask(placement.agreement, placement, by=by, today=day), day)
        warrant = Warrant.objects.filter(issuer=self.issuer).latest("number")
        self.issued.add(placement.pk)
        if self.acts:
            act = self.acts.pop(0)
            self.later[day + _A_WHILE].append(lambda later_day: act(warrant, later_day))

    def _agent(self) -> Holder:
        return Holder.objects.get(issuer=self.issuer, category="agent")

    def _part(self, warrant: Warrant, divisor: int) -> int:
        return warrant.balances.get(holder=self._agent()).shares // divisor

    def _transfer(self, warrant: Warrant, day: date) -> None:
        officer = Holder.objects.get(issuer=self.issuer, category="agent_officer")
        done = transfer_or_ask(
            warrant,
            holder_from=self._agent(),
            holder_to=officer,
            shares=self._part(warrant, 5),
            on=day,
            by=self.people.treasury,
            today=day,
        )
        self.people.agree(done, day)
        self._file(warrant.entries.filter(kind="transfer").latest("number"), "transfer")

    def _exercise(self, warrant: Warrant, day: date) -> Entry:
        entry = exercise(
            warrant,
            holder=self._agent(),
            shares=self._part(warrant, 4),
            on=day,
            way="cash",
            by=self.people.treasury,
            today=day,
        )
        self._file(entry, "exercise")
        return entry

    def _mistake(self, warrant: Warrant, day: date) -> None:
        """Exercise by mistake, and reverse it."""
        entry = self._exercise(warrant, day)
        reason = "The holder had asked for a quote only."
        by = self.people.treasury
        request = ask_entry_reversal(entry, on=day, reason=reason, by=by, today=day)
        approve(request, by=self.people.cfo, today=day)

    def _file(self, entry: Entry, event: str) -> None:
        name = f"notice-of-{event}-{entry.warrant.number}.pdf"
        by = self.people.treasury
        attach_to_entry(entry, kind="notice", name=name, content=paper(name), by=by)

    def _call(self, day: date, price: Decimal) -> None:
        """Call the series, price the call on the day of its bid, and let one holder exercise."""
        by = self.people.treasury
        series = Series.objects.get(issuer=self.issuer)
        if day == CALLED_ON:
            self._consent(day)
            self.call = give_call_notice(series, delivered_on=day, by=by, today=day)
        elif self.call is not None and day == self.call.bid_on:
            bid = price.quantize(_CENT)
            self.call = price_call(self.call, closing_bid=bid, market_price=bid, by=by, today=day)
            self.later[day + timedelta(days=1)].append(self._answer)

    def _consent(self, day: date) -> None:
        """The agent consents to the call, which may fall in the lock-up of an open placement."""
        by = self.people.treasury
        for agreement in Agreement.objects.filter(issuer=self.issuer).order_by("pk"):
            request = ask_consent(
                issuer=self.issuer,
                day=day,
                agreement=agreement,
                starts_on=day,
                ends_on=day,
                covers="Call of the Class B Warrants",
                by=by,
                today=day,
            )
            approve(request, by=self.people.cfo, today=day)
            consent = Consent.objects.get(approval=request)
            name = f"consent-{agreement.slug}.pdf"
            attach_to_record(consent, kind="consent", name=name, content=paper(name), by=by)

    def _answer(self, day: date) -> None:
        warrant = Warrant.objects.filter(series__issuer=self.issuer).order_by("number")[0]
        exercise(
            warrant,
            holder=warrant.balances.get().holder,
            shares=25_000,
            on=day,
            way="cash",
            call=self.call,
            by=self.people.treasury,
            today=day,
        )
