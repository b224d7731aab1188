"""The kind of record for documents on sealed records."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from neoequity.books.documents.models import RecordAttachment
from neoequity.books.history.figures import Plain
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.rights import FILE

_STAYS_WITH_ITS_RECORD = Excused("It is dated by the record that it proves.")


def _attachments() -> QuerySet[RecordAttachment]:
    return RecordAttachment._base_manager.annotate(
        told=Concat(
            *(Value("document “"), F("name"), Value("” ("), F("kind"), Value(") attached to ")),
            *(F("sealed_as"), Value(" "), Plain("entry")),
        ),
        act=Value("attach_to_record"),
        why=F("remark"),
    )


RECORDS = (
    RecordKind(
        RecordAttachment,
        rights=(FILE,),
        pages=Excused("It is listed on the page of the record that it proves."),
        admin="neoequity.books.records.admin.RecordAttachmentAdmin",
        documents=Excused("It is itself the document of another record."),
        dataset=Excused("The pack holds the documents themselves; the history lists them."),
        tells=_attachments,
        seal=Excused("It is no posting; it is sealed in the change log."),
        dated=_STAYS_WITH_ITS_RECORD,
        late=_STAYS_WITH_ITS_RECORD,
        proof=Excused("The bytes of every document are counted again, whatever attaches it."),
    ),
)
