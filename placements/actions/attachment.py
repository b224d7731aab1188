"""Attach a document to the record that it proves."""

from django.conf import settings

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.models import Attached
from neoequity.books.documents.rules import Examined, examine
from neoequity.books.models import Document
from neoequity.books.refusal import Reason, refuse_if_any
from placements.models import Agreement, Attachment, Delivery, Placement, Sale
from placements.terms.document import ACCEPTANCE, KINDS, PROVES

Record = Agreement | Placement | Sale | Delivery


@action(needs="placements.add_attachment")
def attach(
    record: Record, *, kind: str, name: str, content: bytes, by: User, remark: str = ""
) -> Attachment:
    """Keep a file as a document of this `kind` on the record, for good (p. S-11).

    Raises Refused for a kind that does not prove such a record, an acceptance of a placement that
    was not accepted, a file that is empty, too large or of no format that is kept, and for the
    same bytes a second time.
    """
    of = str(record._meta.model_name)
    refuse_if_any(_reasons_against_kind(record, kind, PROVES[of]))
    examined = examine(name, content, most=settings.ATTACHMENT_MOST_BYTES)
    document = kept(examined, content)
    there = Attachment.objects.filter(**{of: record, "document": document})
    refuse_if_any(reasons_against_another(there.first(), str(record)))
    return Attachment.objects.create(
        **{of: record},
        kind=kind,
        document=document,
        name=examined.name,
        remark=remark.strip(),
        recorded_by=by,
    )


def kept(examined: Examined, content: bytes) -> Document:
    """The document with these bytes, kept now or before; locked until the transaction ends.

    The lock lets two who attach the same bytes pass one after the other.
    """
    document, _ = Document.objects.select_for_update(no_key=True).get_or_create(
        sha256=examined.sha256,
        defaults={
            "content_type": examined.content_type,
            "size": examined.size,
            "content": content,
        },
    )
    return document


def reasons_against_another(there: Attached | None, record: str) -> list[Reason]:
    """Whether the same bytes are on the record already."""
    if there is None:
        return []
    sentence = (
        f"The same file is already attached to {record}: “{there.name}”, by {there.recorded_by}."
    )
    return [Reason(sentence, "document")]


def _reasons_against_kind(record: Record, kind: str, taken: tuple[str, ...]) -> list[Reason]:
    if kind not in taken:
        words = ", ".join(KINDS[each].lower() for each in taken)
        return [Reason(f"What can be attached to {record} is: {words}.", "kind")]
    if kind == ACCEPTANCE and isinstance(record, Placement) and record.accepted_on is None:
        return [Reason(f"{record} was not accepted: it has no acceptance to attach.", "kind")]
    return []
