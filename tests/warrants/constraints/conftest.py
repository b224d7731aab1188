"""One row of everything that the register guards."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from neoequity.books.models import Issuer
from neoequity.people.models import User
from placements.models import Placement
from tests.factories import IssuerFactory, UserFactory
from tests.warrants.factories import (
    another_holder,
    attached_to_entry,
    issued_warrant,
    opened_warrant,
    sold_placement,
)
from tests.worlds import built_once
from warrants.actions.calls import give_call_notice, price_call
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.registration import request_registration
from warrants.actions.split import record_split
from warrants.models import (
    Balance,
    CallNotice,
    Entry,
    EntryAttachment,
    Holder,
    RegistrationRequest,
    Series,
    Split,
    Warrant,
)

TODAY = date(2002, 12, 2)
ISSUED = date(2001, 11, 15)
LATER = date(2002, 11, 15)


class Register(NamedTuple):
    """The agent's `warrant` of 1,000 at $5.2000, with its register, and a call of Class B.

    Entry 1 issued it, by 2 the `officer` has 400, 3 exercised 100, 4 `cancelled` 10. `sold` waits
    for its warrant. The `split` is of `stranger`, another issuer, who has no warrants.
    The `notice` is attached to entry 3.
    """

    person: User
    warrant: Warrant
    sold: Placement
    agent: Holder
    officer: Holder
    issue: Entry
    moved: Entry
    exercised: Entry
    cancelled: Entry
    balance: Balance
    opened: Warrant
    series: Series
    call: CallNotice
    priced: CallNotice
    request: RegistrationRequest
    stranger: Issuer
    split: Split
    notice: EntryAttachment


@built_once
def register(db: None) -> Register:
    """Everything, as the test finds it."""
    person: User = UserFactory(username="treasurer")
    told: dict[str, Any] = {"by": person, "today": TODAY}
    warrant = issued_warrant(by=person)
    assert warrant.agreement is not None
    agent, officer = Holder.objects.get(), another_holder("agent_officer")
    moved = transfer(warrant, holder_from=agent, holder_to=officer, shares=400, on=ISSUED, **told)
    exercised = exercise(warrant, holder=agent, shares=100, on=ISSUED, way="cash", **told)
    cancelled = cancel(warrant, holder=agent, shares=10, on=ISSUED, reason="over-issued", **told)
    opened = opened_warrant(by=person)
    series = Series.objects.get()
    call = give_call_notice(series, delivered_on=date(2001, 11, 20), **told)
    priced = give_call_notice(series, delivered_on=date(2001, 11, 27), **told)
    bid = Decimal("4.04")
    request = request_registration(
        warrant.agreement, holder=agent, kind="demand", requested_on=LATER, **told
    )
    stranger: Issuer = IssuerFactory(slug="stranger", name="Stranger, Inc.")
    ratio: dict[str, Any] = {
        "effective_on": date(2002, 9, 5),
        "new": 1,
        "old": 25,
        "source": "a notice",
    }
    found = Register(
        person=person,
        warrant=warrant,
        sold=sold_placement(warrant.agreement, by=person),
        agent=agent,
        officer=officer,
        issue=warrant.entries.get(number=1),
        moved=moved,
        exercised=exercised,
        cancelled=cancelled,
        balance=Balance.objects.get(warrant=warrant, holder=agent),
        opened=opened,
        series=series,
        call=call,
        priced=price_call(priced, closing_bid=bid, market_price=bid, **told),
        request=request,
        stranger=stranger,
        split=record_split(stranger, **ratio, **told),
        notice=attached_to_entry(exercised, by=person),
    )
    connection.check_constraints()  # as after a commit: nothing is left to be checked
    return found
