"""Keep an uploaded file while somebody looks at what recording it would do."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.documents.file_name import clean_name
from neoequity.books.documents.rules import reasons_against_size
from neoequity.books.refusal import refuse_if_any
from neoequity.statements.actions.statements import MOST_BYTES, Recorded, record_statement
from neoequity.statements.models import Sender, Upload

RECORD = "statements.add_statement"


@action(needs=RECORD, told="Uploaded a statement")
def keep_upload(sender: Sender, *, layout: str, file_name: str, content: bytes, by: User) -> Upload:
    """Keep a file until it is recorded, in place of the last one of this person."""
    refuse_if_any(reasons_against_size(len(content), MOST_BYTES))
    Upload.objects.filter(person=by).delete()
    return Upload.objects.create(
        person=by,
        sender=sender,
        layout=layout,
        file_name=clean_name(file_name, [""]),
        content=content,
    )


@action(needs=RECORD, told="Recorded a statement")
def record_upload(upload: Upload, *, by: User, today: date) -> Recorded:
    """Record the uploaded file, which then is no upload any more. Raises Refused as recording."""
    recorded = record_statement(
        upload.sender,
        layout=upload.layout,
        file_name=upload.file_name,
        content=bytes(upload.content),
        by=by,
        today=today,
    )
    upload.delete()
    return recorded


@action(needs=RECORD, told="Discarded an uploaded statement")
def discard_upload(upload: Upload, *, by: User) -> None:
    """Forget the uploaded file."""
    del by  # for the history only
    upload.delete()
