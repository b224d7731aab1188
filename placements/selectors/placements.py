"""Placements as they stood on a day: the last change of each, with what was sold."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest

from neoequity.books.fields import MoneyField
from placements.models import PlacementEvent, Sale, SaleAggregate, Split
from placements.selectors.counted import Splits, after, agreed_price, agreed_shares, standing


def placements_as_of(
    as_of: date, known_at: datetime | None = None, splits: Splits | None = None
) -> QuerySet[PlacementEvent]:
    """One row per placement, in its state of that day, with `shares_then` and `gross_then` sold.

    Columns that end in `_then` are in the shares of that day: `offered_then`, `minimum_then`,
    `expected_then`, and `unsold_then`, which is never negative; the others stay as agreed.
    `pgh_obj_id` is the placement itself. What was sold by then is today's total less what came
    after, counted by aggregate; for an earlier moment by sale, as few were recorded since. Reads
    the splits with one more query unless they are given.
    """
    changed, later = Q(status_on__lte=as_of), Q(trade_date__gt=as_of)
    if known_at is not None:
        changed &= Q(pgh_created_at__lte=known_at)
        later |= Q(recorded_at__gt=known_at)
    last = PlacementEvent.objects.filter(changed).order_by("pgh_obj_id", "-pgh_id")
    rows = (SaleAggregate if known_at is None else Sale).objects.filter(later)
    coming = rows.filter(placement=OuterRef("pgh_obj")).order_by()
    if splits is None:
        splits = Split.by_issuer(as_of, known_at)
    traded = F("pgh_obj__shares_sold") - _total(coming, "shares", BigIntegerField())
    rows_then: QuerySet[PlacementEvent] = (
        PlacementEvent.objects.filter(pk__in=last.distinct("pgh_obj_id").values("pk"))
        .annotate(
            offered_then=agreed_shares("shares_offered", splits),
            minimum_then=agreed_price("minimum_price", splits),
            expected_then=agreed_price("expected_price", splits),
            shares_then=_shares_sold(splits, traded, standing(as_of, known_at)),
            gross_then=F("pgh_obj__gross_sold") - _total(coming, "gross", MoneyField()),
        )
        .annotate(
            unsold_then=Greatest(
                F("offered_then") - F("shares_then"), Value(0), output_field=BigIntegerField()
            )
        )
        .select_related("agreement")
        .order_by("agreement__slug", "-number")
    )
    return rows_then


def _shares_sold(
    splits: Splits, traded: Combinable, standing_rows: QuerySet[SaleAggregate] | QuerySet[Sale]
) -> Combinable:
    """As traded where the issuer had no split, otherwise as `terms.split.shares_on` counts."""
    rows = standing_rows.filter(placement=OuterRef("pgh_obj")).order_by()
    whens = []
    for issuer, in_order in splits.items():
        starts = [*(split.on for split in in_order), None]
        shares: Combinable = _total(
            rows.filter(trade_date__lt=starts[0]), "shares", BigIntegerField()
        )
        for split, until in zip(in_order, starts[1:], strict=True):
            since = rows.filter(trade_date__gte=split.on)
            since = since if until is None else since.filter(trade_date__lt=until)
            shares = after(split, shares) + _total(since, "shares", BigIntegerField())
        whens.append(When(agreement__issuer=issuer, then=Cast(shares, BigIntegerField())))
    return Case(*whens, default=traded, output_field=BigIntegerField()) if whens else traded


def _total(
    rows: QuerySet[SaleAggregate] | QuerySet[Sale],
    column: str,
    field: "BigIntegerField[int, int] | MoneyField[Decimal, Decimal]",
) -> Coalesce:
    summed = Subquery(rows.values("placement").annotate(total=Sum(column)).values("total"))
    return Coalesce(summed, Value(0), output_field=field)
