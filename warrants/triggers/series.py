"""The triggers of series: fixed once issued or called."""

import pgtrigger

from neoequity.books.triggers import STAYS_ITSELF, refuse, stays_while
from neoequity.books.triggers.tracking import history_guard

SERIES_TRIGGERS = [
    history_guard(),
    refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
    stays_while(
        "stays_once_issued",
        "A series of which warrants were issued stays with its issuer.",
        "SELECT 1 FROM warrants_warrant WHERE series_id = OLD.id",
        ("issuer_id",),
    ),
    stays_while(
        "terms_stay_once_called",
        "The terms of a series are fixed once it has been called.",
        "SELECT 1 FROM warrants_callnotice WHERE series_id = OLD.id",
        ("opened_on", "cap", "rate", "low_rate", "threshold"),
    ),
]
