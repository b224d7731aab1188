"""People and their groups, and the rules about them that the database holds."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.triggers import STAYS_ITSELF, refuse, refuse_where, rule
from neoequity.books.triggers.tracking import history_guard

# The row of the user is locked by the update: two memberships at once take turns.
STAFF_FOLLOWS_GROUPS = """
    UPDATE people_user u
    SET is_staff = u.is_superuser
        OR EXISTS (SELECT 1 FROM people_user_groups m WHERE m.user_id = u.id)
    WHERE u.id IN ({users});
"""

ALONE_IN_GROUP = refuse_where(
    """
    SELECT 1 FROM people_user_groups m JOIN auth_group g ON g.id = m.group_id
    WHERE m.user_id = NEW.user_id AND g.name IN ('Administrator', 'Auditor')
      AND EXISTS (SELECT 1 FROM people_user_groups o
                  WHERE o.user_id = m.user_id AND o.group_id <> m.group_id)
    """,
    "An Administrator or Auditor is in no other group.",
)


AN_AUDITOR_WITHOUT_END = """
    SELECT 1 FROM people_user u
    JOIN people_user_groups m ON m.user_id = u.id JOIN auth_group g ON g.id = m.group_id
    WHERE u.id = {user} AND u.expires_on IS NULL AND g.name = 'Auditor'
"""

# At the end of the transaction, for a form writes the last day before the groups. The lock makes
# a membership and a last day that are written at once take turns.
AUDITORS_END = """
    PERFORM 1 FROM people_user WHERE id = {user} FOR NO KEY UPDATE;
    {refusal}
    RETURN NULL;
"""


def auditors_end(name: str, user: str) -> pgtrigger.Trigger:
    """A rule on whatever makes an Auditor or takes a last day away, held when it is committed."""
    operation = pgtrigger.Insert | pgtrigger.Update
    rows = AN_AUDITOR_WITHOUT_END.format(user=user)
    refusal = refuse_where(rows, "An Auditor's account needs a last day.")
    func = AUDITORS_END.format(user=user, refusal=refusal)
    return rule(name, operation, func, when=pgtrigger.After, timing=pgtrigger.Deferred)


@pghistory.track(
    *every_change(),
    fields=[
        *("id", "username", "first_name", "last_name", "email"),
        *("is_active", "is_staff", "is_superuser", "expires_on", "must_change_password"),
    ],
    model_name="UserEvent",
    **event_options(),
)
class User(AbstractUser):
    """Somebody who may enter, or an account that stands for the product itself.

    `known_people` reads it with groups and second factor.
    """

    expires_on = models.DateField("last day", null=True, blank=True)
    must_change_password = models.BooleanField(
        "must choose a new password", default=False, db_default=False
    )

    group_names: list[str]
    #: The key of the device whose codes are asked for at login, None for who has none.
    second_factor: int | None
    #: What the history calls such a row in addresses and files.
    told_as = "person"

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        triggers = [
            history_guard(),
            refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
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
            auditors_end("auditors_keep_a_last_day", "NEW.id"),
        ]

    @property
    def is_system_account(self) -> bool:
        """Whether it stands for the product itself: it has no password, so nobody logs in."""
        return not self.has_usable_password()

    def has_ended(self, today: date) -> bool:
        """Whether the account's last day is past."""
        return self.expires_on is not None and self.expires_on < today


if TYPE_CHECKING:
    _MembershipRow = models.Model
else:  # Django makes the model of this table itself, without a class that a type checker could see
    _MembershipRow = User.groups.through


@pghistory.track(
    *every_change(), app_label="people", model_name="MembershipEvent", **event_options()
)
class Membership(_MembershipRow):
    """Somebody in a group."""

    class Meta:
        proxy = True
        triggers = [
            history_guard(),
            rule(
                "members_fit_their_groups",
                pgtrigger.Insert | pgtrigger.Update,
                STAFF_FOLLOWS_GROUPS.format(users="NEW.user_id") + ALONE_IN_GROUP + "RETURN NULL;",
                when=pgtrigger.After,
            ),
            auditors_end("auditors_have_a_last_day", "NEW.user_id"),
            rule(
                "staff_follows_groups",
                pgtrigger.Delete | pgtrigger.Update,
                STAFF_FOLLOWS_GROUPS.format(users="OLD.user_id") + "RETURN NULL;",
                when=pgtrigger.After,
            ),
        ]

    def __str__(self) -> str:
        return "membership"
