"""Reading and loading a whole programme file, for all apps together."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from neoequity.books.refusal import Reason, Refused
from neoequity.company.actions.programme import load_company
from neoequity.company.terms.programme import KEY, CompanyFact, read_company
from neoequity.people.models import User
from neoequity.programme_events import Event, load_events, lock_for_events, read_events
from placements.actions.posting_context import lock_agreements
from placements.actions.programme import load_programme, take_turns
from placements.models import Agreement
from placements.terms.programme import Programme
from placements.terms.programme_file import read_programme
from warrants.actions.programme import load_warrants
from warrants.terms.programme import KEYS, WarrantProgramme, read_warrants


class WholeProgramme(NamedTuple):
    """The parts of a programme file that each app has read, and its events."""

    placements: Programme
    warrants: WarrantProgramme
    company: tuple[CompanyFact, ...] = ()
    events: tuple[Event, ...] = ()


def read_whole(content: Mapping[str, object]) -> WholeProgramme:
    """The contents of a programme file. Raises Refused with the sentences of all readers."""
    faults: list[Reason] = []
    placements = warrants = agents = slugs = None
    company: tuple[CompanyFact, ...] = ()
    events: tuple[Event, ...] = ()
    rest, event_tables = _apart(content)
    try:
        placements = read_programme(rest)
        agents = {agreement.value("agent") for agreement in placements.agreements}
        slugs = [agreement.slug for agreement in placements.agreements]
    except Refused as refused:
        faults += refused.reasons
    try:
        warrants = read_warrants(content, agents)
    except Refused as refused:
        faults += refused.reasons
    try:
        company = read_company(content, slugs)
    except Refused as refused:
        faults += refused.reasons
    try:
        events = read_events(event_tables, slugs)
    except Refused as refused:
        faults += refused.reasons
    if placements is None or warrants is None or faults:
        raise Refused(faults)
    return WholeProgramme(placements, warrants, company, events)


def _apart(content: Mapping[str, object]) -> tuple[dict[str, object], Any]:
    """What the placements app reads, and the events of the history, which concern all apps."""
    rest = {key: value for key, value in content.items() if key not in (*KEYS, KEY)}
    history = rest.get("history")
    if not isinstance(history, dict):
        return rest, []
    rest["history"] = {key: value for key, value in history.items() if key != "event"}
    return rest, history.get("event", [])


@transaction.atomic
def load_whole(
    programme: WholeProgramme, *, by: User, today: date, with_history: bool = False
) -> list[str]:
    """Load the terms, then holders, series and the company's facts, atomically.

    The events of the history come last, because an issue needs the agent among the holders.
    Returns the names of what was created.
    """
    issuer = programme.placements.issuer.slug
    events = programme.events if with_history else ()
    take_turns()
    if events:
        lock_for_events(issuer, events)
    elif programme.company:
        lock_agreements(Agreement.objects.filter(issuer__slug=issuer).values_list("pk", flat=True))
    created = load_programme(programme.placements, by=by, today=today, with_history=with_history)
    created += load_warrants(programme.warrants, issuer, by=by, today=today)
    if programme.company:
        created += load_company(programme.company, issuer, by=by, today=today)
    if events:
        created += load_events(events, issuer, by=by, today=today)
    return created
