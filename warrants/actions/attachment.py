"""Attach a document to the entry of the register that it proves."""

from django.conf import settings

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.rules import examine
from neoequity.books.refusal import Reason, refuse_if_any
from placements.actions.attachment import kept, reasons_against_another
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
    if kind not in KINDS:
        words = ", ".join(KINDS.values()).lower()
        refuse_if_any([Reason(f"What can be attached to {entry} is: {words}.", "kind")])
    examined = examine(name, content, most=settings.ATTACHMENT_MOST_BYTES)
    document = kept(examined, content)
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
