"""Documents on records: those of a record, those of a period, and those missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from neoequity.books.documents.archive import AT_ONCE, Archived, archived
from neoequity.books.models import Issuer
from placements.models import (
    Agreement,
    Attachment,
    Delivery,
    Placement,
    PlacementEvent,
    Sale,
    SaleAggregate,
)
from placements.models.noticed import IS_DOCUMENTED, IS_NOTICED, LACKS_NOTICE, NEEDS_NO_NOTICE
from placements.selectors.sales import REVERSED, SETTLED
from placements.terms.document import ACCEPTANCE, CONFIRMATION, DOCUMENT_KINDS, NOTICE

S = TypeVar("S", bound=Sale)
R = TypeVar("R", bound=QuerySet[Any])

MOST_SHOWN = 100


def attachments_of(*records: Model | None) -> QuerySet[Attachment]:
    """The attachments of any of these records, in the order of recording."""
    on_any = Q(pk=None)
    for record in records:
        if record is not None:
            on_any |= Q(**{str(record._meta.model_name): record})
    return Attachment.objects.filter(on_any)


def attachments_known_at(moment: datetime) -> QuerySet[Attachment]:
    """The attachments recorded by the moment, with their records, in the order of recording."""
    return Attachment.objects.filter(recorded_at__lte=moment).select_related(
        "document",
        "recorded_by",
        "agreement",
        "placement__agreement",
        "sale__agreement",
        "delivery__sale__agreement",
    )


def archive_of(
    issuer: Issuer, *, starts_on: date, ends_on: date, known_at: datetime
) -> Iterator[Archived]:
    """The documents of a period's records, as known at a moment; a few in memory at a time.

    Sales by trade date, deliveries by their day, placements proposed or accepted in the period,
    agreements signed by its end. None of these days ever changes, so neither does the archive.
    """
    period = (starts_on, ends_on)
    of_period = (
        Q(sale__agreement__issuer=issuer, sale__trade_date__range=period)
        | Q(delivery__sale__agreement__issuer=issuer, delivery__delivered_on__range=period)
        | Q(placement__agreement__issuer=issuer, placement__proposed_on__range=period)
        | Q(placement__agreement__issuer=issuer, placement__accepted_on__range=period)
        | Q(agreement__issuer=issuer, agreement__signed_on__lte=ends_on)
    )
    rows = attachments_known_at(known_at).filter(of_period)
    for row in rows.defer(None).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield archived(_folder_of(row), row)


def _folder_of(row: Attachment) -> str:
    record = row.sale or row.placement or row.agreement
    if row.delivery is not None:
        sale = row.delivery.sale
        return f"{sale.agreement.slug}/sale-{sale.number}/delivery"
    if isinstance(record, Agreement):
        return f"{record.slug}/agreement"
    assert record is not None  # noqa: S101  # a CHECK: an attachment proves one record
    return f"{record.agreement.slug}/{record._meta.model_name}-{record.number}"


def needing_notice(rows: R) -> R:
    """Those of `sales_as_of`, or of their aggregates, that stand and need the agent's notice."""
    return rows.exclude(status=REVERSED).filter(~Q(NEEDS_NO_NOTICE))


def needing_confirmation(rows: R) -> R:
    """Those of `sales_as_of`, or of their aggregates, that were delivered by the day."""
    return rows.filter(status=SETTLED)


def without_notice(sales: QuerySet[S]) -> QuerySet[S]:
    """The rows of `sales_as_of` that stand on the day and lack the agent's notice they need."""
    return needing_notice(sales).filter(LACKS_NOTICE)


def without_confirmation(sales: QuerySet[S]) -> QuerySet[S]:
    """The rows of `sales_as_of` delivered by the day whose delivery lacks a confirmation."""
    return needing_confirmation(sales).filter(_lacking(CONFIRMATION, delivery=OuterRef("delivery")))


def totals_lacking(
    lacking: str, aggregates: QuerySet[SaleAggregate], sales: QuerySet[S]
) -> dict[str, Any]:
    """The totals of the sales that lack what all of these need, by number, shares and money.

    `aggregates` and `sales` are the same, counted together and one by one. Those that have the
    document are taken off the totals of all, so that nobody reads the sales that lack it.
    """
    columns = ("shares", "gross", "commission", "deductions", "net")
    sums = {name: Sum(name, default=0) for name in columns}
    having = (
        [sales.filter(IS_NOTICED), sales.filter(IS_DOCUMENTED)]
        if lacking == "missing"
        else [sales.filter(_has(CONFIRMATION, delivery=OuterRef("delivery")))]
    )
    counted = {"number": Sum("sales", default=0), **sums}
    totals = aggregates.order_by().aggregate(**counted)
    for rows in having:
        have = rows.order_by().aggregate(number=Count("pk"), **sums)
        totals = {name: total - have[name] for name, total in totals.items()}
    return {**totals, "sales": totals["number"], "with_deductions": totals["deductions"]}


def without_acceptance(placements: QuerySet[PlacementEvent]) -> QuerySet[PlacementEvent]:
    """The rows of `placements_as_of` that were accepted and lack the agent's acceptance."""
    lacking = _lacking(ACCEPTANCE, placement=OuterRef("pgh_obj"))
    return placements.filter(lacking, accepted_on__isnull=False)


def _has(kind: str, **on: OuterRef) -> Exists:
    return Exists(Attachment.objects.filter(kind=kind, **on))


def _lacking(kind: str, **on: OuterRef) -> Combinable:
    return ~_has(kind, **on)


class MissingDocument(NamedTuple):
    """A record, its page, and the kind of document it lacks, in words."""

    record: Sale | Placement | Delivery
    url: str
    lacks: str


@dataclass(frozen=True)
class MissingDocuments:
    """How many documents are missing, and the first MOST_SHOWN of them."""

    count: int = 0
    rows: list[MissingDocument] = field(default_factory=list)


def missing_documents(issuer: Issuer, starts_on: date, ends_on: date) -> MissingDocuments:
    """The notices, acceptances and confirmations of delivery that a period's records lack.

    A sale reversed by the end of the period needs neither. The aggregates count the sales that need
    one; those that have one are taken off. The first that lack one are found by their day.
    """
    period = (starts_on, ends_on)
    sales = Sale.objects.filter(agreement__issuer=issuer, reverses=None, adjusts=None)
    sold = sales.exclude(reversal__trade_date__lte=ends_on).filter(
        ~Q(NEEDS_NO_NOTICE), trade_date__range=period
    )
    delivered = Delivery.objects.filter(
        delivered_on__range=period,
        sale__agreement__issuer=issuer,
        sale__reverses=None,
        sale__adjusts=None,
    ).exclude(sale__reversal__trade_date__lte=ends_on)
    accepted = Placement.objects.filter(agreement__issuer=issuer, accepted_on__range=period)
    is_accepted = _has(ACCEPTANCE, placement=OuterRef("pk"))
    is_confirmed = _has(CONFIRMATION, delivery=OuterRef("pk"))
    standing = SaleAggregate.objects.filter(agreement__issuer=issuer, kind="sale").exclude(
        reversed_on__lte=ends_on
    )
    rows: list[tuple[str, int, QuerySet[Any]]] = [
        (
            NOTICE,
            _sold(standing.filter(~Q(NEEDS_NO_NOTICE), trade_date__range=period))
            - sold.filter(IS_NOTICED).count()
            - sold.filter(IS_DOCUMENTED).count(),
            sold.filter(LACKS_NOTICE).order_by("trade_date", "pk"),
        ),
        (
            ACCEPTANCE,
            accepted.filter(~is_accepted).count(),
            accepted.filter(~is_accepted).order_by("pk"),
        ),
        (
            CONFIRMATION,
            _sold(standing.filter(delivered_on__range=period))
            - delivered.filter(is_confirmed).count(),
            delivered.filter(~is_confirmed).order_by("delivered_on", "sale_id"),
        ),
    ]
    first = [
        MissingDocument(row, _page_of(row), DOCUMENT_KINDS[kind])
        for kind, count, lacking in rows
        for row in (lacking.select_related(*_JOINED[kind])[:MOST_SHOWN] if count else ())
    ]
    return MissingDocuments(sum(count for _, count, _ in rows), first[:MOST_SHOWN])


def _sold(aggregates: QuerySet[SaleAggregate]) -> int:
    total: int = aggregates.order_by().aggregate(total=Sum("sales", default=0))["total"]
    return total


_JOINED = {
    NOTICE: ("agreement",),
    ACCEPTANCE: ("agreement",),
    CONFIRMATION: ("sale__agreement",),
}


def _page_of(record: Sale | Placement | Delivery) -> str:
    return (record.sale if isinstance(record, Delivery) else record).get_absolute_url()
