"""Query columns that restate shares and prices in the shares of a day, after stock splits."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Round

from neoequity.books.fields import PriceField
from placements.models import Sale, SaleAggregate
from placements.selectors.sales import REVERSED, sales_as_of
from placements.terms.split import StockSplit, combined, shares_on

#: The values of the columns by which shares are grouped.
Key = tuple[Any, ...]
#: Splits by the key of their issuer, in order, as `Split.by_issuer` gives them.
Splits = Mapping[int, Sequence[StockSplit]]

_ISSUER = "agreement__issuer_id"
_WHOLE: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=36, decimal_places=0)


class _Quotient(Func):
    """A quotient without its fraction: fractional shares are dropped."""

    function = "DIV"
    output_field = _WHOLE


class _SplitSum(NamedTuple):
    """Shares traded between two splits: `since` is the first of them, `date.min` before any."""

    key: Key
    issuer: int
    since: date
    shares: int


def _number(count: int) -> Value:
    return Value(Decimal(count), output_field=_WHOLE)


def after(split: StockSplit, shares: Combinable) -> _Quotient:
    """A column of shares restated in the shares after a split."""
    new, old = map(_number, split.ratio)
    return _Quotient(Cast(shares, _WHOLE) * new, old)


def _agreed(
    column: str,
    splits: Splits,
    after_all: Callable[[Combinable, Sequence[StockSplit]], Combinable],
    field: "BigIntegerField[int, int] | PriceField[Decimal, Decimal]",
) -> Case | F:
    """A column agreed on `proposed_on`, restated for the splits since; a draft's is unchanged."""
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


def agreed_shares(column: str, splits: Splits) -> Case | F:
    """A share count of a placement's row, restated after these splits."""

    def after_all(shares: Combinable, since: Sequence[StockSplit]) -> Combinable:
        for split in since:
            shares = after(split, shares)
        return shares

    return _agreed(column, splits, after_all, BigIntegerField())


def agreed_price(column: str, splits: Splits) -> Case | F:
    """A price of a placement's row, restated after these splits and rounded once."""

    def after_all(price: Combinable, since: Sequence[StockSplit]) -> Combinable:
        new, old = map(_number, combined(split.ratio for split in since))
        return Round(price * old / new, 6, output_field=PriceField())

    return _agreed(column, splits, after_all, PriceField())


def standing(
    as_of: date, known_at: datetime | None = None
) -> QuerySet[SaleAggregate] | QuerySet[Sale]:
    """Rows with `shares` and `trade_date`: sales by the day that were not reversed by then.

    These are aggregates or, if a moment is given, the sales themselves.
    """
    if known_at is not None:
        return sales_as_of(as_of, known_at).exclude(status=REVERSED)
    not_reversed = Q(reversed_on=None) | Q(reversed_on__gt=as_of)
    return SaleAggregate.objects.filter(
        not_reversed, trade_date__lte=as_of, settlement_date__isnull=False
    )


def shares_by_agreement(as_of: date, known_at: datetime | None, splits: Splits) -> dict[int, int]:
    """Shares sold in the shares of the day, by agreement, of the issuers with splits only."""
    if not splits:
        return {}
    rows = standing(as_of, known_at).filter(agreement__issuer__in=splits)
    by_agreement = _summed(as_of, _sums(rows, splits, "agreement_id"), splits)
    return {agreement: shares for (agreement,), shares in by_agreement.items()}


def shares_by(
    columns: Sequence[str], as_of: date, aggregates: QuerySet[SaleAggregate], splits: Splits
) -> dict[Key, int] | None:
    """The shares of these aggregates, in those of the day, grouped by the values of `columns`.

    `splits` are those by the day. None where no split changes the plain sum.
    """
    if not splits:
        return None
    # Each issuer has splits of its own, so each is counted separately before they are added up.
    by_issuer = _summed(as_of, _sums(aggregates, splits, *columns, _ISSUER), splits)
    totals: Counter[Key] = Counter()
    for (*key, _issuer), shares in by_issuer.items():
        totals[tuple(key)] += shares
    return totals


def shares_of_sales(as_of: date, sales: QuerySet[Sale], splits: Splits) -> int | None:
    """The total of these rows in the shares of the day; None where no split changes the sum.

    A reversal takes back shares as traded, so it counts by the trade date of its sale.
    """
    by_issuer = shares_of_sales_by((), as_of, sales, splits)
    return None if by_issuer is None else sum(by_issuer.values())


def shares_of_sales_by(
    columns: Sequence[str], as_of: date, sales: QuerySet[Sale], splits: Splits
) -> dict[Key, int] | None:
    """The same, grouped by the values of `columns`."""
    if not splits:
        return None
    day = Coalesce("reverses__trade_date", "trade_date")
    totals: Counter[Key] = Counter()
    for (*key, _issuer), shares in _summed(
        as_of, _sums(sales, splits, *columns, _ISSUER, day=day), splits
    ).items():
        totals[tuple(key)] += shares
    return totals


def shares_of_aggregates(
    as_of: date, aggregates: QuerySet[SaleAggregate], splits: Splits
) -> int | None:
    """The same for all sales and reversals in these aggregates, without reading each of them."""
    by_issuer = shares_of_aggregates_by((), as_of, aggregates, splits)
    return None if by_issuer is None else sum(by_issuer.values())


def shares_of_aggregates_by(
    columns: Sequence[str], as_of: date, aggregates: QuerySet[SaleAggregate], splits: Splits
) -> dict[Key, int] | None:
    """The same, grouped by the values of `columns`.

    The aggregates of reversals do not say what they reverse; those of the reversed sales do.
    """
    if not splits:
        return None
    reversals = aggregates.filter(settlement_date=None).order_by()
    same = {name: OuterRef(name) for name in ("placement", "method")}
    taken_back = SaleAggregate.objects.filter(
        Exists(reversals.filter(trade_date=OuterRef("reversed_on"), **same)),
        settlement_date__isnull=False,
    )
    sold = aggregates.filter(settlement_date__isnull=False)
    sums = [
        *_sums(sold, splits, *columns, _ISSUER),
        *(
            each._replace(shares=-each.shares)
            for each in _sums(taken_back, splits, *columns, _ISSUER)
        ),
    ]
    totals: Counter[Key] = Counter()
    for (*key, _issuer), shares in _summed(as_of, sums, splits).items():
        totals[tuple(key)] += shares
    return totals


def _summed(as_of: date, sums: Iterable[_SplitSum], splits: Splits) -> dict[Key, int]:
    """The sums added up in the shares of the day, by their keys."""
    traded: dict[Key, list[tuple[date, int]]] = {}
    issuers: dict[Key, int] = {}
    for each in sums:
        issuers[each.key] = each.issuer
        traded.setdefault(each.key, []).append((each.since, each.shares))
    return {
        key: shares_on(as_of, rows, splits.get(issuers[key], ())) for key, rows in traded.items()
    }


def _sums(
    rows: QuerySet[SaleAggregate] | QuerySet[Sale],
    splits: Splits,
    *columns: str,
    day: str | Coalesce = "trade_date",
) -> list[_SplitSum]:
    """The shares of the rows by the values of `columns` and by the split before their `day`.

    One query. Each key must belong to one issuer.
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
    grouped = dated.annotate(since=since).order_by().values_list(*columns, "split_issuer", "since")
    sums = grouped.annotate(shares_sum=Sum("shares"))
    return [
        _SplitSum(tuple(key), issuer, first_day, shares) for *key, issuer, first_day, shares in sums
    ]
