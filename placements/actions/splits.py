"""Check placements against a stock split: nothing is written, but their sales must still fit."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Round

from neoequity.books.models import Issuer
from neoequity.books.money import of_shares, per_share
from neoequity.books.refusal import Reason
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, Placement, Sale, Split
from placements.models.counted import Counted, standing_trades
from placements.terms.split import StockSplit


def lock_agreements_of(issuer: Issuer) -> None:
    """Lock the issuer's agreements, waiting for sales in progress under them."""
    lock_agreements(Agreement.objects.filter(issuer=issuer).values_list("pk", flat=True))


def reasons_against_sales_since(issuer: Issuer, split: StockSplit) -> Iterator[Reason]:
    """Reasons against a split that puts sales of its day or later in conflict with their terms.

    A split recorded late restates the shares offered and the minimum price in new shares.
    """
    placements = Placement.objects.filter(
        agreement__issuer=issuer, proposed_on__lt=split.on
    ).select_related("agreement")
    splits = sorted([*Split.by_issuer(issuers=[issuer.pk])[issuer.pk], split])
    sold = standing_trades([placement.pk for placement in placements])
    after = {
        placement.pk: Counted(placement, splits, sold.get(placement.pk, ()))
        for placement in placements
    }
    for each in after.values():
        if each.is_oversold():
            name = f"placement {each.placement.number} of the {each.placement.agreement.name}"
            yield Reason(
                f"After {split} {name} would have sold more than the "
                f"{of_shares(each.offered(date.max))} it then offers: reverse its sales of "
                f"{split.on} and later that were booked in old shares first, and record them "
                "again after the split.",
                "effective_on",
            )
    for sale in _below_the_minimum(after, split.on):
        minimum = after[sale.placement_id].minimum(date.max)
        assert minimum is not None  # noqa: S101  # the sale was found by it
        yield Reason(
            f"Sale {sale.number} of the {sale.agreement.name}, traded on {sale.trade_date} at "
            f"{per_share(sale.price)}, is below the {per_share(minimum)} that {split} makes of "
            f"the minimum of placement {sale.placement.number}: reverse it first, and record it "
            "again after the split.",
            "effective_on",
        )


def _below_the_minimum(after: dict[int, Counted], on: date) -> QuerySet[Sale]:
    """The first standing sales since the day that are below their restated minimum."""
    low = Q(pk=None)
    for placement, each in after.items():
        minimum = each.minimum(date.max)
        if minimum is not None:
            least = Round(F("shares") * minimum, 2)
            low |= Q(Q(price__lt=minimum) | Q(gross__lt=least), placement=placement)
    # An adjustment has neither shares nor a price.
    standing = Sale.objects.filter(reverses=None, reversal=None, adjusts=None)
    sales = standing.filter(low, trade_date__gte=on)
    return sales.select_related("agreement", "placement").order_by("agreement", "number")[:5]
