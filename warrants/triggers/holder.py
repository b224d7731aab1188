"""The triggers of holders."""

import pgtrigger

from neoequity.books.triggers import STAYS_ITSELF, refuse, stays_while
from neoequity.books.triggers.tracking import history_guard

HOLDER_TRIGGERS = [
    history_guard(),
    refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
    stays_while(
        "stays_once_in_the_register",
        "A holder that the register names stays with its issuer.",
        "SELECT 1 FROM warrants_balance WHERE holder_id = OLD.id",
        ("issuer_id",),
    ),
]
