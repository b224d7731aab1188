"""The triggers of users: an account is kept, with its name, and who sets its password is told."""

import pgtrigger

from neoequity.books.triggers import STAYS_ITSELF, refuse, rule
from neoequity.books.triggers.tracking import history_guard
from neoequity.people.triggers.auditors import auditors_end
from neoequity.people.triggers.credentials import PASSWORD_SET

USER_TRIGGERS = [
    history_guard(),
    refuse(
        "names_are_kept",
        pgtrigger.UpdateOf("username"),
        "An account keeps its name: the sign-in log knows it by that.",
        when="NEW.username <> OLD.username",
    ),
    refuse(
        "people_are_kept",
        pgtrigger.Delete,
        "An account is made inactive, never deleted: the history names it.",
    ),
    refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
    rule(
        "passwords_set_by_others_are_recorded",
        pgtrigger.Insert | pgtrigger.UpdateOf("password"),
        PASSWORD_SET,
        when=pgtrigger.After,
    ),
    auditors_end("auditors_keep_a_last_day", "NEW.id"),
]
