"""The triggers that protect the history: on tracked tables, their events, and unsealed rows."""

import pgtrigger

from neoequity.books.triggers import refuse, refuse_truncate, rule
from neoequity.books.triggers.change_log import SealedInLog

_EVENTS_STAY = "What happened stays written."

EVENT_TRIGGERS = [
    refuse_truncate("events_are_not_truncated", _EVENTS_STAY),
    refuse("events_stay", pgtrigger.Update | pgtrigger.Delete, _EVENTS_STAY),
    SealedInLog(),
]


def history_guard() -> pgtrigger.Trigger:
    """A trigger that refuses TRUNCATE, which leaves no event.

    It runs before every other statement, too, so that no session can disable the event triggers.
    """
    sentence = "Rows are deleted one by one, so that each leaves its event."
    return rule(
        "every_change_is_seen",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        "IF TG_OP = 'TRUNCATE' THEN RAISE integrity_constraint_violation "
        f"USING MESSAGE = '{sentence}'; END IF; RETURN NULL;",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
    )


def record_path(name: str) -> pgtrigger.Trigger:
    """The trigger that sets `context_id`, whatever the statement gives."""
    keep = "NEW.context_id := _pgh_attach_context(); RETURN NEW;"
    return rule(name, pgtrigger.Insert, keep, when=pgtrigger.Before)
