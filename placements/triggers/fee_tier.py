"""The triggers of fee tiers."""

import pgtrigger

from neoequity.books.triggers import SENT_BY_HAND, refuse
from neoequity.books.triggers.history import watched
from placements.triggers.locking import refuse_while

FEE_TIER_TRIGGERS = [
    watched(),
    refuse(
        "later_tiers_come_with_their_version",
        pgtrigger.Insert | pgtrigger.Update,
        "The fee tiers of a later version are written with it.",
        f"{SENT_BY_HAND} AND NEW.version <> 1",
    ),
    refuse_while(
        "tiers_change_by_versions",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "The fee tiers of an agreement in use change by an amendment or a correction, "
        "which another person approves.",
        "SELECT 1 FROM placements_placement "
        "WHERE agreement_id IN (OLD.agreement_id, NEW.agreement_id)",
        agreements="OLD.agreement_id, NEW.agreement_id",
        when=SENT_BY_HAND,
    ),
]
