"""Tokens by which a program reads the books as a person may."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from neoequity.books.triggers.tracking import history_guard

#: Characters of a token's name, and days for which one may work.
LONGEST_NAME, MOST_DAYS = 60, 366


@pghistory.track(*every_change(), **event_options())
class ApiToken(models.Model):
    """A person's token, kept as the SHA-256 of its secret only.

    It opens what its owner may read at that moment, under one issuer if it names one.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    issuer = models.ForeignKey(Issuer, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_on = models.DateField("last day")
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "API token"
        verbose_name_plural = "API tokens"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="a_revoked_token_has_its_person_and_moment",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_token_has_a_name"),
            models.UniqueConstraint(
                "owner",
                Lower("name"),
                condition=Q(revoked_at=None),
                name="a_person_names_a_token_in_use_once",
            ),
        ]
        triggers = [history_guard()]

    def __str__(self) -> str:
        return f"API token {self.pk}"
