"""Attach a document to the entry of the register that it proves."""

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.actions import keep, reasons_against_another, reasons_against_kind
from neoequity.books.refusal import refuse_if_any
from warrants.models import Entry, EntryAttachment
from warrants.models.attachment import KINDS


@action(needs="warrants.add_entryattachment")
def attach_to_entry(
    entry: Entry, *, kind: str, name: str, content: bytes, by: User, remark: str = ""
) -> EntryAttachment:
    """Keep a file as a document of this `kind` on the entry, for good.

    Raises Refused for an unknown kind, a file that is empty, too large or of no format that is
    kept, and for the same bytes a second time.
    """
    refuse_if_any(reasons_against_kind(entry, kind, KINDS))
    document, examined = keep(name, content)
    there = EntryAttachment.objects.filter(entry=entry, document=document)
    refuse_if_any(reasons_against_another(there.first(), str(entry)))
    return EntryAttachment.objects.create(
        entry=entry,
        kind=kind,
        document=document,
        name=examined.name,
        remark=remark.strip(),
        recorded_by=by,
    )
