"""People and their groups; what the database holds about them is in `triggers`."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from neoequity.books.approvals.rules import NOT_PEOPLE, spoken
from neoequity.books.history.tracking import event_options, every_change
from neoequity.people.triggers.credential_change import CREDENTIAL_CHANGE_TRIGGERS
from neoequity.people.triggers.issuer_right import ISSUER_RIGHT_TRIGGERS
from neoequity.people.triggers.user import USER_TRIGGERS
from neoequity.people.triggers.user_groups import USER_GROUPS_TRIGGERS

#: Their usernames are the product's own: no person can have one.
SYSTEM_ACCOUNTS = frozenset(NOT_PEOPLE)


@pghistory.track(
    *every_change(),
    fields=[
        *("id", "username", "first_name", "last_name", "email"),
        *("is_active", "is_staff", "is_superuser", "expires_on"),
    ],
    model_name="UserEvent",
    **event_options(),
)
class User(AbstractUser):
    """Somebody who may enter, or an account that stands for the product itself.

    `known_people` reads it with groups and second factor.
    """

    expires_on = models.DateField("last day", null=True, blank=True)

    group_names: list[str]
    #: The keys of the only issuers whose books the person sees; empty for who sees all.
    issuer_keys: list[int]
    #: The key of the device whose codes are asked for at sign-in, None for who has none.
    second_factor: int | None
    #: Whether somebody else set the credentials, which the person has not been told yet.
    has_unseen_changes: bool
    #: What the history calls such a row in addresses and files.
    told_as = "person"

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        triggers = USER_TRIGGERS

    def __str__(self) -> str:
        return spoken(self.username)

    @property
    def is_system_account(self) -> bool:
        """Whether it stands for the product itself, so that nobody signs in with it."""
        return self.username in SYSTEM_ACCOUNTS

    def check_password(self, raw_password: str) -> bool:
        """Whether the password fits; a hash that is renewed meanwhile is the person's own doing."""

        def renew(password: str) -> None:
            with pghistory.context(user=self.pk):
                self.set_password(password)
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, renew)

    def has_ended(self, today: date) -> bool:
        """Whether the account's last day is past."""
        return self.expires_on is not None and self.expires_on < today

    def may_sign_in(self, today: date) -> bool:
        """Whether the account is a person's own, active and not ended."""
        return self.is_active and not self.has_ended(today) and not self.is_system_account


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


@pghistory.track(*every_change(), **event_options())
class IssuerRight(models.Model):
    """The right of somebody to the books of one issuer.

    Whoever has such a right sees the books of those issuers alone; whoever has none sees all.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="issuer_rights")
    issuer = models.ForeignKey("books.Issuer", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "company access"
        verbose_name_plural = "company access"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "issuer"], name="a_person_has_a_right_to_an_issuer_once"
            )
        ]
        triggers = ISSUER_RIGHT_TRIGGERS

    def __str__(self) -> str:
        return "company access"


@pghistory.track(*every_change(), **event_options())
class CredentialChange(models.Model):
    """Somebody set how another person signs in; the database records it, whatever the way.

    `changed_by` is None where the database could not tell who acted. What people set for themselves
    leaves no row. `seen_at` is when the person was told.
    """

    class Kind(models.TextChoices):
        """What was set; the value is what the triggers write."""

        LINK = "link", "Link to choose a password"
        CHOSEN = "chosen", "Password chosen with that link"
        PASSWORD = "password", "Password"  # the name of a kind
        SECOND_FACTOR = "second_factor", "Second factor"

    user = models.ForeignKey(User, models.PROTECT, related_name="credential_changes")
    kind = models.CharField("what was set", max_length=20, choices=Kind.choices)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "change of credentials"
        verbose_name_plural = "changes of credentials"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["link", "chosen", "password", "second_factor"]),
                name="a_change_of_credentials_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(changed_by=None) | ~Q(changed_by=F("user")),
                name="credentials_are_changed_by_another",
            ),
        ]
        triggers = CREDENTIAL_CHANGE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def who(self) -> str:
        """Who set it, in words."""
        return str(self.changed_by or "somebody outside the product")
