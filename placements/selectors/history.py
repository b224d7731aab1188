"""How posted rows tell themselves: sales, deliveries, documents, closings, terms, events."""

from typing import Any

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, NullIf

from neoequity.books.history.figures import Dollars, Plain, Shares
from neoequity.books.history.sources import Posted
from neoequity.books.models import Closing, Issuer, Reopening
from neoequity.books.periods.closing_triggers import REOPENING
from placements.models import Agreement, Attachment, Delivery, LoadedEvent, Sale, TermVersion
from placements.models.sealed import CLOSING, DELIVERY, SALE


def name_then(named: Any, path: str) -> Coalesce:
    """What the row at the end of the path was called when this row was recorded."""
    events = named.pgh_event_model.objects.filter(
        pgh_obj=OuterRef(path), pgh_created_at__lte=OuterRef("recorded_at")
    )
    then = Subquery(events.order_by("-pgh_id").values("name")[:1])
    return Coalesce(then, F(f"{path}__name"))


_OF_THE_AGREEMENT = (Value(" of the "), name_then(Agreement, "agreement"))
_FIGURES = (Value(": "), Shares("shares"), Value(", gross "), Dollars("gross"))


def _sales() -> QuerySet[Any]:
    recorded = Concat(
        *(Value("sale "), Plain("number"), *_OF_THE_AGREEMENT, Value(" recorded"), *_FIGURES)
    )
    reversed_by = Concat(
        *(Value("sale "), Plain("reverses__number"), *_OF_THE_AGREEMENT),
        *(Value(" reversed by entry "), Plain("number")),
        *(Value(", with effect from "), Plain("trade_date"), *_FIGURES),
    )
    adjusted = Concat(
        *(Value("commission"), *_OF_THE_AGREEMENT, Value(" of "), Plain("concerns")),
        *(Value(" adjusted by entry "), Plain("number"), Value(": "), Dollars("commission")),
        *(Value(", displaced by entry "), Plain("adjusts__number")),
    )
    return Sale.objects.annotate(
        told=Case(
            When(adjusts__isnull=False, then=adjusted),
            When(reverses=None, then=recorded),
            default=reversed_by,
        ),
        act=Case(
            When(adjusts__isnull=False, then=Value("adjust_commission")),
            When(reverses=None, then=Value("record_sale")),
            default=Value("reverse_sale"),
        ),
        why=Coalesce(NullIf("reason", Value("")), "remark"),
    )


def _deliveries() -> QuerySet[Any]:
    return Delivery.objects.annotate(
        told=Concat(
            Case(When(sale__adjusts=None, then=Value("sale ")), default=Value("adjustment ")),
            *(Plain("sale__number"), Value(" of the "), name_then(Agreement, "sale__agreement")),
            Case(
                When(sale__adjusts=None, then=Value(" delivered on ")), default=Value(" paid on ")
            ),
            Plain("delivered_on"),
        ),
        act=Value("deliver"),
        why=F("remark"),
    )


def attached_to(rows: QuerySet[Any], **records: Any) -> QuerySet[Any]:
    """Attachments as they tell themselves; each of `records` names what its column points to."""
    named = [
        When(**{f"{record}__isnull": False}, then=Concat(Value(""), *words))
        for record, words in records.items()
    ]
    told = Concat(
        *(Value("document “"), F("name"), Value("” ("), Lower(_chosen_kind(rows)), Value(")")),
        *(Value(" attached to "), Case(*named, output_field=CharField())),
    )
    return rows.annotate(told=told, act=Value("attach"), why=F("remark"))


def _chosen_kind(rows: QuerySet[Any]) -> Case:
    kinds = rows.model._meta.get_field("kind").flatchoices
    return Case(
        *(When(kind=kind, then=Value(str(word))) for kind, word in kinds), output_field=CharField()
    )


def _attachments() -> QuerySet[Any]:
    return attached_to(
        # Their manager joins what lists show; here each column is asked for by name.
        Attachment._base_manager.all(),
        delivery=_under("the delivery of sale ", "delivery__sale"),
        sale=_under("sale ", "sale"),
        placement=_under("placement ", "placement"),
        agreement=(Value("the "), name_then(Agreement, "agreement")),
    )


def _under(word: str, record: str) -> tuple[Any, ...]:
    return (
        Value(word),
        Plain(f"{record}__number"),
        Value(" of the "),
        name_then(Agreement, f"{record}__agreement"),
    )


def _closings() -> QuerySet[Any]:
    return Closing.objects.annotate(
        told=Concat(
            *(F("label"), Value(" of "), name_then(Issuer, "issuer"), Value(" closed on ")),
            *(Plain("closed_on"), Value(" (closing "), Plain("number"), Value(")")),
        ),
        act=Value("close_period"),
        why=Value(""),
    )


def _reopenings() -> QuerySet[Any]:
    return Reopening.objects.annotate(
        told=Concat(
            *(F("closing__label"), Value(" of "), name_then(Issuer, "closing__issuer")),
            *(Value(" reopened on "), Plain("reopened_on")),
            *(Value(" (closing "), Plain("closing__number")),
            *(Value("), as "), F("asked_by__username"), Value(" asked")),
        ),
        act=Value("reopen"),
        why=F("reason"),
    )


def _term_versions() -> QuerySet[Any]:
    """The later ones; the original terms are told with their agreement."""
    return TermVersion.objects.filter(number__gt=1).annotate(
        told=Concat(
            *(Value("version "), Plain("number"), Value(" of the terms"), *_OF_THE_AGREEMENT),
            *(Value(" recorded, with effect from "), Plain("effective_on")),
            *(Value(", by "), F("document")),
        ),
        act=Value("amend"),
        why=F("reason"),
    )


def _loaded_events() -> QuerySet[Any]:
    return LoadedEvent.objects.annotate(
        told=Concat(
            *(Value("event "), Plain("position"), Value(" ("), F("kind")),
            *(Value(") of the programme file of "), name_then(Issuer, "issuer"), Value(" loaded")),
        ),
        act=Value("load_programme"),
        why=Value(""),
    )


POSTED = (
    Posted(Sale, _sales, SALE.kind),
    Posted(Delivery, _deliveries, DELIVERY.kind),
    Posted(Attachment, _attachments),
    Posted(Closing, _closings, CLOSING.kind),
    Posted(Reopening, _reopenings, REOPENING.kind),
    Posted(TermVersion, _term_versions),
    Posted(LoadedEvent, _loaded_events),
)
