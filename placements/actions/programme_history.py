"""Add a programme file's history to the books, day by day, through the ordinary actions."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from neoequity.books.accounts import User
from neoequity.books.money import ZERO
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.delivery import deliver
from placements.actions.events import perform
from placements.actions.placement import (
    draft_placement,
    move_placement,
    reasons_against_number,
)
from placements.actions.posting_context import lock_agreements
from placements.actions.published import approve_proposal
from placements.actions.sale import record_sale
from placements.models import Agreement, Delivery, Placement, PlacementEvent, Sale
from placements.terms.lifecycle import MOVES, Status
from placements.terms.programme import MoveFacts, PlacementFacts, Programme, SaleFacts
from placements.terms.reference import reference_key

# Within a day: shares are sold after a placement opens and before it ends, then delivered.
_OPENS, _SELLS, _ENDS, _DELIVERS = range(4)
_ENDINGS = (Status.SUSPENDED, Status.CLOSED, Status.WITHDRAWN, Status.DECLINED)


class HistoryStep(NamedTuple):
    """One act to perform: its day, its turn within the day, its name, and the call."""

    on: date
    turn: int
    name: str
    act: Callable[[], object]


def add_history(programme: Programme, *, by: User, today: date) -> list[str]:
    """Add what the books lack of the file's history, in the order of its days.

    Returns the names of what was added. Raises Refused where the books differ from the file, or a
    rule is broken.
    """
    # Locked one by one as the steps reach them, two loads could deadlock.
    slugs = {facts.agreement for facts in programme.placements}
    slugs |= {facts.notice.agreement for facts in programme.sales}
    lock_agreements(Agreement.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    writing = _Writing(by, today)
    steps: list[HistoryStep] = []
    for placement in programme.placements:
        steps += writing.placement(placement)
    for sale in programme.sales:
        steps += writing.sale(sale)
    refuse_if_any(writing.differences)
    steps.sort(key=lambda step: (step.on, step.turn))
    for step in steps:
        perform(step.name, step.act)
    return [step.name for step in steps]


class _Writing:
    """Collects the steps still to be taken, and the differences between books and file."""

    def __init__(self, by: User, today: date) -> None:
        self.by = by
        self.today = today
        self.differences: list[Reason] = []

    def placement(self, facts: PlacementFacts) -> Iterator[HistoryStep]:
        """The draft if it is missing, and the moves not yet made."""
        agreement = Agreement.objects.get(slug=facts.agreement)
        name = f"{agreement.name}, placement {facts.number}"
        placement = Placement.objects.filter(agreement=agreement, number=facts.number).first()
        done = 0
        if placement is None:
            yield HistoryStep(
                facts.moves[0].on, _OPENS, f"{name}, draft", lambda: self._draft(agreement, facts)
            )
        else:
            done = self._moves_made(placement, facts, name)
            terms = ("shares_offered", "minimum_price", "expected_price", "remark")
            for term in terms:
                self._compare(name, term, getattr(placement, term), getattr(facts, term))
        day, turn = date.min, _OPENS
        for move in facts.moves[done:]:
            ends = MOVES[move.verb].target in _ENDINGS
            # The moves of one day keep their order.
            turn = max(turn if move.on == day else _OPENS, _ENDS if ends else _OPENS)
            day = move.on
            yield HistoryStep(
                day, turn, f"{name}, {move.verb}", self._mover(agreement, facts, move)
            )

    def sale(self, facts: SaleFacts) -> Iterator[HistoryStep]:
        """The sale and its delivery, where they are missing."""
        notice = facts.notice
        agreement = Agreement.objects.get(slug=notice.agreement)
        name = f"{agreement.name}, sale “{notice.agent_reference}”"
        booked = Sale.objects.filter(
            agreement=agreement, reference_key=reference_key(notice.agent_reference)
        )
        sale = booked.select_related("placement").first()
        if sale is None:
            yield HistoryStep(notice.trade_date, _SELLS, name, lambda: self._record(facts))
        else:
            for term in ("trade_date", "shares", "price", "method", "deductions", "remark"):
                self._compare(name, term, getattr(sale, term), getattr(notice, term))
            if notice.commission is not None:
                own = sale.commission - (sale.second_fee or ZERO)
                self._compare(name, "commission", own, notice.commission)
            self._compare(name, "placement", sale.placement.number, notice.placement)
            self._compare(name, "gross", sale.gross, notice.gross_amount)
            if notice.settlement_date is not None:
                self._compare(name, "settlement_date", sale.settlement_date, notice.settlement_date)
        if facts.delivered_on is None:
            return
        delivery = Delivery.objects.filter(sale=sale).first() if sale else None
        if delivery is not None:
            self._compare(name, "delivered_on", delivery.delivered_on, facts.delivered_on)
        else:
            yield HistoryStep(
                facts.delivered_on, _DELIVERS, f"{name}, delivery", lambda: self._deliver(facts)
            )

    def _compare(self, name: str, term: str, booked: object, stated: object) -> None:
        if booked != stated:
            ours, theirs = ("not stated" if value is None else value for value in (booked, stated))
            sentence = f"{name}: {term} is {ours}; the file's history says {theirs}."
            self.differences.append(Reason(sentence, term))

    def _moves_made(self, placement: Placement, facts: PlacementFacts, name: str) -> int:
        """How many moves the placement has made; it may be past the file's last."""
        made: list[tuple[str, date]] = []
        events = PlacementEvent.objects.filter(pgh_obj=placement).order_by("pgh_id")
        for status, on in events.values_list("status", "status_on"):
            if status != Status.DRAFT and (not made or made[-1][0] != status):
                made.append((status, on))
        stated = [(MOVES[move.verb].target.value, move.on) for move in facts.moves]
        for ours, theirs in zip_longest(made, stated):
            if ours and theirs:
                self._compare(name, "a move", _in_words(ours), _in_words(theirs))
        return len(made)

    def _draft(self, agreement: Agreement, facts: PlacementFacts) -> Placement:
        placement = draft_placement(
            agreement,
            shares_offered=facts.shares_offered,
            minimum_price=facts.minimum_price,
            expected_price=facts.expected_price,
            remark=facts.remark,
            on=facts.moves[0].on,
            by=self.by,
        )
        refuse_if_any(reasons_against_number(placement, facts.number))
        return placement

    def _mover(
        self, agreement: Agreement, facts: PlacementFacts, move: MoveFacts
    ) -> Callable[[], Placement]:
        def act() -> Placement:
            placement = Placement.objects.get(agreement=agreement, number=facts.number)
            if move.verb == "propose":
                approve_proposal(placement, by=self.by, today=self.today)
            return move_placement(
                placement, move.verb, on=move.on, by=self.by, today=self.today, note=move.note
            )

        return act

    def _record(self, facts: SaleFacts) -> Sale:
        return record_sale(facts.notice, by=self.by, today=self.today)

    def _deliver(self, facts: SaleFacts) -> list[Delivery]:
        notice = facts.notice
        sale = Sale.objects.get(
            agreement__slug=notice.agreement,
            reference_key=reference_key(notice.agent_reference),
        )
        return deliver(
            [sale],
            delivered_on=facts.delivered_on or date.min,
            by=self.by,
            today=self.today,
            remark=facts.delivery_remark,
        )


def _in_words(move: tuple[str, date]) -> str:
    status, on = move
    return f"{status} on {on}"
