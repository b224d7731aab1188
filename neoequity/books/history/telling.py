"""How posted rows tell themselves: what they share, and closings and reopenings."""

from typing import Any

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Lower

from neoequity.books.history.figures import Plain
from neoequity.books.models import Closing, Issuer, Reopening


def name_then(named: Any, path: str) -> Coalesce:
    """What the row at the end of the path was called when this row was recorded."""
    events = named.pgh_event_model.objects.filter(
        pgh_obj=OuterRef(path), pgh_created_at__lte=OuterRef("recorded_at")
    )
    then = Subquery(events.order_by("-pgh_id").values("name")[:1])
    return Coalesce(then, F(f"{path}__name"))


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


def closings() -> QuerySet[Any]:
    return Closing.objects.annotate(
        told=Concat(
            *(F("label"), Value(" of "), name_then(Issuer, "issuer"), Value(" closed on ")),
            *(Plain("closed_on"), Value(" (closing "), Plain("number"), Value(")")),
        ),
        act=Value("close_period"),
        why=Value(""),
    )


def reopenings() -> QuerySet[Any]:
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
