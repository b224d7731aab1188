"""Who looks after what is open on a side, and until when."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.history.tracking import event_options, every_change
from neoequity.books.issuers import Issuer
from neoequity.statements.models.statement import StatementLine
from neoequity.statements.terms.line import SIDES
from neoequity.statements.triggers.open_item import OPEN_ITEM_TRIGGERS
from placements.models import Receipt, Sale


@pghistory.track(*every_change(), **event_options())
class OpenItem(models.Model):
    """The owner of a line, an entry or a receipt that is open on its side, with a day and a note.

    It stays when the item is closed, and speaks again if it is opened again.
    """

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=SIDES)
    line = models.OneToOneField(
        StatementLine, models.PROTECT, null=True, blank=True, related_name="open_item"
    )
    entry = models.ForeignKey(
        Sale, models.PROTECT, null=True, blank=True, related_name="open_items"
    )
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, null=True, blank=True, related_name="open_item"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField("due")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["side", "entry"],
                condition=Q(entry__isnull=False),
                name="an_open_entry_has_one_owner_on_a_side",
            ),
            models.CheckConstraint(
                condition=Q(line__isnull=False, entry=None, receipt=None)
                | Q(line=None, entry__isnull=False, receipt=None)
                | Q(line=None, entry=None, receipt__isnull=False, side="bank"),
                name="an_open_item_is_one_line_entry_or_receipt",
            ),
        ]
        triggers = OPEN_ITEM_TRIGGERS

    def __str__(self) -> str:
        return f"Open item {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of its side."""
        return f"{reverse('statements:matching')}?side={self.side}"
