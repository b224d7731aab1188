"""Documents for an archive: one by one, and those on the sealed records of a period."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from neoequity.books.documents.file_name import archive_name
from neoequity.books.documents.models import Attached, RecordAttachment
from neoequity.books.kinds import Documents, RecordKind, record_kinds
from neoequity.books.models import Issuer
from neoequity.books.triggers.sealing import Sealed

#: How many documents are in memory at once while an archive is written.
AT_ONCE = 2


class Archived(NamedTuple):
    """A document for an archive: a name that is unique and safe in any archive, and its bytes."""

    name: str
    content: bytes
    sha256: str


def archived(folder: str, row: Attached) -> Archived:
    """The attachment in its folder; its key separates names that differ only in case."""
    name = f"{folder}/{row.pk}-{archive_name(row.name)}"
    return Archived(name, bytes(row.document.content), row.document.sha256)


def archive_of_records(
    issuer: Issuer, *, starts_on: date, ends_on: date, known_at: datetime
) -> Iterator[Archived]:
    """Documents on records dated in a period, as known at a moment, AT_ONCE in memory."""
    for kind in record_kinds():
        match kind:
            case RecordKind(seal=Sealed() as sealed, documents=Documents(by=None), dated=str()):
                dated = kind.model._default_manager.filter(
                    **{f"{kind.dated}__range": (starts_on, ends_on)}
                )
                rows = RecordAttachment.objects.filter(
                    issuer=issuer,
                    sealed_as=sealed.kind,
                    entry__in=dated.values("pk"),
                    recorded_at__lte=known_at,
                )
                for row in rows.defer(None).order_by("pk").iterator(chunk_size=AT_ONCE):
                    yield archived(f"{kind.name}/{row.entry}", row)
