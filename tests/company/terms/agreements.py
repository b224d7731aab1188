"""The two agreements' compensation, as the prospectus supplement states it (p. S-11, S-12)."""

from decimal import Decimal

from neoequity.company.terms.compensation import CompensationTerms
from neoequity.company.terms.warrant_value import Inputs
from placements.terms.fees import FeeSchedule, Tier

TEN_PERCENT_AT_130 = Inputs(Decimal("1.30"), Decimal("0.10"))
SALES = CompensationTerms(
    fees=FeeSchedule(
        Tier(Decimal(above), Decimal(rate))
        for above, rate in [("0", "0.04"), ("10000000", "0.035"), ("20000000", "0.03")]
    ),
    capacity=Decimal("25000000.00"),
    expense_cap=Decimal("60000.00"),
    expense_refundable=True,
    advisory=Decimal("62500.00"),
    limit_rate=Decimal("0.08"),
    warrants=TEN_PERCENT_AT_130,
)
# The supplement calls only the expenses of the Sales Agreement refundable.
OTHER = SALES._replace(
    fees=FeeSchedule([Tier(Decimal(0), Decimal("0.04"))]),
    capacity=Decimal("8400000.00"),
    expense_refundable=False,
)
