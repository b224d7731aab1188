"""Posted rows as history entries: shared pieces, and closings and reopenings."""

from collections.abc import Sequence
from typing import TypeVar, cast

from django.db.models import (
    Case,
    CharField,
    F,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Lower

from neoequity.books.acts import ACTS
from neoequity.books.history.figures import Plain
from neoequity.books.history.tracking import Followed
from neoequity.books.meta import field_named
from neoequity.books.models import Closing, Issuer, Reopening

# What a row says of itself, and no action's name does.
ACTS.update(reopen="Reopened a period")

_Attachment = TypeVar("_Attachment", bound=Model)


def name_then(named: type[Model], path: str) -> Coalesce:
    """The name that the row at the end of the path had when this row was recorded."""
    events = cast(Followed, named).pgh_event_model._base_manager.filter(
        pgh_obj=OuterRef(path), pgh_created_at__lte=OuterRef("recorded_at")
    )
    name = Subquery(events.order_by("-pgh_id").values("name")[:1])
    return Coalesce(name, F(f"{path}__name"))


def attached_to(
    rows: QuerySet[_Attachment], **records: Sequence[Combinable]
) -> QuerySet[_Attachment]:
    """Attachments as history entries; `records` gives each foreign key the words for its row."""
    named = [
        When(**{f"{record}__isnull": False}, then=Concat(Value(""), *words))
        for record, words in records.items()
    ]
    told = Concat(
        *(Value("document “"), F("name"), Value("” ("), Lower(_chosen_kind(rows)), Value(")")),
        *(Value(" attached to "), Case(*named, output_field=CharField())),
    )
    entries: QuerySet[_Attachment] = rows.annotate(told=told, act=Value("attach"), why=F("remark"))
    return entries


def _chosen_kind(rows: QuerySet[Model]) -> Case:
    kinds = field_named(rows.model, "kind").flatchoices
    return Case(
        *(When(kind=kind, then=Value(str(word))) for kind, word in kinds), output_field=CharField()
    )


def closings() -> QuerySet[Closing]:
    """Closings as history entries."""
    return Closing.objects.annotate(
        told=Concat(
            *(F("label"), Value(" of "), name_then(Issuer, "issuer"), Value(" closed on ")),
            *(Plain("closed_on"), Value(" (closing "), Plain("number"), Value(")")),
        ),
        act=Value("close_period"),
        why=Value(""),
    )


def reopenings() -> QuerySet[Reopening]:
    """Reopenings as history entries."""
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
