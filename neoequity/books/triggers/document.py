"""The triggers of documents, which are never changed."""

import pgtrigger

from neoequity.books.triggers import refuse, refuse_truncate
from neoequity.books.triggers.change_log import SealedInLog

_DOCUMENTS_STAY = "A document is kept as it came; it is never changed or deleted."

DOCUMENT_TRIGGERS = [
    refuse_truncate("documents_are_not_truncated", _DOCUMENTS_STAY),
    refuse("documents_stay", pgtrigger.Update | pgtrigger.Delete, _DOCUMENTS_STAY),
    SealedInLog(),
]
