"""A notice that keeps the terms, the placements it may meet, and what is said against it."""

from datetime import date
from decimal import Decimal
from typing import Any

from neoequity.books import calendar
from placements.terms.fees import FeeSchedule, Tier
from placements.terms.lifecycle import PlacementState
from placements.terms.notice import AgreementTerms, SaleNotice, reasons_against
from placements.terms.reference import Booked

TODAY = date(2001, 11, 13)
PAGES = dict.fromkeys(("capacity", "methods", "settlement_days", "placement"), "p. S-11")
TERMS = AgreementTerms(
    name="Sales Agreement",
    capacity=Decimal("25000000.00"),
    methods=("negotiated", "other"),
    settlement_days=3,
    fees=FeeSchedule(
        Tier(Decimal(above), Decimal(rate))
        for above, rate in [("0", "0.04"), ("10000000", "0.035"), ("20000000", "0.03")]
    ),
    pages=PAGES,
)
OPEN = PlacementState(
    number=2,
    status="accepted",
    status_on=date(2001, 10, 29),
    accepted_on=date(2001, 10, 29),
    closed_on=None,
    shares_offered=1_000_000,
    shares_sold=0,
    minimum_price=Decimal("4.00"),
)
SUSPENDED = OPEN._replace(status="suspended", status_on=date(2001, 11, 7))
CLOSED = OPEN._replace(status="closed", closed_on=date(2001, 11, 8))
DRAFT = OPEN._replace(status="draft", accepted_on=None)
NOTICE = SaleNotice(
    agreement="sales-agreement",
    placement=2,
    trade_date=date(2001, 11, 9),
    shares=1000,
    price=Decimal("4.00"),
    method="negotiated",
    agent_reference="CF-1",
)


def against(
    notice: SaleNotice = NOTICE,
    *,
    placement: PlacementState = OPEN,
    sold: str = "0.00",
    booked: dict[str, Booked] | None = None,
    today: date = TODAY,
    exceptions: calendar.Exceptions = calendar.NO_EXCEPTIONS,
    **changes: Any,
) -> str:
    """The sentences against the notice, one a line; "" lets it pass. `changes` alter the notice."""
    found = reasons_against(
        notice._replace(**changes),
        terms=TERMS,
        placement=placement,
        sold=Decimal(sold),
        booked_references=booked or {},
        today=today,
        exceptions=exceptions,
    )
    return "\n".join(reason.sentence for reason in found)
