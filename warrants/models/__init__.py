"""What happened with warrants, as rows that the database guards."""

from warrants.models.attachment import EntryAttachment
from warrants.models.entry import Balance, Entry
from warrants.models.holder import Holder, RegistrationRequest
from warrants.models.series import CallNotice, Series, Split
from warrants.models.warrant import Warrant

__all__ = [
    "Balance",
    "CallNotice",
    "Entry",
    "EntryAttachment",
    "Holder",
    "RegistrationRequest",
    "Series",
    "Split",
    "Warrant",
]
