"""The triggers of documents on sealed records."""

from neoequity.books.triggers import RECORDED_NOW, refuse_where, steps
from neoequity.books.triggers.attachment import attachment_triggers

_PROVES_WHAT_IS_SEALED = refuse_where(
    """
    SELECT 1 FROM posted n WHERE NOT EXISTS (
        SELECT 1 FROM books_seal s JOIN books_chainhead h ON h.id = s.head_id
        WHERE s.kind = n.sealed_as AND s.entry = n.entry AND h.issuer_id = n.issuer_id)
    """,
    "A document is attached to a record that is posted and sealed.",
)

RECORD_ATTACHMENT_TRIGGERS = attachment_triggers(
    steps(RECORDED_NOW=RECORDED_NOW, _PROVES_WHAT_IS_SEALED=_PROVES_WHAT_IS_SEALED)
)
