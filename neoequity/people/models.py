"""People and their groups; what the database holds about them is in `triggers`."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models

from neoequity.books.history.tracking import event_options, every_change
from neoequity.people.triggers.user import USER_TRIGGERS
from neoequity.people.triggers.user_groups import USER_GROUPS_TRIGGERS


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
        triggers = USER_TRIGGERS

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
        triggers = USER_GROUPS_TRIGGERS

    def __str__(self) -> str:
        return "membership"
