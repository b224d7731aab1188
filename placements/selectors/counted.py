"""Columns of a query that count shares, and price them, in the shares of a day."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    DecimalField,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Round

from neoequity.books.fields import PriceField
from placements.models import Lot
from placements.selectors.sales import REVERSED, sales_as_of
from placements.terms.split import StockSplit, combined, shares_on

#: Splits by the key of their issuer, in order, as `Split.by_issuer` gives them.
Splits = Mapping[int, Sequence[StockSplit]]

_ISSUER = "agreement__issuer_id"
_WHOLE: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=36, decimal_places=0)


class _Quotient(Func):
    """The whole part of a quotient: the fraction of a share is dropped."""

    function = "DIV"
    output_field = _WHOLE


def _number(count: int) -> Value:
    return Value(Decimal(count), output_field=_WHOLE)


def after(split: StockSplit, shares: Any) -> _Quotient:
    """A column of shares in the shares after a split."""
    new, old = map(_number, split.ratio)
    return _Quotient(Cast(shares, _WHOLE) * new, old)


def _agreed(column: str, splits: Splits, after_all: Callable[..., Expression], field: Any) -> Any:
    """A column agreed on `proposed_on`, after the splits since; a draft's stays as it is."""
    whens = [
        When(
            agreement__issuer=issuer,
            proposed_on__lt=split.on,
            then=Cast(after_all(F(column), in_order[place:]), field),
        )
        for issuer, in_order in splits.items()
        for place, split in enumerate(in_order)
    ]
    return Case(*whens, default=F(column), output_field=field) if whens else F(column)


def agreed_shares(column: str, splits: Splits) -> Any:
    """The shares of a placement's row in the shares after these splits."""

    def after_all(shares: Any, since: Iterable[StockSplit]) -> Any:
        for split in since:
            shares = after(split, shares)
        return shares

    return _agreed(column, splits, after_all, BigIntegerField())


def agreed_price(column: str, splits: Splits) -> Any:
    """A price of a placement's row, rounded once, for the shares after these splits."""

    def after_all(price: Any, since: Iterable[StockSplit]) -> Any:
        new, old = map(_number, combined(split.ratio for split in since))
        return Round(price * old / new, 6, output_field=PriceField())

    return _agreed(column, splits, after_all, PriceField())


def standing(as_of: date, known_at: datetime | None = None) -> QuerySet[Any]:
    """Rows with `shares` and `trade_date`: sales by the day that were not reversed by then.

    Lots, or where a moment is given the sales themselves.
    """
    if known_at is not None:
        return sales_as_of(as_of, known_at).exclude(status=REVERSED)
    stands = Q(reversed_on=None) | Q(reversed_on__gt=as_of)
    return Lot.objects.filter(stands, trade_date__lte=as_of, settlement_date__isnull=False)


def shares_by_agreement(as_of: date, known_at: datetime | None, splits: Splits) -> dict[int, int]:
    """Shares sold in the shares of the day, by agreement, of issuers with such splits only."""
    if not splits:
        return {}
    rows = standing(as_of, known_at).filter(agreement__issuer__in=splits)
    return summed(as_of, _sums(rows, splits, "agreement_id"), splits)


def shares_by(
    keys: Sequence[str], as_of: date, lots: QuerySet[Any], splits: Splits
) -> dict[Any, int] | None:
    """The shares of these lots of sales by what their columns `keys` hold, in those of the day.

    `splits` are those by the day. None where no split changes the plain sum.
    """
    if not splits:
        return None
    # Each issuer has its own splits, so what several of them sold is counted one by one.
    found = summed(as_of, _sums(lots, splits, *keys, _ISSUER), splits)
    totals: Counter[Any] = Counter()
    for (*key, _issuer), shares in found.items():
        totals[tuple(key)] += shares
    return totals


def shares_of_sales(as_of: date, sales: QuerySet[Any], splits: Splits) -> int | None:
    """What these rows come to in the shares of the day; None where no split changes the sum.

    A reversal takes back shares as they were traded: it counts by the trade date of its sale.
    """
    if not splits:
        return None
    day = Coalesce("reverses__trade_date", "trade_date")
    return sum(summed(as_of, _sums(sales, splits, _ISSUER, day=day), splits).values())


def shares_of_lots(as_of: date, lots: QuerySet[Any], splits: Splits) -> int | None:
    """The same of all sales and reversals in these lots, without reading them one by one.

    The lots of reversals do not tell what they reverse; those of the reversed sales do.
    """
    if not splits:
        return None
    reversals = lots.filter(settlement_date=None).order_by()
    same = {name: OuterRef(name) for name in ("placement", "method")}
    taken_back = Lot.objects.filter(
        Exists(reversals.filter(trade_date=OuterRef("reversed_on"), **same)),
        settlement_date__isnull=False,
    )
    sums = [
        *_sums(lots.filter(settlement_date__isnull=False), splits, _ISSUER),
        *((*rest, -shares) for *rest, shares in _sums(taken_back, splits, _ISSUER)),
    ]
    return sum(summed(as_of, sums, splits).values())


def summed(as_of: date, sums: Iterable[Sequence[Any]], splits: Splits) -> dict[Any, int]:
    """Rows of `_sums` added up in the shares of the day, by their first columns."""
    traded: dict[Any, list[tuple[date, int]]] = {}
    issuers: dict[Any, int] = {}
    for *key, issuer, since, shares in sums:
        found = key[0] if len(key) == 1 else tuple(key)
        issuers[found] = issuer
        traded.setdefault(found, []).append((since, shares))
    return {
        found: shares_on(as_of, rows, splits.get(issuers[found], ()))
        for found, rows in traded.items()
    }


def _sums(
    rows: QuerySet[Any], splits: Splits, *keys: str, day: str | Coalesce = "trade_date"
) -> list[tuple[Any, ...]]:
    """(*keys, issuer, since, shares): one query that gives a row for each key and split.

    `since` is the last split by the `day` of a row, or a day of long ago: the first day on which
    shares were counted as then. Each key belongs to one issuer.
    """
    dated = rows.annotate(
        counts_on=F(day) if isinstance(day, str) else day, split_issuer=F(_ISSUER)
    )
    whens = [
        When(split_issuer=issuer, counts_on__gte=split.on, then=Value(split.on))
        for issuer, in_order in splits.items()
        for split in reversed(in_order)
    ]
    since = Case(*whens, default=Value(date.min), output_field=DateField())
    grouped = dated.annotate(since=since).order_by().values_list(*keys, "split_issuer", "since")
    return list(grouped.annotate(shares_sum=Sum("shares")))
