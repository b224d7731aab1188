"""The triggers of failed sign-ins: they are only ever added to."""

import pgtrigger

from neoequity.books.triggers import refuse, refuse_truncate
from neoequity.triggers.access_log import LOG_STAYS

ACCESS_FAILURE_LOG_TRIGGERS = [
    refuse_truncate("failed_logins_are_not_truncated", LOG_STAYS),
    refuse("failed_logins_stay", pgtrigger.Update | pgtrigger.Delete, LOG_STAYS),
]
