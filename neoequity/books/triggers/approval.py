"""The triggers of requests: a CFO decides, and neither request nor decision changes afterwards."""

import pgtrigger

from neoequity.books.triggers import (
    DIRECT_STATEMENT,
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_where,
    rule,
)
from neoequity.books.triggers.tracking import history_guard

_ASKED = "id, kind, issuer_id, subject, what, asked, why, asked_by_id, asked_at"

# Superusers are above the groups; the page of people shows who is one.
_DECIDED_BY_A_CFO = refuse_where(
    """
    SELECT 1 WHERE NEW.decision IN ('approved', 'rejected') AND NOT EXISTS (
        SELECT 1 FROM people_user u
        WHERE u.id = NEW.decided_by_id AND u.is_active AND (u.is_superuser OR EXISTS (
            SELECT 1 FROM people_user_groups m JOIN auth_group g ON g.id = m.group_id
            WHERE m.user_id = u.id AND g.name = 'CFO')))
    """,
    "What somebody asks for is decided by a CFO.",
)

# Written whatever the statement says: the latest of the last seven days, NULL if there is none.
_MARK_NEW_CREDENTIALS = """
    SELECT c.changed_by_id, c.changed_at INTO NEW.credentials_set_by_id, NEW.credentials_set_at
    FROM people_credentialchange c
    WHERE c.user_id = NEW.decided_by_id
      AND c.changed_at > STATEMENT_TIMESTAMP() - INTERVAL '7 days'
    ORDER BY c.id DESC LIMIT 1;
    RETURN NEW;
"""

APPROVAL_TRIGGERS = [
    history_guard(),
    rule(
        "a_cfo_decides",
        pgtrigger.Update,
        _DECIDED_BY_A_CFO + " RETURN NEW;",
        when=pgtrigger.Before,
    ),
    refuse(
        "decisions_are_recorded_now",
        pgtrigger.Update,
        "The moment of a decision is written by the database.",
        "NEW.decision <> '' AND NEW.decided_at IS DISTINCT FROM STATEMENT_TIMESTAMP()",
    ),
    refuse(
        "decisions_stand",
        pgtrigger.Update,
        "A decision stands, and what was asked for stays as it was asked.",
        f"OLD.decision <> '' OR (OLD.{_ASKED.replace(', ', ', OLD.')}) "
        f"IS DISTINCT FROM (NEW.{_ASKED.replace(', ', ', NEW.')}) "
        f"OR ({DIRECT_STATEMENT} AND OLD.dated IS DISTINCT FROM NEW.dated)",
    ),
    rule(
        "new_credentials_are_marked",
        pgtrigger.Insert | pgtrigger.Update,
        _MARK_NEW_CREDENTIALS,
        when=pgtrigger.Before,
    ),
    refuse(
        "requests_start_waiting",
        pgtrigger.Insert,
        "A request waits when it is made: it is decided afterwards.",
        "NEW.decision <> ''",
    ),
    refuse("requests_stay", pgtrigger.Delete, "A request is withdrawn, not deleted."),
    after_insert(
        "requests_are_recorded_now",
        RECORDED_NOW.replace("recorded_at", "asked_at"),
    ),
]
