"""Attaching documents to the register entries that they support."""

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.actions import keep, reasons_against_another, reasons_against_kind
from neoequity.books.refusal import refuse_if_any
from warrants.models import Entry, EntryAttachment
from warrants.models.attachment import DOCUMENT_KINDS


@action(needs="warrants.add_entryattachment", told="Attached a document")
def attach_to_entry(
    entry: Entry, *, kind: str, name: str, content: bytes, by: User, remark: str = ""
) -> EntryAttachment:
    """Attach a file as a document of this `kind` to the entry, permanently.

    Raises Refused for an unknown kind, for a file that is empty, too large or in a format that is
    not accepted, and if the entry has the same file already.
    """
    refuse_if_any(reasons_against_kind(entry, kind, DOCUMENT_KINDS))
    document, examined = keep(name, content)
    attached = EntryAttachment.objects.filter(entry=entry, document=document)
    refuse_if_any(reasons_against_another(attached.first(), str(entry)))
    return EntryAttachment.objects.create(
        entry=entry,
        kind=kind,
        document=document,
        name=examined.name,
        remark=remark.strip(),
        recorded_by=by,
    )
