"""The triggers of fee tiers."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse
from neoequity.books.triggers.tracking import history_guard
from placements.triggers.locking import refuse_while

FEE_TIER_TRIGGERS = [
    history_guard(),
    refuse(
        "later_tiers_come_with_their_version",
        pgtrigger.Insert | pgtrigger.Update,
        "The fee tiers of a later version are written with it.",
        f"{DIRECT_STATEMENT} AND NEW.version <> 1",
    ),
    refuse_while(
        "tiers_change_by_versions",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "The fee tiers of an agreement in use change by an amendment or a correction, "
        "which another person approves.",
        "SELECT 1 FROM placements_placement "
        "WHERE agreement_id IN (OLD.agreement_id, NEW.agreement_id)",
        agreements="OLD.agreement_id, NEW.agreement_id",
        when=DIRECT_STATEMENT,
    ),
]
