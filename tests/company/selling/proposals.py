"""Placements proposed step by step, as Treasury, a CFO and the agent do."""

from datetime import date
from decimal import Decimal

from neoequity.books.approvals.actions import approve
from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_counting
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, draft_placement, move_placement
from placements.models import Agreement, Placement
from tests.factories import TODAY, approved, usual


def agreement_of(issuer: Issuer, slug: str = "sales-agreement") -> Agreement:
    return Agreement.objects.select_related("issuer", "shelf").get(issuer=issuer, slug=slug)


def drafted(agreement: Agreement, shares: int, price: str, *, by: User) -> Placement:
    return draft_placement(
        agreement, shares_offered=shares, minimum_price=Decimal(price), on=TODAY, by=by
    )


def approved_with(placement: Placement, note: str = "", *, by: User) -> None:
    """A CFO approves the proposal, with a note or without."""
    approve(ask_proposal(placement, by=by), by=usual("CFO"), today=TODAY, note=note)


def moved(placement: Placement, *verbs: str, by: User, on: date = TODAY) -> Placement:
    for verb in verbs:
        placement = move_placement(placement, verb, on=on, by=by, today=TODAY)
    return placement


def left_out_of_the_20(placement: Placement, *, by: User) -> None:
    """A decision that a placement does not count, which another person approves."""
    facts = {"issuer": placement.agreement.issuer, "day": TODAY, "placement": placement}
    reason = "Sold at the market, above book value."
    approved(ask_counting(**facts, counts=False, reason=reason, by=by, today=TODAY))
