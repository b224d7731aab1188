"""A draft, a sale and a warrant entry for which Treasury asks, and the two people of four eyes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.placement import ask_proposal, draft_placement
from placements.actions.sale import ask_reversal
from placements.models import Agreement, Placement, Sale
from tests.factories import AgreementFactory, PlacementFactory, UserFactory, sell
from tests.warrants.factories import (
    another_holder,
    issued_warrant,
    last_entry,
    opened_warrant,
    sold_placement,
    warrant_agreement,
)
from tests.worlds import built_once
from warrants.actions.asking import ask_cancellation, ask_transfer
from warrants.actions.asking_issue import ask_issue
from warrants.actions.asking_split import ask_split
from warrants.actions.calls import ask_call_correction, give_call_notice, price_call
from warrants.actions.register import cancel
from warrants.actions.reversal import ask_entry_reversal
from warrants.models import Entry, Holder

TODAY = date(2001, 11, 30)
Ask = Callable[[User], Approval]


@pytest.fixture(autouse=True)
def _the_day(settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = TODAY


@built_once
def tina(db: None) -> User:
    """Of Treasury."""
    person: User = UserFactory(username="tina")
    return person


@built_once
def carl(db: None) -> User:
    """A CFO."""
    person: User = UserFactory(username="carl", group="CFO", is_staff=True)
    return person


@built_once
def chief(db: None) -> User:
    """A superuser, whom no permission stops."""
    return User.objects.create_superuser("chief")


@built_once
def draft(tina: User) -> Placement:
    """40,000 shares at $4.00 or more."""
    agreement: Agreement = AgreementFactory()
    return draft_placement(
        agreement, shares_offered=40_000, minimum_price=Decimal("4.00"), on=TODAY, by=tina
    )


@built_once
def request_(draft: Placement, tina: User) -> Approval:
    """Tina asks for the proposal of the draft."""
    return ask_proposal(draft, by=tina, why="before the quarterly report")


def _asks_to_propose(by: User) -> Approval:
    draft: Placement = PlacementFactory(by=by)
    return ask_proposal(draft, by=by)


def _asks_to_reverse_a_sale(by: User) -> Approval:
    sale: Sale = sell(PlacementFactory(accepted=True, by=by), by=by)
    return ask_reversal(sale, on=TODAY, reason="a mistake", by=by, today=TODAY)


def _asks_to_reverse_an_entry(by: User) -> Approval:
    warrant = issued_warrant(by=by)
    agent = Holder.objects.get(category="agent")
    cancel(warrant, holder=agent, shares=1, on=TODAY, reason="one too many", by=by, today=TODAY)
    entry: Entry = last_entry(warrant)
    return ask_entry_reversal(entry, on=TODAY, reason="a mistake", by=by, today=TODAY)


def _asks_to_correct_a_call(by: User) -> Approval:
    warrant, bid = opened_warrant(by=by), Decimal("40.40")
    assert warrant.series is not None
    told: dict[str, Any] = {"by": by, "today": TODAY}
    call = give_call_notice(warrant.series, delivered_on=warrant.issued_on, **told)
    call = price_call(call, closing_bid=bid, market_price=bid, **told)
    right = Decimal("4.04")
    return ask_call_correction(call, closing_bid=right, market_price=right, reason="a slip", **told)


def _of_a_warrant(by: User) -> dict[str, Any]:
    """A warrant, and who acts on which day."""
    return {"warrant": issued_warrant(by=by), "by": by, "today": TODAY}


def _asks_to_issue(by: User) -> Approval:
    placement = sold_placement(by=by)
    return ask_issue(placement.agreement, placement, by=by, today=TODAY)


def _asks_to_issue_for_the_programme(by: User) -> Approval:
    agreement = warrant_agreement(warrant_pooled=True)
    sold_placement(agreement, by=by)
    return ask_issue(agreement, None, by=by, today=TODAY)


def _asks_to_transfer(by: User) -> Approval:
    facts = _of_a_warrant(by)
    agent = Holder.objects.get(category="agent")
    officer = another_holder("agent_officer")
    return ask_transfer(**facts, holder_from=agent, holder_to=officer, shares=100, on=TODAY)


def _asks_to_cancel(by: User) -> Approval:
    facts = _of_a_warrant(by)
    agent = Holder.objects.get(category="agent")
    return ask_cancellation(**facts, holder=agent, shares=1, on=TODAY, reason="one too many")


def _asks_to_split(by: User) -> Approval:
    issuer = issued_warrant(by=by).issuer
    facts: dict[str, Any] = {"effective_on": TODAY, "new": 1, "old": 25, "source": "8-K"}
    return ask_split(issuer, **facts, by=by, today=TODAY)


@pytest.fixture(
    params=[
        _asks_to_propose,
        _asks_to_reverse_a_sale,
        _asks_to_reverse_an_entry,
        _asks_to_correct_a_call,
        _asks_to_issue,
        _asks_to_issue_for_the_programme,
        _asks_to_transfer,
        _asks_to_cancel,
        _asks_to_split,
    ],
    ids=[
        *("proposal", "reversal", "entry_reversal", "call_correction", "warrant_issue"),
        *("pooled_warrant_issue", "warrant_transfer", "warrant_cancellation", "stock_split"),
    ],
)
def ask_by(request: pytest.FixtureRequest, db: None) -> Ask:
    """Everything that needs four eyes, asked for by a person."""
    asks: Ask = request.param
    return asks
