"""The events of a programme file, for all apps: read strictly and recorded once, in order."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

import pghistory

from neoequity.books import strict_table as strict
from neoequity.books.accounts import system_account
from neoequity.books.action import action
from neoequity.books.approvals.rules import PUBLISHED_RECORD
from neoequity.books.models import Issuer
from neoequity.books.periods.checklist import BLOCKING, TOPICS
from neoequity.books.periods.closing import close_period
from neoequity.books.periods.locks import lock_periods
from neoequity.books.periods.rules import Period, parse_period
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.strict_table import MisreadError, StrictTable
from neoequity.company.actions import events as of_the_company
from neoequity.company.terms import event as told_of_the_company
from neoequity.people.models import User
from neoequity.periods.inquiry import inquire, prove
from placements.actions import events as of_placements
from placements.actions.events import Loading, perform
from placements.actions.posting_context import lock_agreements
from placements.models import Agreement, LoadedEvent
from placements.terms import event as told_of_placements
from placements.terms.event import drafted_on_their_first_move
from warrants.actions import events as of_warrants
from warrants.models import Warrant
from warrants.terms import event as told_of_warrants

_OPEN_TOPICS = tuple(topic for topic in TOPICS if topic not in BLOCKING)


class Event(NamedTuple):
    """An event at its position in the file, from 1; `sha256` is the digest of its content."""

    position: int
    kind: str
    facts: Any
    sha256: str

    @property
    def name(self) -> str:
        """The name at the start of sentences and in the list of what was loaded."""
        return f"Event {self.position} ({self.kind})"


class ClosedFacts(NamedTuple):
    """A period closed on a day; `notes` give by topic the reason for closing with open items."""

    period: Period
    on: date
    notes: Mapping[str, str]


def _period(content: Any) -> Period:
    try:
        return parse_period(content)
    except (TypeError, ValueError) as fault:
        raise MisreadError("must be a month or quarter such as 2001-10 or 2001Q4") from fault


def _close(table: StrictTable) -> ClosedFacts:
    note_table = table.table("notes", f"{table.where}, notes,", default={})
    notes = {topic: note_table.take(topic, strict.text(300), default="") for topic in _OPEN_TOPICS}
    note_table.close()
    return ClosedFacts(
        period=table.take("period", _period), on=table.take("on", strict.day), notes=notes
    )


def _close_then(facts: ClosedFacts, loading: Loading) -> None:
    """Close on the day in the name of the published record, as no Controller did so then."""
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
    **told_of_the_company.READERS,
    "close": _close,
}
_ACTS: Mapping[str, Callable[[Any, Loading], None]] = {
    **of_placements.ACTS,
    **of_warrants.ACTS,
    **of_the_company.ACTS,
    "close": _close_then,
}
EVENT_KINDS = tuple(_READERS)


def read_events(contents: Any, agreements: Sequence[str] | None) -> tuple[Event, ...]:
    """The events of a file; `agreements` are the file's slugs, None if they cannot be read.

    Raises Refused with a sentence for every fault, naming the event's position and kind.
    """
    faults: list[Reason] = []
    tables = StrictTable({"event": contents}, "The history", faults).tables("event", "Event")
    kinds = [(entry.take("kind", strict.one_of(EVENT_KINDS)), entry) for entry in tables]
    facts = [_read(kind, table) for kind, table in kinds if kind in _READERS]
    refuse_if_any(faults)
    events = tuple(
        Event(position, kind, entry, _digest(content))
        for position, ((kind, _), entry, content) in enumerate(
            zip(kinds, drafted_on_their_first_move(facts), contents, strict=True),
            start=1,
        )
    )
    refuse_if_any(_against(events, agreements))
    return events


def _read(kind: str, table: StrictTable) -> object:
    table.where = f"{table.where} ({kind})"
    facts = _READERS[kind](table)
    table.close()
    return facts


def _digest(content: Mapping[str, object]) -> str:
    """SHA-256 of canonical JSON, independent of key order and layout."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


def _against(events: Sequence[Event], agreements: Sequence[str] | None) -> Iterator[Reason]:
    for event in events:
        slug = getattr(event.facts, "agreement", None)
        if agreements is not None and slug is not None and slug not in agreements:
            yield Reason(f"{event.name} names the agreement “{slug}”; the file has none.")


def lock_for_events(issuer_slug: str, events: Sequence[Event]) -> None:
    """Take every lock that the events will need, in the order in which actions lock.

    Locking event by event could deadlock with another user.
    """
    issuer = Issuer.objects.filter(slug=issuer_slug).first()
    if issuer is None:
        return
    lock_agreements(Agreement.objects.filter(issuer=issuer).values_list("pk", flat=True))
    Issuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    warrants = Warrant.objects.filter(issuer=issuer).order_by("pk")
    list(warrants.select_for_update(no_key=True).values_list("pk"))
    # The proof before a closing covers all the books.
    closes = any(event.kind == "close" for event in events)
    lock_periods(Issuer.objects.values_list("pk", flat=True) if closes else [issuer.pk])


@action(needs="placements.add_agreement", told="Loaded events of a programme file")
def load_events(events: Sequence[Event], issuer_slug: str, *, by: User, today: date) -> list[str]:
    """Record the events not loaded before, in order and atomically; returns their names.

    Raises Refused if an earlier event differs from the one loaded at its position, and with the
    position, kind and sentences of the first event that is refused.
    """
    issuer = Issuer.objects.get(slug=issuer_slug)
    loaded = list(issuer.loaded_events.order_by("position"))
    refuse_if_any(_against_what_was_loaded(loaded, events))
    new_events = events[len(loaded) :]
    loading = Loading(issuer, by, today)
    for event in new_events:
        perform(event.name, partial(_ACTS[event.kind], event.facts, loading))
    # The history names the loading user for all of it, not the approver of the last event.
    with pghistory.context(user=by.pk):
        _keep(new_events, issuer, by)
    return [event.name for event in new_events]


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
    """The first event that differs from what was loaded; later ones may only have shifted."""
    for earlier, event in zip(loaded, events, strict=False):
        if earlier.sha256 != event.sha256:
            yield Reason(
                f"{event.name} is not the one that was loaded at this position ({earlier.kind}). "
                "Events that were loaded stay as they were; further ones are added after them."
            )
            return
