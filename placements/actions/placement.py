"""Draft placements and move them through their life (p. S-11)."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Max

from placements.actions.action import action
from placements.actions.book import lock_agreements
from placements.actions.periods import lock_periods, reasons_against_days
from placements.models import Agreement, Placement
from placements.terms.lifecycle import MOVES, RESERVING, Move, Status
from placements.terms.money import ZERO
from placements.terms.proposal import (
    reasons_against_acceptance,
    reasons_against_move,
    reasons_against_terms,
)
from placements.terms.refusal import Reason, refuse_if_any

# The day of the move is kept in its own field as well, for those that later rules ask for.
_DAY_FIELDS = {"propose": "proposed_on", "accept": "accepted_on", "close": "closed_on"}


@action
def draft_placement(
    agreement: Agreement,
    *,
    shares_offered: int,
    minimum_price: Decimal | None,
    expected_price: Decimal | None = None,
    remark: str = "",
    on: date,
    by: User,
) -> Placement:
    """A new draft under the agreement, prices in dollars a share. Raises Refused."""
    refuse_if_any(reasons_against_terms(shares_offered, minimum_price, expected_price))
    lock_agreements([agreement.pk])
    lock_periods([agreement.issuer_id])
    refuse_if_any(reasons_against_days(agreement.issuer_id, [on], "on"))
    last = agreement.placements.aggregate(last=Max("number"))["last"] or 0
    return Placement.objects.create(
        agreement=agreement,
        number=last + 1,
        shares_offered=shares_offered,
        minimum_price=minimum_price,
        expected_price=expected_price,
        remark=remark,
        status=Status.DRAFT,
        status_on=on,
        status_by=by,
    )


@action
def revise_draft(
    placement: Placement,
    *,
    shares_offered: int,
    minimum_price: Decimal | None,
    expected_price: Decimal | None = None,
    remark: str = "",
    by: User,  # noqa: ARG001  # the frame of the action tells it to the history
) -> Placement:
    """Other terms for a draft. Raises Refused once it has been proposed."""
    lock_agreements([placement.agreement_id])
    placement = Placement.objects.get(pk=placement.pk)
    if placement.status != Status.DRAFT:
        sentence = f"Placement {placement.number} is {placement.status}: its terms stay as agreed."
        refuse_if_any([Reason(sentence)])
    refuse_if_any(reasons_against_terms(shares_offered, minimum_price, expected_price))
    placement.shares_offered = shares_offered
    placement.minimum_price = minimum_price
    placement.expected_price = expected_price
    placement.remark = remark
    placement.save(update_fields=["shares_offered", "minimum_price", "expected_price", "remark"])
    return placement


@action
def move_placement(
    placement: Placement, verb: str, *, on: date, by: User, today: date, note: str = ""
) -> Placement:
    """Take a placement one move further, as of the day `on`. `verb` is a key of MOVES.

    Raises Refused for a move the table does not allow, a day before the last move or its last
    sale, in a closed period or in the future, and an acceptance that needs more than the
    agreement has free.
    """
    lock_agreements([placement.agreement_id])
    lock_periods([placement.agreement.issuer_id])
    placement = Placement.objects.select_related("agreement").get(pk=placement.pk)
    move = MOVES[verb]
    refuse_if_any(reasons_against(placement, move, on=on, today=today))
    placement.status = move.target.value
    placement.status_on = on
    placement.status_by = by
    placement.status_note = note
    changed = ["status", "status_on", "status_by", "status_note"]
    if verb in _DAY_FIELDS:
        setattr(placement, _DAY_FIELDS[verb], on)
        changed.append(_DAY_FIELDS[verb])
    placement.save(update_fields=changed)
    return placement


def reasons_against(placement: Placement, move: Move, *, on: date, today: date) -> list[Reason]:
    """Every reason against the move on this day; a page asks before it offers the move."""
    agreement, state = placement.agreement, placement.state()
    last_trade = placement.sales.filter(reverses=None).aggregate(last=Max("trade_date"))["last"]
    reasons = list(
        reasons_against_move(
            state,
            move,
            on=on,
            today=today,
            signed_on=agreement.signed_on,
            last_trade_date=last_trade,
        )
    )
    reasons += reasons_against_days(agreement.issuer_id, [on], "on")
    if move.verb == "accept":
        reasons += reasons_against_acceptance(
            state,
            agreement.terms(),
            needs=placement.reserves(),
            price=placement.minimum_price or placement.expected_price or ZERO,
            free=agreement.capacity - agreement.gross_sold - _reserved(agreement),
        )
    return reasons


def _reserved(agreement: Agreement) -> Decimal:
    open_placements = agreement.placements.filter(status__in=RESERVING)
    return sum((placement.reserves() for placement in open_placements), ZERO)
