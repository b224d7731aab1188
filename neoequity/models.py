"""Accounts of people: what is kept beside Django's own user, and the rules the database holds.

Django's tables are watched through proxies, so that a change by any path leaves an event.
"""

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.db import models
from django_otp.plugins.otp_totp.models import TOTPDevice

from neoequity.books.history.tracking import every_change, kept
from neoequity.books.triggers import refuse, refuse_truncate, refuse_where, rule
from neoequity.books.triggers.history import watched

ACCOUNT_OF_NEW_USER = """
    INSERT INTO neoequity_account (user_id, must_change_password) VALUES (NEW.id, false);
"""

# The row of the user is locked by the update: two memberships at once take turns.
STAFF_FOLLOWS_GROUPS = """
    UPDATE auth_user u
    SET is_staff = u.is_superuser
        OR EXISTS (SELECT 1 FROM auth_user_groups m WHERE m.user_id = u.id)
    WHERE u.id IN ({users});
"""

ALONE_IN_GROUP = refuse_where(
    """
    SELECT 1 FROM auth_user_groups m JOIN auth_group g ON g.id = m.group_id
    WHERE m.user_id = NEW.user_id AND g.name IN ('Administrator', 'Auditor')
      AND EXISTS (SELECT 1 FROM auth_user_groups o
                  WHERE o.user_id = m.user_id AND o.group_id <> m.group_id)
    """,
    "An Administrator or Auditor is in no other group.",
)

# At the end of the transaction, for a form writes the last day before the groups. The lock makes
# a membership and a last day that are written at once take turns.
AUDITORS_END = """
    PERFORM 1 FROM neoequity_account WHERE user_id = NEW.user_id FOR NO KEY UPDATE;
    {}
    RETURN NULL;
""".format(
    refuse_where(
        """
        SELECT 1 FROM neoequity_account c
        JOIN auth_user_groups m ON m.user_id = c.user_id JOIN auth_group g ON g.id = m.group_id
        WHERE c.user_id = NEW.user_id AND c.expires_on IS NULL AND g.name = 'Auditor'
        """,
        "An Auditor's account needs a last day.",
    )
)


def auditors_end(name: str) -> pgtrigger.Trigger:
    """A rule on whatever makes an Auditor or takes a last day away, held when it is committed."""
    operation = pgtrigger.Insert | pgtrigger.Update
    return rule(name, operation, AUDITORS_END, when=pgtrigger.After, timing=pgtrigger.Deferred)


@pghistory.track(
    *every_change(),
    fields=[
        *("id", "username", "first_name", "last_name", "email"),
        *("is_active", "is_staff", "is_superuser"),
    ],
    app_label="neoequity",
    model_name="PersonEvent",
    **kept(),
)
class Person(User):
    """A user as the house sees it; `known_people` reads it with groups and second factor."""

    account: "Account"
    group_names: list[str]
    #: The key of the device whose codes are asked for at login, None for who has none.
    second_factor: int | None

    class Meta:
        proxy = True
        ordering = ["username"]
        triggers = [
            watched(),
            rule(
                "every_user_has_an_account",
                pgtrigger.Insert,
                ACCOUNT_OF_NEW_USER + "RETURN NULL;",
                when=pgtrigger.After,
            ),
            refuse(
                "people_are_kept",
                pgtrigger.Delete,
                "An account is made inactive, never deleted: the history names it.",
            ),
            refuse(
                "names_are_kept",
                pgtrigger.UpdateOf("username"),
                "An account keeps its name: the log of logins knows it by that.",
                when="NEW.username <> OLD.username",
            ),
        ]

    @property
    def is_system_account(self) -> bool:
        """Whether it stands for the product itself: it has no password, so nobody logs in."""
        return not self.has_usable_password()

    def has_ended(self, today: date) -> bool:
        """Whether the account's last day is past."""
        return self.account.expires_on is not None and self.account.expires_on < today


@pghistory.track(*every_change(), **kept())
class Account(models.Model):
    """What is kept of a user beside Django's own fields; the database makes it with the user."""

    user = models.OneToOneField(User, models.PROTECT, related_name="account")
    expires_on = models.DateField("last day", null=True, blank=True)
    must_change_password = models.BooleanField("must choose a new password", default=False)

    class Meta:
        triggers = [
            watched(),
            refuse("accounts_are_kept", pgtrigger.Delete, "An account stays with its user."),
            auditors_end("auditors_keep_a_last_day"),
        ]

    def __str__(self) -> str:
        return "account"


# Django makes the model of this table itself, without a class that a type checker could see.
_MembershipRow: Any = User.groups.through


@pghistory.track(*every_change(), app_label="neoequity", model_name="MembershipEvent", **kept())
class Membership(_MembershipRow):
    """Somebody in a group."""

    class Meta:
        proxy = True
        triggers = [
            watched(),
            rule(
                "members_fit_their_groups",
                pgtrigger.Insert | pgtrigger.Update,
                STAFF_FOLLOWS_GROUPS.format(users="NEW.user_id") + ALONE_IN_GROUP + "RETURN NULL;",
                when=pgtrigger.After,
            ),
            auditors_end("auditors_have_a_last_day"),
            rule(
                "staff_follows_groups",
                pgtrigger.Delete | pgtrigger.Update,
                STAFF_FOLLOWS_GROUPS.format(users="OLD.user_id") + "RETURN NULL;",
                when=pgtrigger.After,
            ),
        ]

    def __str__(self) -> str:
        return "membership"


@pghistory.track(
    *every_change(),
    fields=["id", "user", "confirmed"],  # never the key
    app_label="neoequity",
    model_name="SecondFactorEvent",
    **kept(),
)
class SecondFactor(TOTPDevice):
    """The device that shows somebody's codes."""

    class Meta:
        proxy = True
        verbose_name = "second factor"
        triggers = [watched()]

    def __str__(self) -> str:
        return "second factor"


_LOG_STAYS = "The log of logins is only ever added to, but for the time of a logout."


class Login(AccessLog):
    """A line of the log of logins: who entered, from where, and when the session was left."""

    class Meta:
        proxy = True
        triggers = [
            refuse("logins_stay", pgtrigger.Delete, _LOG_STAYS),
            refuse(
                "logins_are_not_rewritten",
                pgtrigger.Update,
                _LOG_STAYS,
                "OLD.logout_time IS NOT NULL "
                "OR to_jsonb(NEW) - 'logout_time' <> to_jsonb(OLD) - 'logout_time'",
            ),
            refuse_truncate("logins_are_not_truncated", _LOG_STAYS),
        ]


class FailedLogin(AccessFailureLog):
    """A line of the log of logins: an attempt that failed. What counts them is axes' own table."""

    class Meta:
        proxy = True
        triggers = [
            refuse("failed_logins_stay", pgtrigger.Update | pgtrigger.Delete, _LOG_STAYS),
            refuse_truncate("failed_logins_are_not_truncated", _LOG_STAYS),
        ]
