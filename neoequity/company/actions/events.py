"""The events of a programme file on the company, each recorded by its action."""

from collections.abc import Callable, Mapping
from typing import Any

from neoequity.company.actions.record import ask_blackout
from neoequity.company.terms.event import BlackoutFacts
from placements.actions.events import Loading
from placements.actions.published import FROM_A_FILE, approve_published


def _blackout(facts: BlackoutFacts, loading: Loading) -> None:
    request = ask_blackout(
        issuer=loading.issuer,
        day=facts.on or min(facts.since, loading.today),
        starts_on=facts.since,
        ends_on=facts.until,
        reason=facts.reason,
        document=facts.document,
        page=facts.page,
        why=FROM_A_FILE,
        by=loading.by,
        today=loading.today,
    )
    approve_published(request, today=loading.today)


#: What loading each kind of event does. Raises Refused with the reasons of its action.
ACTS: Mapping[str, Callable[[Any, Loading], None]] = {"blackout": _blackout}
