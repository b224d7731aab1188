"""Documents and the records they prove: kept byte for byte, added and never changed."""

from functools import reduce
from operator import or_

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length, Now
from django.urls import reverse

from neoequity.books.documents.content import FORMATS
from neoequity.books.history.tracking import PathKept, path_is_kept
from neoequity.books.triggers import (
    RECORDED_NOW,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
)
from placements.models.agreement import Agreement
from placements.models.placement import Placement
from placements.models.sale import Delivery, Sale
from placements.terms.document import KINDS, PROVES

_DOCUMENTS_STAY = "A document is kept as it came; it is never changed or deleted."
_ATTACHMENTS_STAY = "An attachment is never changed or deleted; attach the right document as well."


class _Digest(Func):
    """The SHA-256 of bytes in hexadecimal, as PostgreSQL counts it."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


class _WithoutBytes(models.Manager):
    """Rows without their bytes, which are asked for one document at a time."""

    def get_queryset(self) -> models.QuerySet:
        """All rows; `content` is read when it is touched."""
        return super().get_queryset().defer("content")


class Document(models.Model):
    """The bytes of a file, once however many records they prove; `size` in bytes."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content_type = models.CharField(
        max_length=40, choices=[(kind, form.name) for kind, form in FORMATS.items()]
    )
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = _WithoutBytes()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256=_Digest(F("content"))),
                name="a_document_is_known_by_the_hash_of_its_bytes",
            ),
            models.CheckConstraint(
                condition=Q(size=Length("content"), size__gt=0),
                name="a_document_has_the_size_of_its_bytes",
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=list(FORMATS)),
                name="a_document_is_of_a_format_that_is_kept",
            ),
        ]
        triggers = [
            refuse("documents_stay", pgtrigger.Update | pgtrigger.Delete, _DOCUMENTS_STAY),
            refuse_truncate("documents_are_not_truncated", _DOCUMENTS_STAY),
        ]

    def __str__(self) -> str:
        return f"{self.get_content_type_display()} {self.sha256[:8]}"


class AttachmentManager(models.Manager):
    """Attachments with their documents, but never with the documents' bytes."""

    def get_queryset(self) -> models.QuerySet:
        """All rows, in one query."""
        rows = super().get_queryset().select_related("document", "recorded_by")
        return rows.defer("document__content")


class Attached(PathKept):
    """What every attachment says, whichever record it proves."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    name = models.CharField("file name", max_length=120)
    remark = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AttachmentManager()

    class Meta(PathKept.Meta):
        abstract = True
        ordering = ["pk"]
        indexes = [models.Index(fields=["-recorded_at"], name="%(class)s_by_recording")]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"^[^[:cntrl:]/\\.][^[:cntrl:]/\\]*$"),
                name="the_name_of_an_%(class)s_is_no_path",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def attachments_stay(posted: str = RECORDED_NOW) -> list[pgtrigger.Trigger]:
    """The triggers of a table of attachments; the SQL `posted` judges the rows that come in."""
    return [
        path_is_kept("attachments_keep_their_path"),
        after_insert("attachments_are_posted", posted),
        refuse("attachments_stay", pgtrigger.Update | pgtrigger.Delete, _ATTACHMENTS_STAY),
        refuse_truncate("attachments_are_not_truncated", _ATTACHMENTS_STAY),
    ]


# Once a placement was accepted it stays so, and needs no lock to be read.
_POST_ATTACHMENTS = RECORDED_NOW + refuse_where(
    """
    SELECT 1 FROM posted n LEFT JOIN placements_placement p ON p.id = n.placement_id
    WHERE n.kind = 'acceptance' AND p.accepted_on IS NULL
    """,
    "An acceptance is attached to a placement that the agent has accepted.",
)


def _one_record_of_its_kind() -> Q:
    proofs = (
        Q(kind__in=kinds, **{f"{other}__isnull": other != record for other in PROVES})
        for record, kinds in PROVES.items()
    )
    return reduce(or_, proofs)


class Attachment(Attached):
    """A document on the one record of the placements that it proves."""

    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    # The rules of uniqueness below are the indexes of these.
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )
    sale = models.ForeignKey(
        Sale, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, db_index=False, related_name="attachments"
    )

    class Meta(Attached.Meta):
        constraints = [
            *Attached.Meta.constraints,
            models.CheckConstraint(
                condition=_one_record_of_its_kind(),
                name="an_attachment_proves_one_record_of_its_kind",
            ),
            *(
                models.UniqueConstraint(
                    fields=[record, "document"], name=f"the_{record}_has_the_same_document_once"
                )
                for record in PROVES
            ),
        ]
        triggers = attachments_stay(_POST_ATTACHMENTS)

    def get_absolute_url(self) -> str:
        return reverse("placements:attachment", args=[self.pk])
