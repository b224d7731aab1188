"""The sales that a search finds, each way by an index; the number of queries is fixed."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString

from neoequity.books.days import written
from neoequity.books.money import dollars, per_share
from neoequity.books.templatetags.books import shares, status
from neoequity.search.result import MOST_SHOWN, Group, Hit, Marker, group
from neoequity.search.typed import SALE, Typed
from placements.models import Agreement, Sale
from placements.models.written import AMOUNTS
from placements.selectors.sales import sales_as_of

if TYPE_CHECKING:
    from placements.selectors.sales import DatedSale

#: So many references with the same beginning are read at most, whatever day they are of.
_MOST_READ = 200
#: Sorts after every character of a normalized reference, in any collation.
_LAST = "z" * 64


def sales_found(
    typed: Typed, as_of: date, agreements: dict[str, int], names: dict[int, str], marker: Marker
) -> Group:
    """Sales, reversals and adjustments by number, reference, amount, and trade or settlement day.

    Dated by `as_of`. `agreements` are the keys of agreements by their short code, `names` their
    names on the day.
    """
    ranks: dict[int, int] = {}
    for rank, keys in enumerate(_keys(typed, as_of, agreements)):
        for key in keys:
            ranks.setdefault(key, rank)
    if not ranks:
        return group("Sales", ())
    joined = sales_as_of(as_of).select_related("agreement", "reverses", "adjusts")
    latest_first = joined.filter(pk__in=ranks).order_by("-trade_date", "-pk")
    in_order = sorted(latest_first, key=lambda sale: ranks[sale.pk])
    return group("Sales", (_hit(sale, typed, names, marker) for sale in in_order))


def _keys(typed: Typed, as_of: date, agreements: dict[str, int]) -> Iterable[Iterable[int]]:
    """The keys found in each way, the surest first."""
    dated = Sale.objects.filter(trade_date__lte=as_of).order_by()
    if typed.coded and typed.coded.kind == SALE and typed.coded.code in agreements:
        yield _first(
            dated.filter(agreement=agreements[typed.coded.code], number=typed.coded.number)
        )
    if typed.number is not None and typed.kind in {"", SALE}:
        every = Agreement.objects.order_by().values("pk")
        yield _first(dated.filter(agreement__in=every, number=typed.number))
    if typed.key:
        yield _by_reference(typed, as_of)
    if typed.amount is not None:
        yield _first(dated.alias(amounts=AMOUNTS).filter(amounts__contains=[typed.amount]))
    if typed.days is not None:
        days = (typed.days.first, min(typed.days.last, as_of))
        yield _first(dated.filter(trade_date__range=days).order_by("-trade_date", "-pk"))
        if typed.days.is_one:
            # By its own column, so that the index of settlement dates is read, not that of keys.
            settling = dated.filter(settlement_date=typed.days.first)
            yield _first(settling.order_by("settlement_date"))


def _first(sales: QuerySet[Sale]) -> Iterable[int]:
    return sales.values_list("pk", flat=True)[: MOST_SHOWN + 1]


def _by_reference(typed: Typed, as_of: date) -> Iterable[int]:
    """The reference itself, and those that begin with it, agreement by agreement: one query.

    The unique index holds the references of each agreement in the order of its collation, in which
    all that begin alike stand between the beginning itself and the beginning with a last letter.
    """
    begins = Q(reference_key=typed.key)
    if typed.beginning:
        begins |= Q(
            reference_key__range=(typed.beginning, typed.beginning + _LAST),
            reference_key__startswith=typed.beginning,
        )
    own = Sale.objects.filter(begins, agreement=OuterRef("pk")).order_by("reference_key")
    rows = Agreement.objects.order_by().annotate(found=ArraySubquery(own.values("pk")[:_MOST_READ]))
    keys = [key for found in rows.values_list("found", flat=True) for key in found]
    if not keys:
        return ()
    return _first(Sale.objects.filter(pk__in=keys, trade_date__lte=as_of).order_by(F("pk").desc()))


def _hit(sale: "DatedSale", typed: Typed, names: dict[int, str], marker: Marker) -> Hit:
    facts: list[SafeString | str] = [
        names.get(sale.agreement_id, sale.agreement.name),
        marker.figure(written(sale.trade_date)),
    ]
    if sale.adjusts_id is None:
        sold = f"{shares(sale.shares)} shares at {per_share(sale.price)}"
        facts += [marker.figure(sold), marker.figure(f"gross {dollars(sale.gross)}")]
    facts += [
        marker.figure(f"commission {dollars(sale.commission)}"),
        marker.figure(f"net {dollars(sale.net)}"),
    ]
    if sale.settlement_date:
        facts.append(marker.figure(f"settles {written(sale.settlement_date)}"))
    if sale.agent_reference:
        facts.append(marker.reference(sale.agent_reference))
    return Hit(
        marker.number(f"{sale.kind.capitalize()} {sale.code}"),
        sale.get_absolute_url(),
        facts,
        status(cast(str, sale.status)),
        exact=bool(typed.coded) or bool(sale.reference_key and sale.reference_key == typed.key),
    )
