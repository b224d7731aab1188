"""The triggers of the sign-in log: it is only ever added to."""

import pgtrigger

from neoequity.books.triggers import refuse, refuse_truncate

LOG_STAYS = "The sign-in log is only ever added to, but for the time of a logout."

ACCESS_LOG_TRIGGERS = [
    refuse_truncate("logins_are_not_truncated", LOG_STAYS),
    refuse(
        "logins_are_not_rewritten",
        pgtrigger.Update,
        LOG_STAYS,
        "OLD.logout_time IS NOT NULL "
        "OR to_jsonb(NEW) - 'logout_time' <> to_jsonb(OLD) - 'logout_time'",
    ),
    refuse("logins_stay", pgtrigger.Delete, LOG_STAYS),
]
