"""Draft placements and move them through their life (p. S-11)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import F, Max, QuerySet

from neoequity.books import held
from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.approvals.actions import ask, reasons_against_asking
from neoequity.books.models import Approval
from neoequity.books.money import of_shares, per_share
from neoequity.books.periods.locks import lock_periods, reasons_against_days
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.moving import reasons_against_placing, write_move
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Placement, PlacementEvent, Split
from placements.models.free import free_days
from placements.terms.lifecycle import MOVES, Move, Status
from placements.terms.proposal import (
    reasons_against_acceptance,
    reasons_against_move,
    reasons_against_old_shares,
    reasons_against_terms,
)
from placements.terms.request import PROPOSAL

_TERMS = ("shares_offered", "minimum_price", "expected_price", "remark")


@action(needs="placements.add_placement", told="Drafted a placement")
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
    """Draft a placement under the agreement; prices in dollars per share. Raises Refused."""
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


def reasons_against_number(placement: Placement, stated: int) -> list[Reason]:
    """The reason against a file that states another number than the one a new placement has got."""
    if placement.number == stated:
        return []
    sentence = (
        f"The next placement of the {placement.agreement.name} is number {placement.number}, not "
        f"{stated}."
    )
    return [Reason(sentence, "number")]


@action(needs="placements.add_placement", told="Revised a draft")
def revise_draft(
    placement: Placement,
    *,
    shares_offered: int,
    minimum_price: Decimal | None,
    expected_price: Decimal | None = None,
    remark: str = "",
    by: User,
) -> Placement:
    """Revise the terms of a draft, which then need an approval of their own.

    Resubmitting the same terms changes nothing. Raises Refused once the placement is proposed, and
    while its terms await approval.
    """
    lock_agreements([placement.agreement_id])
    placement = Placement.objects.get(pk=placement.pk)
    if placement.status != Status.DRAFT:
        sentence = f"Placement {placement.number} is {placement.status}: its terms stay as agreed."
        refuse_if_any([Reason(sentence)])
    refuse_if_any(reasons_against_asking(PROPOSAL, placement.pk))
    refuse_if_any(reasons_against_terms(shares_offered, minimum_price, expected_price))
    terms = (shares_offered, minimum_price, expected_price, remark)
    if terms == tuple(getattr(placement, name) for name in _TERMS):
        return placement
    placement.shares_offered = shares_offered
    placement.minimum_price = minimum_price
    placement.expected_price = expected_price
    placement.remark = remark
    placement.status_by = by
    placement.save(update_fields=[*_TERMS, "status_by"])
    return placement


@action(needs="placements.add_placement", told="Requested approval of a proposal")
def ask_proposal(placement: Placement, *, by: User, why: str = "") -> Approval:
    """Request a CFO's approval of a draft's terms before they are proposed to the agent."""
    lock_agreements([placement.agreement_id])
    placement = Placement.objects.select_related("agreement").get(pk=placement.pk)
    refuse_if_any(reasons_against_asking_for(placement))
    minimum = placement.minimum_price
    at_least = f"at {per_share(minimum)} or more" if minimum else "without a minimum price"
    return ask(
        PROPOSAL,
        placement.pk,
        issuer_id=placement.agreement.issuer_id,
        what=f"Propose placement {placement.number} of the {placement.agreement.name}: "
        f"{of_shares(placement.shares_offered)} {at_least}",
        dated=placement.status_on,
        asked=_terms_as_stored(placement),
        by=by,
        why=why,
    )


def reasons_against_asking_for(placement: Placement) -> list[Reason]:
    """Every reason against requesting approval of these terms; pages ask before they offer it."""
    if placement.status != Status.DRAFT:
        return [Reason(f"Placement {placement.number} is {placement.status}, no draft any more.")]
    if approval_of(placement) is not None:
        return [Reason(f"The terms of placement {placement.number} are approved already.")]
    return list(reasons_against_asking(PROPOSAL, placement.pk))


def approval_of(placement: Placement) -> Approval | None:
    """The approval of exactly these terms by someone who did not draft them, if any."""
    approved = Approval.objects.filter(
        kind=PROPOSAL, subject=placement.pk, decision="approved", asked=_terms_as_stored(placement)
    ).exclude(decided_by__in=drafters().filter(subject=placement.pk).values("writer"))
    return approved.first()


def drafters() -> QuerySet[PlacementEvent]:
    """Who drafted terms of a placement (`writer`), and the placement's key (`subject`)."""
    drafts: QuerySet[PlacementEvent] = PlacementEvent.objects.filter(status="draft").annotate(
        subject=F("pgh_obj_id"), writer=F("status_by_id")
    )
    return drafts


def release_proposal(request: Approval, *, by: User, today: date) -> None:
    """Check that an approved proposal is still a draft, and what others hold against it."""
    placement = Placement.objects.get(pk=request.subject)
    if placement.status != Status.DRAFT:
        sentence = f"Placement {placement.number} is {placement.status}, no draft any more."
        refuse_if_any([Reason(sentence)])
    refuse_if_any(held.reasons_against("proposal_approval", request, on=today, today=today))
    held.do_with("proposal_approval", request, on=today, by=by)


def _terms_as_stored(placement: Placement) -> dict[str, object]:
    """The terms as the database writes them, so that a trigger can compare them."""
    return {
        "shares_offered": placement.shares_offered,
        "minimum_price": _six_decimals(placement.minimum_price),
        "expected_price": _six_decimals(placement.expected_price),
    }


def _six_decimals(price: Decimal | None) -> str | None:
    return None if price is None else f"{price:.6f}"


@action(needs="placements.change_placement", told="Changed the status of a placement")
def move_placement(
    placement: Placement, verb: str, *, on: date, by: User, today: date, note: str = ""
) -> Placement:
    """Move a placement as of the day `on`; `verb` is a key of MOVES.

    Raises Refused for a move the table does not allow, for a day before the last move or the last
    sale, in a closed period or in the future, and for an acceptance that needs more capacity than
    the agreement has free.
    """
    lock_agreements([placement.agreement_id])
    lock_periods([placement.agreement.issuer_id])
    placement = Placement.objects.select_related("agreement").get(pk=placement.pk)
    move = MOVES[verb]
    refuse_if_any(reasons_against(placement, move, on=on, today=today))
    write_move(placement, move, on=on, by=by, note=note)
    if verb == "propose":
        held.do_with("proposal", placement, on=on, by=by)
    return placement


def reasons_against(placement: Placement, move: Move, *, on: date, today: date) -> list[Reason]:
    """Every reason against the move on this day."""
    [reasons] = reasons_against_each(placement, [move], on=on, today=today)
    return reasons


def reasons_against_each(
    placement: Placement, moves: Sequence[Move], *, on: date, today: date
) -> list[list[Reason]]:
    """The same for several moves, in their order; pages ask before they offer them."""
    if not moves:
        return []
    last_trade = placement.sales.filter(reverses=None, adjusts=None).aggregate(
        last=Max("trade_date")
    )["last"]
    in_closed_period = reasons_against_days(placement.agreement.issuer_id, [on], "on")
    agreement, state = placement.agreement, placement.state()
    return [
        [
            *reasons_against_move(
                state,
                move,
                on=on,
                today=today,
                signed_on=agreement.signed_on,
                last_trade_date=last_trade,
            ),
            *_without_approval(placement, move),
            *in_closed_period,
            *reasons_against_placing(placement, move, on),
            *_of_shares(placement, move, on, today),
        ]
        for move in moves
    ]


def _without_approval(placement: Placement, move: Move) -> list[Reason]:
    if placement.status != Status.DRAFT:
        return []
    if move.verb == "propose":
        return _against_proposing(placement)
    if move.verb == "withdraw":
        return list(reasons_against_asking(PROPOSAL, placement.pk))
    return []


def _of_shares(placement: Placement, move: Move, on: date, today: date) -> list[Reason]:
    """Reasons against proposing pre-split shares, and against accepting without capacity."""
    if move.verb == "propose" and placement.status == Status.DRAFT:
        issuer = placement.agreement.issuer_id
        splits = Split.by_issuer(issuers=[issuer])[issuer]
        return [
            *reasons_against_old_shares(placement.state(), on, splits),
            *held.reasons_against("proposal", placement, on=on, today=today),
        ]
    if move.verb == "accept" and placement.status == Status.PROPOSED:
        return [
            *_against_accepting(placement, on),
            *held.reasons_against("acceptance", placement, on=on, today=today),
        ]
    return []


def _against_accepting(placement: Placement, on: date) -> list[Reason]:
    """Check the capacity of now and, if that suffices, of the day and every later one."""
    agreement, days = placement.agreement, free_days(placement.pk, on)
    short = [day for day in days if day.needs > day.free]
    if not short:
        return []
    worst = days[-1] if days[-1] in short else short[0]
    return list(
        reasons_against_acceptance(
            placement.state()._replace(shares_offered=worst.shares),
            agreement.terms(worst.day)._replace(capacity=worst.capacity),
            needs=worst.needs,
            price=worst.price,
            free=worst.free,
            past=None if worst == days[-1] else worst.day,
        )
    )


def _against_proposing(placement: Placement) -> list[Reason]:
    if approval_of(placement) is not None:
        return []
    return list(reasons_against_asking(PROPOSAL, placement.pk)) or [
        Reason(
            f"Placement {placement.number} is proposed to the agent once a CFO has approved it "
            "who did not draft it (four eyes)."
        )
    ]
