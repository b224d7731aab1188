"""Documents on records: those of a record, those of a period, and those missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
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
)
from placements.models.noticed import HAS_NOTICE, NEEDS_NO_NOTICE
from placements.selectors.sales import REVERSED, SETTLED
from placements.terms.document import ACCEPTANCE, CONFIRMATION, DOCUMENT_KINDS, NOTICE

S = TypeVar("S", bound=Sale)

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


def without_notice(sales: QuerySet[S]) -> QuerySet[S]:
    """The rows of `sales_as_of` that stand on the day and lack the agent's notice they need."""
    return sales.exclude(status=REVERSED).filter(~HAS_NOTICE, ~Q(NEEDS_NO_NOTICE))


def without_confirmation(sales: QuerySet[S]) -> QuerySet[S]:
    """The rows of `sales_as_of` delivered by the day whose delivery lacks a confirmation."""
    lacking = _lacking(CONFIRMATION, delivery=OuterRef("delivery"))
    return sales.filter(lacking, status=SETTLED)


def without_acceptance(placements: QuerySet[PlacementEvent]) -> QuerySet[PlacementEvent]:
    """The rows of `placements_as_of` that were accepted and lack the agent's acceptance."""
    lacking = _lacking(ACCEPTANCE, placement=OuterRef("pgh_obj"))
    return placements.filter(lacking, accepted_on__isnull=False)


def _lacking(kind: str, **on: OuterRef) -> Combinable:
    return ~Exists(Attachment.objects.filter(kind=kind, **on))


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

    A sale reversed by the end of the period needs neither. One anti-join for each kind.
    """
    period = (starts_on, ends_on)
    sales = Sale.objects.filter(agreement__issuer=issuer, reverses=None, adjusts=None)
    standing = sales.exclude(reversal__trade_date__lte=ends_on)
    delivered = Delivery.objects.filter(delivered_on__range=period, sale__in=standing)
    accepted = Placement.objects.filter(agreement__issuer=issuer, accepted_on__range=period)
    lacking: dict[str, QuerySet[Sale] | QuerySet[Placement] | QuerySet[Delivery]] = {
        NOTICE: standing.filter(~HAS_NOTICE, ~Q(NEEDS_NO_NOTICE), trade_date__range=period),
        ACCEPTANCE: accepted.filter(_lacking(ACCEPTANCE, placement=OuterRef("pk"))),
        CONFIRMATION: delivered.filter(_lacking(CONFIRMATION, delivery=OuterRef("pk"))),
    }
    counts = [rows.count() for rows in lacking.values()]
    first = [
        MissingDocument(row, _page_of(row), DOCUMENT_KINDS[kind])
        for kind, rows in lacking.items()
        for row in rows.select_related(*_JOINED[kind]).order_by("pk")[:MOST_SHOWN]
    ]
    return MissingDocuments(sum(counts), first[:MOST_SHOWN])


_JOINED = {
    NOTICE: ("agreement",),
    ACCEPTANCE: ("agreement",),
    CONFIRMATION: ("sale__agreement",),
}


def _page_of(record: Sale | Placement | Delivery) -> str:
    return (record.sale if isinstance(record, Delivery) else record).get_absolute_url()
