"""What the database keeps of senders."""

from neoequity.books.triggers.sealing import MOMENT, Sealed, sealed_columns
from neoequity.statements.triggers import kept_once

SENDER = Sealed(
    kind="sender",
    table="statements_sender",
    columns=sealed_columns(
        "id recorded_at recorded_by_id issuer_id side name slug", recorded_at=MOMENT
    ),
    joins="",
    issuer="e.issuer_id",
    order="e.id",
    name="'Sender ' || e.name",
)

SENDER_TRIGGERS = kept_once(SENDER, plural="senders of statements")
