"""A version of the terms as somebody at a database prompt would send it, past every action."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from neoequity.books.models import Approval
from placements.actions.amendment import ask_amendment
from placements.terms.programme import TierFacts
from tests.constraints.conftest import House
from tests.constraints.rows import columns_of
from tests.factories import TODAY, UserFactory, approved_alone

#: The amendment that is asked for: another capacity, from the third day before the example's.
CAPACITY, FROM = Decimal("30000000.00"), date(2001, 11, 10)


def request_of(
    house: House, *, fee_tiers: list[TierFacts] | None = None, approved: bool = True, **terms: Any
) -> Approval:
    """The request for the amendment, approved without anything being done."""
    request = ask_amendment(
        house.agreement,
        kind="amendment",
        effective_on=FROM,
        document="Amendment No. 1",
        page="p. 2",
        reason="More",
        terms=terms or {"capacity": CAPACITY, "largest_commission": None},
        fee_tiers=fee_tiers,
        by=house.person,
        today=TODAY,
    )
    if approved:
        cfo = UserFactory(group="CFO")
        approved_alone(request, by=cfo, today=TODAY)
    return request


def version_of(house: House, request: Approval | None = None, **changes: Any) -> dict[str, Any]:
    """The columns of the version that the approved request asks for, some of them changed."""
    request = request or request_of(house)
    columns = columns_of(
        house.agreement.versions.get(number=1),
        number=2,
        kind="amendment",
        effective_on=FROM,
        document="Amendment No. 1",
        page="p. 2",
        reason="More",
        capacity=CAPACITY,
        largest_commission=None,
        approval_id=request.pk,
        recorded_by_id=house.person.pk,
    )
    del columns["recorded_at"]
    connection.check_constraints()
    return {**columns, **changes}
