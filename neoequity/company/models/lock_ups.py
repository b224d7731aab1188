"""The lock-ups of an issuer's placements on a day, what is offered meanwhile, and the consents.

Actions and questions read the same here. The rows are few: placements and other offers, and of the
sales only the last settlement of each placement, from aggregates.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    Case,
    DateField,
    F,
    Max,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Greatest

from neoequity.books.calendar import Exceptions
from neoequity.books.models import ExceptionalDay, Issuer
from neoequity.company.models.lock_up_acts import acts_on
from neoequity.company.models.lock_up_consents import Given, consents_on
from neoequity.company.terms import lock_up
from neoequity.company.terms.lock_up import Act, Clash, Kind, LockUpTerms, Placed, Window
from neoequity.company.terms.spans import Span
from placements.models import Agreement, Placement, PlacementEvent, Sale, SaleAggregate


class LockUp(NamedTuple):
    """A placement with agreed terms, and its lock-up by the terms of the day of acceptance.

    `terms` and `window` are None where the agreement states no lock-up.
    """

    slug: str
    agreement: str
    agent: str
    placed: Placed
    terms: LockUpTerms | None
    window: Window | None

    def __str__(self) -> str:
        if not self.placed.number:
            return f"A new placement under the {self.agreement}"
        return f"Placement {self.placed.number} under the {self.agreement}"

    def act(self, horizon: date) -> Act:
        """The placement as an offer of the issuer's, open until it is closed or to the horizon."""
        until = self.placed.closed_on or max(horizon, self.placed.agreed_on)
        span = Span(self.placed.agreed_on, until)
        return Act(Kind.PLACEMENT, str(self), span, self.agent, self.slug, self.placed.number)


class Situation(NamedTuple):
    """Lock-ups, acts and consents of an issuer as of a day; placements are acts as well."""

    lock_ups: list[LockUp]
    acts: list[Act]
    consents: list[Given]
    exceptions: Exceptions

    @property
    def windows(self) -> list[Window]:
        """The windows of the placements whose agreement states a lock-up."""
        return [each.window for each in self.lock_ups if each.window]

    @property
    def unstated(self) -> list[LockUp]:
        """The placements whose agreement states no lock-up."""
        return [each for each in self.lock_ups if each.window is None]

    def counting(self, window: Window) -> list[Given]:
        """The consents that count on some of the days of a window: with their paper attached."""
        return [
            given
            for given in self.consents
            if given.counts
            and given.consent.slug == window.terms.slug
            and given.consent.span.common(window.span)
        ]

    def clashes(self) -> list[Clash]:
        """Every act within a window, cleared by consents or not."""
        return self.between(self.windows, self.acts)

    def between(self, windows: Iterable[Window], acts: Iterable[Act]) -> list[Clash]:
        """The same for these windows and acts.

        A further placement with the agent of the same agreement is none: both agreed to it.
        """
        counted = [given.consent for given in self.consents]
        return [
            clash
            for clash in lock_up.clashes(windows, acts, counted)
            if clash.refused or clash.act.slug != clash.window.terms.slug
        ]


def situation_on(
    issuer: Issuer,
    as_of: date,
    known_at: datetime | None = None,
    since: date = date.min,
    *,
    agreements: Sequence[Agreement] | None = None,
    exceptions: Exceptions | None = None,
) -> Situation:
    """What is locked up, offered and consented to as of a day, if given as known at a moment.

    Leaves out windows that ended before `since`. An act whose end is not known is judged up to
    `as_of`. Ten queries, however many placements and sales there are; the agreements of the issuer
    and the exceptional days are not read if they are given.
    """
    if exceptions is None:
        exceptions = ExceptionalDay.exceptions_at(known_at)
    if agreements is None:
        rows = Agreement.objects.filter(issuer=issuer)
        agreements = list(rows.prefetch_related("versions", "term_citations"))
    lock_ups = [
        each
        for each in _lock_ups(issuer, as_of, known_at, agreements, exceptions)
        if each.window is None or each.window.span.common(Span(since, None))
    ]
    placements = [each.act(as_of) for each in lock_ups]
    return Situation(
        lock_ups,
        [*acts_on(issuer, as_of, known_at), *placements],
        consents_on(issuer, as_of, known_at),
        exceptions,
    )


def clashes_of_act(issuer: Issuer, act: Act, today: date) -> list[Clash]:
    """The clashes of an act that is about to happen with the windows of placements."""
    situation = situation_on(issuer, today, since=act.span.since)
    return situation.between(situation.windows, [act])


def clashes_of_placement(
    agreement: Agreement,
    number: int,
    on: date,
    today: date,
    *,
    agreements: Sequence[Agreement],
    exceptions: Exceptions,
) -> list[Clash]:
    """The clashes of a placement whose terms are proposed or agreed on a day, both ways.

    Its own window looks back at other offers, and it is itself an act in the windows of other
    placements. `agreements` are all of its issuer, itself among them, with their terms.
    """
    situation = situation_on(
        agreement.issuer, today, since=on, agreements=agreements, exceptions=exceptions
    )
    placed = Placed(number, on, None, None)
    own = _with_terms(agreement, placed, today, None, exceptions)
    others = [each for each in situation.windows if _key(each) != (agreement.slug, number)]
    acts = [act for act in situation.acts if (act.slug, act.placement) != (own.slug, number)]
    windows = [own.window] if own.window else []
    return [*situation.between(windows, acts), *situation.between(others, [own.act(today)])]


def _key(window: Window) -> tuple[str, int]:
    return window.terms.slug, window.placement


def _lock_ups(
    issuer: Issuer,
    as_of: date,
    known_at: datetime | None,
    agreements: Iterable[Agreement],
    exceptions: Exceptions,
) -> Iterator[LockUp]:
    by_key = {each.pk: each for each in agreements}
    settled = _last_settlements(issuer, as_of, known_at)
    for key, row in _agreed(issuer, as_of, known_at):
        accepted_on, closed_on = row.accepted_on, row.closed_on
        if accepted_on is None:
            continue
        if closed_on is not None and closed_on > as_of:
            closed_on = None
        placed = Placed(row.number, accepted_on, settled.get(key), closed_on)
        yield _with_terms(by_key[row.agreement_id], placed, as_of, known_at, exceptions)


def _with_terms(
    agreement: Agreement,
    placed: Placed,
    as_of: date,
    known_at: datetime | None,
    exceptions: Exceptions,
) -> LockUp:
    """The lock-up of a placement; reads `versions` and `term_citations` of the agreement."""
    versions = agreement.versions_by(placed.agreed_on, known_at)
    of_day = versions[-1]
    name = agreement.versions_by(as_of, known_at)[-1].name
    before, after = of_day.lock_up_days_before, of_day.lock_up_days_after
    terms = window = None
    if before is not None and after is not None:
        pages = agreement.cited(versions)
        page = pages.get("lock_up_days_before") or pages.get("lock_up_days_after", "")
        terms = LockUpTerms(agreement.slug, name, of_day.agent, before, after, page)
        window = lock_up.window(terms, placed, exceptions)
    return LockUp(agreement.slug, name, of_day.agent, placed, terms, window)


def _agreed(
    issuer: Issuer, as_of: date, known_at: datetime | None
) -> Iterable[tuple[int, Placement | PlacementEvent]]:
    """The placements whose terms were agreed by the day, each with its key; one query."""
    if known_at is None:
        rows = Placement.objects.filter(agreement__issuer=issuer, accepted_on__lte=as_of)
        return [(row.pk, row) for row in rows.order_by("agreement__slug", "number")]
    events = PlacementEvent.objects.filter(
        agreement__issuer=issuer, status_on__lte=as_of, pgh_created_at__lte=known_at
    )
    last = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    accepted = events.filter(pk__in=last.values("pk"), accepted_on__isnull=False)
    return [(row.pgh_obj_id, row) for row in accepted.order_by("agreement__slug", "number")]


def _last_settlements(issuer: Issuer, as_of: date, known_at: datetime | None) -> Mapping[int, date]:
    """The last settlement of what stands of each placement, by its key; one query.

    That is the settlement date, due or past, or a later day on which the shares were delivered.
    From aggregates or, for an earlier moment, summed up over the sales.
    """
    rows: QuerySet[SaleAggregate] | QuerySet[Sale]
    if known_at is None:
        standing = Q(reversed_on=None) | Q(reversed_on__gt=as_of)
        rows = SaleAggregate.objects.filter(standing, kind="sale", sales__gt=0)
        delivered, day = Q(delivered_on__lte=as_of), "delivered_on"
    else:
        rows = Sale.objects.filter(reverses=None, adjusts=None, recorded_at__lte=known_at)
        rows = rows.exclude(reversal__trade_date__lte=as_of, reversal__recorded_at__lte=known_at)
        delivered = Q(delivery__delivered_on__lte=as_of, delivery__recorded_at__lte=known_at)
        day = "delivery__delivered_on"
    late = Case(When(delivered, then=F(day)), output_field=DateField())
    rows = rows.filter(agreement__issuer=issuer, trade_date__lte=as_of).order_by()
    last = Max(Greatest(F("settlement_date"), late))
    return dict(rows.values_list("placement_id").annotate(last=last))
