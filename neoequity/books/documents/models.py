"""Documents, stored byte for byte and never changed, and what all attachments of them share."""

from typing import TypeVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Length, Now
from django.urls import reverse

from neoequity.books.documents.content import KEPT
from neoequity.books.history.tracking import PathKept
from neoequity.books.issuers import Issuer
from neoequity.books.triggers.document import DOCUMENT_TRIGGERS
from neoequity.books.triggers.record_attachment import RECORD_ATTACHMENT_TRIGGERS

_Attached = TypeVar("_Attached", bound="Attached")


class _Digest(Func):
    """The SHA-256 of bytes in hexadecimal, as PostgreSQL computes it."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.CharField()


#: The words of a file's name, as the search looks for them.
NAME_WORDS = Func(
    Func(
        F("name"),
        Value("[^[:alnum:]]+"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    ),
    function="to_tsvector",
    template="%(function)s('simple'::regconfig, %(expressions)s)",
    output_field=SearchVectorField(),
)


class _WithoutBytes(models.Manager["Document"]):
    """Documents without their bytes, which are read one document at a time."""

    def get_queryset(self) -> "models.QuerySet[Document]":
        """All documents; `content` is read on first access."""
        return super().get_queryset().defer("content")


class Document(models.Model):
    """The bytes of a file, stored once however many records they prove; `size` in bytes."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content_type = models.CharField(
        max_length=40, choices=[(kind, form.name) for kind, form in KEPT.items()]
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
                condition=Q(content_type__in=list(KEPT)),
                name="a_document_is_of_a_format_that_is_kept",
            ),
        ]
        triggers = DOCUMENT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.get_content_type_display()} {self.sha256[:8]}"


class AttachmentManager(models.Manager[_Attached]):
    """Attachments with their documents, but not with the documents' bytes."""

    def get_queryset(self) -> models.QuerySet[_Attached]:
        """All attachments, in one query."""
        rows = super().get_queryset().select_related("document", "recorded_by")
        return rows.defer("document__content")


class Attached(PathKept):
    """What all attachments share, whatever records they prove."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    name = models.CharField("file name", max_length=120)
    remark = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AttachmentManager()

    class Meta(PathKept.Meta):
        abstract = True
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["-recorded_at"], name="%(class)s_by_recording"),
            GinIndex(NAME_WORDS, name="%(class)s_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"^[^[:cntrl:]/\\.][^[:cntrl:]/\\]*$"),
                name="the_name_of_an_%(class)s_is_no_path",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RecordAttachment(Attached):
    """A document on a sealed record, which `sealed_as` and `entry` name as its seal does.

    Seals are never deleted, and neither are the rows they name.
    """

    # That of the chain in which the record is sealed.
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="+")
    sealed_as = models.CharField(max_length=20)
    entry = models.BigIntegerField()
    kind = models.CharField(max_length=20)

    class Meta(Attached.Meta):
        verbose_name = "attachment of a record"
        verbose_name_plural = "attachments of records"
        constraints = [
            *Attached.Meta.constraints,
            models.UniqueConstraint(
                fields=["sealed_as", "entry", "document"],
                name="a_record_has_the_same_document_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=""), name="a_document_proves_a_record_in_some_way"
            ),
        ]
        triggers = RECORD_ATTACHMENT_TRIGGERS

    def get_absolute_url(self) -> str:
        return reverse("record_attachment", args=[self.pk])
