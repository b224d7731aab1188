"""The terms of agreements on a day, as they were known at a moment."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from django.db.models import (
    Case,
    Exists,
    F,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import Combinable

from neoequity.books.fields import MoneyField
from placements.models import Agreement, AgreementEvent, FeeTier, TermVersion
from placements.models.agreement import tiers_in_force
from placements.models.terms import changed_terms


class InForce(NamedTuple):
    """An agreement on a day; `terms` has the columns of its terms, including its name and agent.

    `versions` had begun by the day; the last of them is in force, with these `tiers`. `said` is the
    agreement itself as it was known: its issuer, short name and signing day, the same on all days.
    """

    said: Agreement | AgreementEvent
    terms: TermVersion | AgreementEvent
    versions: Sequence[TermVersion]
    tiers: Sequence[FeeTier]

    def changed_by(self) -> dict[str, TermVersion]:
        """The last version that changed a term, by the name of the term."""
        versions: dict[str, TermVersion] = {}
        for before, after in pairwise(self.versions):
            versions |= dict.fromkeys(changed_terms(before, after), after)
        return versions


def agreements_with_terms() -> QuerySet[Agreement]:
    """Agreements with all that `in_force` reads; three queries for any number of them."""
    agreements = Agreement.objects.select_related("issuer", "shelf")
    versions = TermVersion.objects.select_related("shelf")
    return agreements.prefetch_related("fee_tiers", Prefetch("versions", versions))


def in_force(
    agreements: Iterable[Agreement], as_of: date, known_at: datetime | None = None
) -> dict[int, InForce]:
    """The terms of each agreement by its key; agreements not yet recorded are missing."""
    if known_at is None:
        begun = {agreement: agreement.versions_by(as_of) for agreement in agreements}
        return {
            agreement.pk: InForce(agreement, versions[-1], versions, agreement.tiers(versions))
            for agreement, versions in begun.items()
        }
    known, tiers = agreements_known_at(known_at), _tiers_known_at(known_at)
    terms = {}
    for agreement in agreements:
        if agreement.pk in known:
            versions = agreement.versions_by(as_of, known_at)
            number = versions[-1].number
            in_force_then = _known_terms(agreement, known[agreement.pk], versions, known_at)
            terms[agreement.pk] = InForce(
                known[agreement.pk],
                in_force_then,
                versions,
                tiers_in_force(tiers.get(agreement.pk, ()), in_force_then, number),
            )
    return terms


def _known_terms(
    agreement: Agreement, event: AgreementEvent, versions: Sequence[TermVersion], known_at: datetime
) -> TermVersion | AgreementEvent:
    """Until the second version was recorded, the agreement's own history has its terms.

    While terms are being entered the first version is overwritten, and before versions existed
    terms were changed in place.
    """
    last_known = agreement.versions_by(date.max, known_at)[-1]
    return event if last_known.number == 1 else versions[-1]


def agreements_known_at(known_at: datetime) -> dict[int, AgreementEvent]:
    """Each agreement by its key, as last changed by then; those recorded later are missing."""
    changes = AgreementEvent.objects.filter(pgh_created_at__lte=known_at)
    last = changes.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in last.select_related("issuer", "shelf")}


def _tiers_known_at(known_at: datetime) -> dict[int, list[FeeTier]]:
    """The fee tiers of each agreement, by its key, from the last events by then."""
    events = FeeTier.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)  # type: ignore[attr-defined] # by pghistory
    last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    tiers: dict[int, list[FeeTier]] = {}
    for tier in sorted(last, key=attrgetter("version", "above")):
        if tier.pgh_label != "delete":
            tiers.setdefault(tier.agreement_id, []).append(tier)
    return tiers


def begun_by(day: date) -> Q:
    """Selects the versions of terms that had begun by a day (see `TermVersion.has_begun`)."""
    return Q(effective_on__lte=day) | Q(effective_on__lte=F("signed_on"))


def capacity_in_force(as_of: date, known_at: datetime | None, agreement_id: str) -> Combinable:
    """The capacity in dollars on the day of the agreement that this column refers to."""
    begun = begun_by(as_of)
    versions = TermVersion.objects.filter(agreement=OuterRef(agreement_id))
    if known_at is None:
        return _last_capacity(versions.filter(begun), "-number")
    known = versions.filter(recorded_at__lte=known_at)
    events = AgreementEvent.objects.filter(
        pgh_obj=OuterRef(agreement_id), pgh_created_at__lte=known_at
    )
    return Case(  # as in `_known_terms`
        When(Exists(known.filter(number__gt=1)), _last_capacity(known.filter(begun), "-number")),
        default=_last_capacity(events, "-pgh_id"),
    )


def _last_capacity(rows: QuerySet[Model], newest_first: str) -> Subquery:
    last = rows.order_by(newest_first).values("capacity")[:1]
    return Subquery(last, output_field=MoneyField())


def agreement_names(as_of: date, known_at: datetime | None = None) -> dict[int, str]:
    """The name of each agreement on a day, by its key, as recorded by the moment."""
    versions = TermVersion.objects.filter(begun_by(as_of))
    if known_at is not None:
        versions = versions.filter(Q(number=1) | Q(recorded_at__lte=known_at))
    last = versions.order_by("agreement", "-number").distinct("agreement")
    return dict(last.values_list("agreement", "name"))


def names_known_at(model: type[Model], known_at: datetime | None) -> dict[int, str]:
    """The names of all rows of a tracked model, by their keys, now or as known at a moment."""
    if known_at is None:
        return dict(model._default_manager.values_list("pk", "name"))
    events = model.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)  # type: ignore[attr-defined] # by pghistory
    last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return dict(last.values_list("pgh_obj_id", "name"))
