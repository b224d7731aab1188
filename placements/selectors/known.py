"""The terms of agreements on a day, and what was known of them at a moment."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable

from neoequity.books.fields import MoneyField
from placements.models import Agreement, AgreementEvent, FeeTier, TermVersion
from placements.models.agreement import tiers_in_force
from placements.models.terms import changed_terms


class InForce(NamedTuple):
    """An agreement on a day: `terms` holds the columns of its terms, its name and agent included.

    `versions` had begun by the day, the last of them is in force with these `tiers`. `said` is the
    agreement itself as it was known: its issuer, short name and signing day, which is one for all
    days.
    """

    said: Agreement | AgreementEvent
    terms: TermVersion | AgreementEvent
    versions: Sequence[TermVersion]
    tiers: Sequence[Any]

    def changed_by(self) -> dict[str, TermVersion]:
        """The last version that changed a term, by the name of the term."""
        found: dict[str, TermVersion] = {}
        for before, after in pairwise(self.versions):
            found |= dict.fromkeys(changed_terms(before, after), after)
        return found


def agreements_with_terms() -> QuerySet[Agreement]:
    """Agreements with what `in_force` reads of them: three queries for any number."""
    agreements = Agreement.objects.select_related("issuer", "shelf")
    versions = TermVersion.objects.select_related("shelf")
    return agreements.prefetch_related("fee_tiers", Prefetch("versions", versions))


def in_force(
    agreements: Iterable[Agreement], as_of: date, known_at: datetime | None = None
) -> dict[int, InForce]:
    """The terms of each agreement; one that was not yet known of is missing."""
    if known_at is None:
        begun = {agreement: agreement.versions_by(as_of) for agreement in agreements}
        return {
            agreement.pk: InForce(agreement, versions[-1], versions, agreement.tiers(versions))
            for agreement, versions in begun.items()
        }
    known, tiers = agreements_known_at(known_at), _tiers_known_at(known_at)
    found = {}
    for agreement in agreements:
        if agreement.pk in known:
            versions = agreement.versions_by(as_of, known_at)
            number = versions[-1].number
            found[agreement.pk] = InForce(
                known[agreement.pk],
                _known_terms(agreement, known[agreement.pk], versions, known_at),
                versions,
                tiers_in_force(tiers.get(agreement.pk, ()), number),
            )
    return found


def _known_terms(
    agreement: Agreement, said: AgreementEvent, versions: Sequence[TermVersion], known_at: datetime
) -> TermVersion | AgreementEvent:
    """Before its second version was recorded, the agreement's own history tells its terms best.

    For while they are being entered, the first version is written over; and before there were
    versions, terms were changed where they stood.
    """
    last_known = agreement.versions_by(date.max, known_at)[-1]
    return said if last_known.number == 1 else versions[-1]


def agreements_known_at(known_at: datetime) -> dict[int, AgreementEvent]:
    """The last change of each agreement by then; one that was not yet there is missing."""
    changes = AgreementEvent.objects.filter(pgh_created_at__lte=known_at)
    last = changes.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {event.pgh_obj_id: event for event in last.select_related("issuer", "shelf")}


def _tiers_known_at(known_at: datetime) -> dict[int, list[Any]]:
    """The fee tiers of each agreement as their history left them by then."""
    events = FeeTier.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)  # type: ignore[attr-defined] # by pghistory
    last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    held: dict[int, list[Any]] = {}
    for tier in sorted(last, key=attrgetter("version", "above")):
        if tier.pgh_label != "delete":
            held.setdefault(tier.agreement_id, []).append(tier)
    return held


def begun_by(day: date) -> Q:
    """The versions of terms that had begun on a day (see `version_in_force`)."""
    return Q(effective_on__lte=day) | Q(effective_on__lte=F("signed_on"))


def capacity_in_force(as_of: date, known_at: datetime | None, agreement_id: str) -> Combinable:
    """The capacity in dollars, on the day, of the agreement that this column points to."""
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


def _last_capacity(rows: QuerySet[Any], newest_first: str) -> Subquery:
    last = rows.order_by(newest_first).values("capacity")[:1]
    return Subquery(last, output_field=MoneyField())


def agreement_names(as_of: date, known_at: datetime | None = None) -> dict[int, str]:
    """What each agreement was called on a day, by key, by what was recorded by the moment."""
    versions = TermVersion.objects.filter(begun_by(as_of))
    if known_at is not None:
        versions = versions.filter(Q(number=1) | Q(recorded_at__lte=known_at))
    last = versions.order_by("agreement", "-number").distinct("agreement")
    return dict(last.values_list("agreement", "name"))


def names_known_at(named: Any, known_at: datetime | None) -> dict[int, str]:
    """The names of all rows of a tracked model, by key: today's, or those last known by then."""
    if known_at is None:
        return dict(named.objects.values_list("pk", "name"))
    events = named.pgh_event_model.objects.filter(pgh_created_at__lte=known_at)
    last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return dict(last.values_list("pgh_obj_id", "name"))
