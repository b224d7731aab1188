"""The triggers of changes of credentials: who and when are the database's word, and stay."""

import pgtrigger

from neoequity.books.triggers import refuse, rule
from neoequity.books.triggers.tracking import history_guard
from neoequity.people.triggers.credentials import ACTOR

# A password that a link let choose is the doing of whoever made the link: who opened it, nobody
# can know.
_RECORD_WHO_AND_WHEN = f"""
    NEW.changed_at := STATEMENT_TIMESTAMP();
    NEW.seen_at := NULL;
    NEW.changed_by_id := {ACTOR};
    IF NEW.kind = 'chosen' THEN
        NEW.changed_by_id := (
            SELECT c.changed_by_id FROM people_credentialchange c
            WHERE c.user_id = NEW.user_id AND c.kind = 'link' ORDER BY c.id DESC LIMIT 1);
    END IF;
    RETURN NEW;
"""

_STAYS = (
    "A change of credentials stays as it was recorded; only the person whose they are notes that "
    "it was seen, once."
)

CREDENTIAL_CHANGE_TRIGGERS = [
    history_guard(),
    rule(
        "changes_are_recorded_by_the_database",
        pgtrigger.Insert,
        _RECORD_WHO_AND_WHEN,
        when=pgtrigger.Before,
    ),
    refuse(
        "changes_are_seen_by_their_person",
        pgtrigger.Update,
        _STAYS,
        "to_jsonb(NEW) - 'seen_at' <> to_jsonb(OLD) - 'seen_at' OR OLD.seen_at IS NOT NULL "
        "OR NEW.seen_at IS DISTINCT FROM STATEMENT_TIMESTAMP() "
        f"OR {ACTOR} IS DISTINCT FROM OLD.user_id",
    ),
    refuse("changes_stay", pgtrigger.Delete, _STAYS),
]
