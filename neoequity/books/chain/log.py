"""The change log: one chain for the installation, of every change that no issuer's chain seals."""

from django.db import models
from django.db.models import Q

from neoequity.books.triggers.logged_change import CHANGE_LOG_TRIGGERS, LOGGED_CHANGE_TRIGGERS


class ChangeLog(models.Model):
    """How many changes are sealed, and the last digest, which covers them all; one row at most."""

    length = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_change_log"),
        ]
        triggers = CHANGE_LOG_TRIGGERS

    def __str__(self) -> str:
        return f"position {self.length}, {self.digest}"


class LoggedChange(models.Model):
    """One event or row as it was sealed: SHA-256 over the digest before it and `fields`.

    `entry` is the id of a row in the table of the model `kind` (app and name). `fields` is a JSON
    array: the row's columns as texts, and the metadata that the history's context `context_id` had
    at the commit. They are kept, so that a column added later leaves the seals as they are.
    """

    position = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    entry = models.BigIntegerField()
    fields = models.TextField()
    digest = models.CharField(max_length=64)
    # The key of one of pghistory's contexts, which are not ours to constrain.
    context_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "entry"], name="a_change_is_logged_once"),
        ]
        triggers = LOGGED_CHANGE_TRIGGERS

    def __str__(self) -> str:
        return f"Change {self.position}"
