"""Sales that stand in a blackout recorded after them: findings, for the books are not broken."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery

from neoequity.books.days import written
from neoequity.company.models import Blackout
from placements.models import SaleAggregate
from placements.selectors.findings import Finding


def sold_in_blackouts() -> Iterator[Finding]:
    """A finding for each agreement and trade date with sales that stand in a blackout."""
    covering = Blackout.objects.filter(
        issuer=OuterRef("agreement__issuer"),
        replaced_by=None,
        starts_on__lte=OuterRef("trade_date"),
        ends_on__gte=OuterRef("trade_date"),
    )
    rows = SaleAggregate.objects.filter(
        reversed_on=None,
        shares__gt=0,
        trade_date__gte=Subquery(
            Blackout.objects.filter(issuer=OuterRef("agreement__issuer"), replaced_by=None)
            .order_by("starts_on")
            .values("starts_on")[:1]
        ),
    )
    days = rows.annotate(
        blackout=Subquery(covering.order_by("pk").values("pk")[:1]),
        name=F("agreement__name"),
        issuer_key=F("agreement__issuer"),
    ).filter(blackout__isnull=False)
    blackouts = Blackout.objects.in_bulk(set(days.values_list("blackout", flat=True)))
    for row in (
        days.order_by("name", "trade_date")
        .values("name", "trade_date", "blackout", "issuer_key")
        .distinct()
    ):
        blackout = blackouts[row["blackout"]]
        yield Finding(
            f"{row['name']}: sales of {written(row['trade_date'])} stand in a blackout that was "
            f"recorded after them: {blackout}, {blackout.reason}.",
            row["issuer_key"],
            blackout.get_absolute_url(),
        )
