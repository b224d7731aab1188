"""The events of a programme file, of all apps: read strictly, recorded once, in their order."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

import pghistory
from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, InternalError

from neoequity.books import strict_table as strict
from neoequity.books.accounts import system_account
from neoequity.books.action import action
from neoequity.books.approvals.rules import PUBLISHED_RECORD
from neoequity.books.models import Issuer
from neoequity.books.periods.checklist import BLOCKING, TOPICS
from neoequity.books.periods.closing import close_period
from neoequity.books.periods.locks import lock_periods
from neoequity.books.periods.rules import Period, parse_period
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.books.strict_table import MisreadError, StrictTable
from neoequity.periods.inquiry import inquire, prove
from placements.actions import events as of_placements
from placements.actions.book import lock_agreements
from placements.actions.events import Loading
from placements.models import Agreement, LoadedEvent
from placements.terms import event as told_of_placements
from placements.terms.event import drafted_on_their_first_move
from warrants.actions import events as of_warrants
from warrants.models import Warrant
from warrants.terms import event as told_of_warrants

#: What the database says no with, where the actions did not; its other errors are no refusals.
_DATABASE_REFUSES = (IntegrityError, DataError, InternalError)
_OPEN_TOPICS = tuple(topic for topic in TOPICS if topic not in BLOCKING)


class Event(NamedTuple):
    """One event of the file at its position from 1; `sha256` is over what the file says of it."""

    position: int
    kind: str
    facts: Any
    sha256: str

    @property
    def name(self) -> str:
        """As it opens a sentence and stands in the list of what was made."""
        return f"Event {self.position} ({self.kind})"


class ClosedFacts(NamedTuple):
    """A period closed on a day; `notes` say by topic why something open may stay so."""

    period: Period
    on: date
    notes: Mapping[str, str]


def _period(content: Any) -> Period:
    try:
        return parse_period(content)
    except (TypeError, ValueError) as fault:
        raise MisreadError("must be a month or quarter such as 2001-10 or 2001Q4") from fault


def _close(table: StrictTable) -> ClosedFacts:
    stated = table.table("notes", f"{table.where}, notes,", default={})
    notes = {topic: stated.take(topic, strict.text(300), default="") for topic in _OPEN_TOPICS}
    stated.close()
    return ClosedFacts(
        period=table.take("period", _period), on=table.take("on", strict.day), notes=notes
    )


def _close_then(facts: ClosedFacts, loading: Loading) -> None:
    """Closed on its day by the published record, for no Controller of this office did it then."""
    if facts.on > loading.today:
        sentence = f"A closing on {facts.on} is in the future; today is {loading.today}."
        refuse_if_any([Reason(sentence, "on")])
    close_period(
        loading.issuer,
        *facts.period,
        accepted=facts.notes,
        inquire=inquire,
        prove=prove,
        by=system_account(PUBLISHED_RECORD),
        today=facts.on,
    )


_READERS: Mapping[str, Callable[[StrictTable], Any]] = {
    **told_of_placements.READERS,
    **told_of_warrants.READERS,
    "close": _close,
}
_ACTS: Mapping[str, Callable[[Any, Loading], None]] = {
    **of_placements.ACTS,
    **of_warrants.ACTS,
    "close": _close_then,
}
KINDS = tuple(_READERS)


def read_events(contents: Any, agreements: Sequence[str] | None) -> tuple[Event, ...]:
    """The events of a file; `agreements` are its slugs, None where they cannot be read.

    Raises Refused with a sentence for every fault, each with the event's position and kind.
    """
    faults: list[Reason] = []
    tables = StrictTable({"event": contents}, "The history", faults).tables("event", "Event")
    told = [(each.take("kind", strict.one_of(KINDS)), each) for each in tables]
    facts = [_read(kind, table) for kind, table in told if kind in _READERS]
    refuse_if_any(faults)
    events = tuple(
        Event(position, kind, each, _digest(content))
        for position, ((kind, _), each, content) in enumerate(
            zip(told, drafted_on_their_first_move(facts), contents, strict=True), start=1
        )
    )
    refuse_if_any(_against(events, agreements))
    return events


def _read(kind: str, table: StrictTable) -> Any:
    table.where = f"{table.where} ({kind})"
    facts = _READERS[kind](table)
    table.close()
    return facts


def _digest(content: Mapping[str, Any]) -> str:
    """Over canonical JSON: neither the order of keys nor the file's layout counts."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


def _against(events: Sequence[Event], agreements: Sequence[str] | None) -> Iterator[Reason]:
    for event in events:
        slug = getattr(event.facts, "agreement", None)
        if agreements is not None and slug is not None and slug not in agreements:
            yield Reason(f"{event.name} names the agreement “{slug}”; the file has none.")


def lock_for_events(issuer_slug: str, events: Sequence[Event]) -> None:
    """Take every lock that the events will ask for, in the order in which acts take them.

    Locked one by one, as the events come to them, they could wait for another person in a circle.
    """
    issuer = Issuer.objects.filter(slug=issuer_slug).first()
    if issuer is None:
        return
    lock_agreements(Agreement.objects.filter(issuer=issuer).values_list("pk", flat=True))
    Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    warrants = Warrant.objects.filter(issuer=issuer).order_by("pk")
    list(warrants.select_for_update(no_key=True).values_list("pk"))
    # The proof before a closing is of all the books.
    closes = any(event.kind == "close" for event in events)
    lock_periods(Issuer.objects.values_list("pk", flat=True) if closes else [issuer.pk])


@action(needs="placements.add_agreement")
def load_events(events: Sequence[Event], issuer_slug: str, *, by: User, today: date) -> list[str]:
    """Record the events that were not loaded before, one after the other, or none of them.

    Returns their names. Raises Refused where an earlier one is not what was loaded at its place,
    and with the position, kind and sentences of the first that is refused.
    """
    issuer = Issuer.objects.get(slug=issuer_slug)
    loaded = list(issuer.loaded_events.order_by("position"))
    refuse_if_any(_against_what_was_loaded(loaded, events))
    further = events[len(loaded) :]
    loading = Loading(issuer, by, today)
    for event in further:
        _record(event, loading)
    # The history names one person for all of it: not whoever approved the last event.
    with pghistory.context(user=by.pk):
        _keep(further, issuer, by)
    return [event.name for event in further]


def _keep(events: Sequence[Event], issuer: Issuer, by: User) -> None:
    LoadedEvent.objects.bulk_create(
        LoadedEvent(
            issuer=issuer,
            position=event.position,
            kind=event.kind,
            sha256=event.sha256,
            recorded_by=by,
        )
        for event in events
    )


def _against_what_was_loaded(
    loaded: Sequence[LoadedEvent], events: Sequence[Event]
) -> Iterator[Reason]:
    """The first event that the file tells otherwise; those after it may only have moved along."""
    for then, now in zip(loaded, events, strict=False):
        if then.sha256 != now.sha256:
            yield Reason(
                f"{now.name} is not the one that was loaded at this position ({then.kind}). "
                "Events that were loaded stay as they were; further ones are added after them."
            )
            return


def _record(event: Event, loading: Loading) -> None:
    try:
        _ACTS[event.kind](event.facts, loading)
    except Refused as refused:
        raise Refused(
            reason._replace(sentence=f"{event.name}: {reason.sentence}", row=None)
            for reason in refused.reasons
        ) from refused
    except _DATABASE_REFUSES as error:
        raise Refused(
            [Reason(f"{event.name}: The database refused this change: {_said(error)}")]
        ) from error


def _said(error: Exception) -> str:
    """The database's own sentence, or the name of its rule in words."""
    told = getattr(error.__cause__, "diag", None)
    rule = getattr(told, "constraint_name", None)
    if rule:
        return f"{rule.replace('_', ' ')}."
    return getattr(told, "message_primary", None) or str(error)
