"""How posted rows tell themselves: sales, deliveries, documents, closings, versions of terms."""

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, NullIf

from placements.models import Attachment, Closing, Delivery, Reopening, Sale, TermVersion
from placements.selectors.history.figures import Dollars, Plain, Shares
from placements.selectors.history.sources import Posted

_OF_THE_AGREEMENT = (Value(" of the "), F("agreement__name"))
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
    return Sale.objects.annotate(
        told=Case(When(reverses=None, then=recorded), default=reversed_by),
        act=Case(When(reverses=None, then=Value("record_sale")), default=Value("reverse_sale")),
        why=Coalesce(NullIf("reason", Value("")), "remark"),
    )


def _deliveries() -> QuerySet[Any]:
    return Delivery.objects.annotate(
        told=Concat(
            *(Value("sale "), Plain("sale__number"), Value(" of the "), F("sale__agreement__name")),
            *(Value(" delivered on "), Plain("delivered_on")),
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
        agreement=(Value("the "), F("agreement__name")),
    )


def _under(word: str, record: str) -> tuple[Any, ...]:
    return (
        Value(word),
        Plain(f"{record}__number"),
        Value(" of the "),
        F(f"{record}__agreement__name"),
    )


def _closings() -> QuerySet[Any]:
    return Closing.objects.annotate(
        told=Concat(
            *(F("label"), Value(" of "), F("issuer__name"), Value(" closed on ")),
            *(Plain("closed_on"), Value(" (closing "), Plain("number"), Value(")")),
        ),
        act=Value("close_period"),
        why=Value(""),
    )


def _reopenings() -> QuerySet[Any]:
    return Reopening.objects.annotate(
        told=Concat(
            *(F("closing__label"), Value(" of "), F("closing__issuer__name")),
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


POSTED = (
    Posted(Sale, _sales),
    Posted(Delivery, _deliveries),
    Posted(Attachment, _attachments),
    Posted(Closing, _closings),
    Posted(Reopening, _reopenings),
    Posted(TermVersion, _term_versions),
)
