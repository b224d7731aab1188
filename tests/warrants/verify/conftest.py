"""A register with one of every entry, and a hand that writes in it past every rule."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books.models import Issuer
from tests.factories import UserFactory
from tests.ledger.tampering import Tamper, settle_constraints, tamper_with_books
from tests.warrants.factories import (
    HolderFactory,
    another_holder,
    issued_warrant,
    opened_warrant,
    reverse_entry,
)
from tests.worlds import built_once
from warrants.actions.calls import give_call_notice, price_call
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Warrant

LATER = date(2003, 1, 31)
SPLIT_ON = date(2002, 9, 6)


@built_once
def register(db: None) -> Warrant:
    """Warrant 1 of the agent and warrant 2 of the Class B series, with one of every entry.

    The agent's: 1 issue, 2 transfer, 3 cash exercise, 4 its reversal, 5 cancellation, 6 and 7 the
    split of both holders, 8 cashless exercise. The other: 1 issue, 2 exercise, 3 split.
    """
    office = UserFactory(username="office")
    told: dict[str, Any] = {"by": office, "today": LATER}
    warrant, agent = issued_warrant(by=office), HolderFactory()
    officer = another_holder("agent_officer", name="An Officer", slug="officer")
    montrose = another_holder(name="Montrose", slug="montrose")
    opened = opened_warrant(5_000, holder=montrose, by=office)
    day = date(2001, 12, 3)
    transfer(warrant, holder_from=agent, holder_to=officer, shares=300, on=day, **told)
    wrong = exercise(warrant, holder=agent, shares=100, on=day, way="cash", **told)
    reverse_entry(wrong, on=day, reason="Wrong", **told)
    cancel(warrant, holder=officer, shares=50, on=day, reason="Agreed", **told)
    assert opened.series is not None
    call = give_call_notice(opened.series, delivered_on=day, **told)
    call = price_call(call, closing_bid=Decimal("4.04"), market_price=Decimal("4.04"), **told)
    exercise(
        opened, holder=montrose, shares=1_000, on=date(2001, 12, 5), way="cash", call=call, **told
    )
    record_split(
        Issuer.objects.get(), effective_on=SPLIT_ON, new=1, old=25, source="Form 8-K", **told
    )
    exercise(
        warrant,
        holder=agent,
        shares=20,
        on=date(2002, 12, 2),
        way="cashless",
        market_price=Decimal(150),
        **told,
    )
    settle_constraints()
    return warrant


@built_once
def tamper(register: Warrant) -> Tamper:
    """Runs SQL on these books with all triggers asleep."""
    return tamper_with_books
