"""Attaching documents to records: the action for sealed records, and what other actions share.

A document on a sealed record needs no table of its own, because the seal names the record.
"""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Model, QuerySet

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.chain.models import Seal
from neoequity.books.documents.models import Attached, Document, RecordAttachment
from neoequity.books.documents.rules import Examined, examine
from neoequity.books.kinds import Documents, RecordKind, record_kinds
from neoequity.books.refusal import Reason, refuse_if_any
from neoequity.books.triggers.sealing import Sealed


@action(needs="books.add_recordattachment", told="Attached a document")
def attach_to_record(
    record: Model, *, kind: str, name: str, content: bytes, by: User, remark: str = ""
) -> RecordAttachment:
    """Store a file as a document of this `kind` on a sealed record, permanently.

    Raises Refused for a kind that does not prove such a record, for a file that is empty, too large
    or of a format that is not accepted, and for the same bytes a second time.
    """
    _, documents = _declared(record)
    refuse_if_any(reasons_against_kind(record, kind, documents.kinds))
    document, examined = keep(name, content)
    existing = attachments_of_record(record).filter(document=document)
    refuse_if_any(reasons_against_another(existing.first(), str(record)))
    return attach_kept(record, document, kind=kind, name=examined.name, by=by, remark=remark)


def attach_kept(
    record: Model, document: Document, *, kind: str, name: str, by: User, remark: str = ""
) -> RecordAttachment:
    """Attach a document that is kept already; part of another action."""
    sealed, _ = _declared(record)
    return RecordAttachment.objects.create(
        issuer_id=_issuer_of(sealed, record),
        sealed_as=sealed.kind,
        entry=record.pk,
        kind=kind,
        document=document,
        name=name,
        remark=remark.strip(),
        recorded_by=by,
    )


def attachments_of_record(record: Model) -> QuerySet[RecordAttachment]:
    """The attachments of a sealed record, in the order of recording."""
    sealed, _ = _declared(record)
    return RecordAttachment.objects.filter(sealed_as=sealed.kind, entry=record.pk)


def keep(
    name: str, content: bytes, *, as_sent: bool = False, most: int | None = None
) -> tuple[Document, Examined]:
    """The document with these bytes, new or already stored, and what examining the file found.

    Locks the document until the transaction ends, so that the same bytes are attached one at a
    time. Raises Refused for a file that is empty, larger than `most` or, unless it is kept
    `as_sent`, of a format that is not accepted.
    """
    most = settings.ATTACHMENT_MOST_BYTES if most is None else most
    examined = examine(name, content, most=most, as_sent=as_sent)
    document, _ = Document.objects.select_for_update(no_key=True).get_or_create(
        sha256=examined.sha256,
        defaults={
            "content_type": examined.content_type,
            "size": examined.size,
            "content": content,
        },
    )
    return document, examined


def reasons_against_another(there: Attached | None, record: str) -> list[Reason]:
    """The reason against attaching the same bytes again, if they are `there` already."""
    if there is None:
        return []
    sentence = (
        f"The same file is already attached to {record}: “{there.name}”, by {there.recorded_by}."
    )
    return [Reason(sentence, "document")]


def reasons_against_kind(record: Model, kind: str, kinds: Mapping[str, str]) -> list[Reason]:
    """The reason against a kind that is not among the `kinds`, by name, that prove the record."""
    if kind in kinds:
        return []
    words = ", ".join(title.lower() for title in kinds.values())
    return [Reason(f"What can be attached to {record} is: {words}.", "kind")]


def _issuer_of(sealed: Sealed, record: Model) -> int:
    seal = Seal.objects.select_related("head").get(kind=sealed.kind, entry=record.pk)
    return seal.head.issuer_id


def _declared(record: Model) -> tuple[Sealed, Documents]:
    kinds = (kind for kind in record_kinds() if kind.model is type(record))
    match next(kinds, None):
        case RecordKind(seal=Sealed() as sealed, documents=Documents(by=None) as documents):
            return sealed, documents
    raise TypeError(f"{type(record).__name__} takes no documents of the kernel's.")
