"""What the database keeps of the accounts that senders keep for the office."""

from neoequity.books.triggers.sealing import MOMENT, Sealed, sealed_columns
from neoequity.statements.triggers import kept_once

SENDER_ACCOUNT = Sealed(
    kind="senderaccount",
    table="statements_senderaccount",
    columns=sealed_columns(
        "id recorded_at recorded_by_id sender_id number name", recorded_at=MOMENT
    ),
    joins="JOIN statements_sender s ON s.id = e.sender_id",
    issuer="s.issuer_id",
    order="e.id",
    name="'Account ' || e.number || ' at ' || s.name",
)

SENDER_ACCOUNT_TRIGGERS = kept_once(SENDER_ACCOUNT, plural="accounts of senders")
