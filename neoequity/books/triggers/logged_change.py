"""The triggers of the change log and its head: written by other triggers alone."""

import pgtrigger

from neoequity.books.triggers import DIRECT_STATEMENT, refuse, refuse_truncate

_LOG_FOLLOWS = "The change log is written by the database when a change is committed."

CHANGE_LOG_TRIGGERS = [
    refuse_truncate("the_log_is_not_truncated", _LOG_FOLLOWS),
    refuse(
        "the_log_follows_its_changes",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        _LOG_FOLLOWS,
        DIRECT_STATEMENT,
    ),
]

_CHANGES_STAY = "A change is logged by the database, and the log is never changed or deleted."

LOGGED_CHANGE_TRIGGERS = [
    refuse_truncate("logged_changes_are_not_truncated", _CHANGES_STAY),
    refuse("changes_are_logged_at_commit", pgtrigger.Insert, _CHANGES_STAY, DIRECT_STATEMENT),
    refuse("logged_changes_stay", pgtrigger.Update | pgtrigger.Delete, _CHANGES_STAY),
]
