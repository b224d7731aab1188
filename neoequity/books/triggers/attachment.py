"""The triggers of every table of attachments."""

import pgtrigger

from neoequity.books.triggers import RECORDED_NOW, after_insert, refuse, refuse_truncate
from neoequity.books.triggers.change_log import SealedInLog
from neoequity.books.triggers.tracking import record_path

_ATTACHMENTS_STAY = "An attachment is never changed or deleted; attach the right document as well."


def attachment_triggers(posted: str = RECORDED_NOW) -> list[pgtrigger.Trigger]:
    """The triggers of a table of attachments; the SQL `posted` checks new rows."""
    return [
        refuse_truncate("attachments_are_not_truncated", _ATTACHMENTS_STAY),
        record_path("attachments_keep_their_path"),
        refuse("attachments_stay", pgtrigger.Update | pgtrigger.Delete, _ATTACHMENTS_STAY),
        after_insert("attachments_are_posted", posted),
        SealedInLog(),
    ]
