"""The triggers of requests for registration: from their day on, as often as agreed."""

import pgtrigger

from neoequity.books.triggers import (
    RECORDED_NOW,
    STAYS_ITSELF,
    after_insert,
    refuse,
    refuse_where,
    rule,
    steps,
)
from neoequity.books.triggers.tracking import history_guard
from placements.triggers.locking import lock_agreements

REQUEST_KEEPS_THE_CLOCK = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM warrants_warrant w JOIN warrants_balance b ON b.warrant_id = w.id
        WHERE w.agreement_id = NEW.agreement_id AND b.holder_id = NEW.holder_id
          AND b.shares > 0 AND w.registrable_from <= NEW.requested_on)
    OR (NEW.kind = 'demand' AND (
        SELECT COUNT(*) FROM warrants_registrationrequest r
        WHERE r.agreement_id = NEW.agreement_id AND r.kind = 'demand')
        > (SELECT a.warrant_demand_limit FROM placements_agreement a
           WHERE a.id = NEW.agreement_id))
    """,
    "Registration is requested by a holder, from its day on, and demanded as often as the "
    "agreement grants.",
)

KEEP_REQUESTS = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT NEW.agreement_id"),
    REQUEST_KEEPS_THE_CLOCK=REQUEST_KEEPS_THE_CLOCK,
)

REGISTRATION_REQUEST_TRIGGERS = [
    history_guard(),
    refuse(
        "recorded_once",
        pgtrigger.Update,
        "The moment of recording is written by the database.",
        "(OLD.recorded_at, OLD.recorded_by_id) <> (NEW.recorded_at, NEW.recorded_by_id)",
    ),
    refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
    rule(
        "requests_keep_the_clock",
        pgtrigger.Insert | pgtrigger.Update,
        KEEP_REQUESTS + "RETURN NULL;",
        when=pgtrigger.After,
    ),
    after_insert("requests_are_recorded_now", RECORDED_NOW),
]
