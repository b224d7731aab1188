"""Documents on register entries: those of one warrant, and those of a period for the archive."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from neoequity.books.documents.archive import AT_ONCE, Archived, archived
from neoequity.books.models import Issuer
from warrants.models import EntryAttachment, Warrant


def attachments_of_warrant(warrant: Warrant) -> QuerySet[EntryAttachment]:
    """The documents on the warrant's entries, in the order of the entries."""
    rows = EntryAttachment.objects.filter(entry__warrant=warrant)
    return rows.select_related("document", "recorded_by", "entry").order_by("entry__number", "pk")


def entry_attachments_known_at(moment: datetime) -> QuerySet[EntryAttachment]:
    """The documents attached to entries by then."""
    rows = EntryAttachment.objects.filter(recorded_at__lte=moment)
    return rows.select_related("document", "recorded_by", "entry__warrant__issuer")


def archive_of_entries(
    issuer: Issuer, *, starts_on: date, ends_on: date, known_at: datetime
) -> Iterator[Archived]:
    """The documents of the entries dated in a period, as known at a moment; a few at a time."""
    rows = entry_attachments_known_at(known_at).filter(
        entry__warrant__issuer=issuer, entry__on__range=(starts_on, ends_on)
    )
    for row in rows.defer(None).order_by("pk").iterator(chunk_size=AT_ONCE):
        folder = f"warrants/warrant-{row.entry.warrant.number}/entry-{row.entry.number}"
        yield archived(folder, row)
