"""The documents attached to many records of one kind, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from neoequity.books.documents.models import RecordAttachment
from neoequity.books.models import Issuer


def documents_of(
    issuer: Issuer, kind: str, keys: Iterable[int]
) -> Mapping[int, list[RecordAttachment]]:
    """The attachments of the records of a kind by their keys, in the order of recording."""
    found: dict[int, list[RecordAttachment]] = defaultdict(list)
    rows = RecordAttachment.objects.filter(issuer=issuer, sealed_as=kind, entry__in=list(keys))
    for row in rows.order_by("pk"):
        found[row.entry].append(row)
    return found
