"""Reads what the agreements of an issuer sold, added up by day, with the terms of each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, Sum, When

from neoequity.reports.programme import Programme, Terms
from neoequity.reports.report import Asked
from neoequity.reports.sold import Book, Booked, Figures
from placements.models import AgreementEvent, SaleAggregate, Shelf, Split, TermVersion
from placements.models.agreement import fees_expected
from placements.selectors.known_at import InForce, agreements_with_terms, in_force
from placements.selectors.sales import sales_as_of

_FIGURES = ("shares", "gross", "commission", "deductions", "net")


def programmes(asked: Asked) -> list[Programme]:
    """The agreements signed by the last day, or the one asked for, by slug.

    Eight queries at most, one of them over sales, however many there are.
    """
    chosen = agreements_with_terms().filter(issuer=asked.issuer, signed_on__lte=asked.as_of)
    if asked.agreement is not None:
        chosen = chosen.filter(slug=asked.agreement)
    held = in_force(chosen.order_by("slug"), asked.as_of, asked.known_at)
    shelves = _shelves(asked.known_at)
    splits = Split.by_issuer(asked.as_of, asked.known_at, [asked.issuer.pk])[asked.issuer.pk]
    rows = _booked(held, asked.as_of, asked.known_at)
    return [
        _programme(each, shelves[each.terms.shelf_id], Book(rows.get(pk, ()), asked.as_of, splits))
        for pk, each in held.items()
    ]


def _programme(held: InForce, shelf: Any, book: Book) -> Programme:
    return Programme(
        slug=held.said.slug,
        code=held.said.code,
        name=held.terms.name,
        file_number=shelf.file_number,
        form=shelf.form,
        shelf_expires_on=shelf.expires_on,
        signed_on=held.said.signed_on,
        highest_rate=_highest_rate(held),
        terms=_terms(held),
        book=book,
    )


def _highest_rate(held: InForce) -> Decimal | None:
    """The most that a sale pays of its gross, a second fee included; None without a schedule."""
    if not held.tiers and held.terms.commission_maximum_rate is None:
        return None
    return max(tier.rate for tier in fees_expected(held.terms, held.tiers).tiers)


def _shelves(known_at: datetime | None) -> dict[int, Any]:
    """The shelves by their keys, as last changed by the moment."""
    if known_at is None:
        return Shelf.objects.in_bulk()
    changes = Shelf.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)  # type: ignore[attr-defined] # by pghistory
    last = changes.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in last}


def _terms(held: InForce) -> list[Terms]:
    """The terms of each version; of the first alone as the agreement's history has them."""
    if isinstance(held.terms, AgreementEvent):
        return [_from(held.said.signed_on, held.terms)]
    return [_from(each.effective_on, each) for each in held.versions]


def _from(day: date, terms: TermVersion | AgreementEvent) -> Terms:
    return Terms(day, terms.capacity, terms.agent, terms.terminated_on)


def _booked(
    agreements: Iterable[int], as_of: date, known_at: datetime | None
) -> dict[int, list[Booked]]:
    """The entries by agreement, added up where they have the same kind, method and days."""
    rows = (_aggregates(as_of) if known_at is None else _sales(as_of, known_at)).filter(
        agreement__in=agreements
    )
    alike = ("agreement_id", "kind_name", "method", "trade_date", "delivered_by", "reversed_by")
    sums = {f"{name}_sum": Sum(name) for name in _FIGURES}
    booked = defaultdict(list)
    for agreement, kind, method, traded_on, delivered_on, reversed_on, *figures in (
        rows.order_by().values_list(*alike).annotate(**sums)
    ):
        row = Booked(kind, method, traded_on, delivered_on, reversed_on, Figures(*figures))
        booked[agreement].append(row)
    return booked


def _aggregates(as_of: date) -> QuerySet[Any]:
    rows = SaleAggregate.objects.filter(trade_date__lte=as_of)
    return rows.annotate(
        kind_name=F("kind"), delivered_by=F("delivered_on"), reversed_by=F("reversed_on")
    )


def _sales(as_of: date, known_at: datetime) -> QuerySet[Any]:
    """The sales themselves: an aggregate does not say when it became known."""
    return sales_as_of(as_of, known_at).annotate(
        delivered_by=_if_known("delivery", "delivered_on", known_at),
        reversed_by=_if_known("reversal", "trade_date", known_at),
    )


def _if_known(row: str, day: str, known_at: datetime) -> Case:
    known = Q(**{f"{row}__recorded_at__lte": known_at})
    return Case(When(known, then=F(f"{row}__{day}")), output_field=DateField())
