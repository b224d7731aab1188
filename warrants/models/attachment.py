"""Documents attached to the register entries that they support."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from neoequity.books.documents.models import Attached
from warrants.models.entry import Entry
from warrants.triggers.entry_attachment import ENTRY_ATTACHMENT_TRIGGERS

DOCUMENT_KINDS = {
    "notice": "Notice of the holder",
    "certificate": "Warrant certificate",
    "confirmation": "Confirmation of delivery",
    "other": "Other",
}


class EntryAttachment(Attached):
    """A document that supports an entry, such as a notice of exercise or a certificate."""

    kind = models.CharField(max_length=20, choices=list(DOCUMENT_KINDS.items()))
    # The unique constraint below serves as its index.
    entry = models.ForeignKey(Entry, models.PROTECT, db_index=False, related_name="attachments")

    class Meta(Attached.Meta):
        constraints = [
            *Attached.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=list(DOCUMENT_KINDS)),
                name="a_document_proves_an_entry_in_some_way",
            ),
            models.UniqueConstraint(
                fields=["entry", "document"], name="an_entry_has_the_same_document_once"
            ),
        ]
        triggers = ENTRY_ATTACHMENT_TRIGGERS

    def get_absolute_url(self) -> str:
        return reverse("warrants:attachment", args=[self.pk])
