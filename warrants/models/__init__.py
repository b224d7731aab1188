"""What happened with warrants, as rows that the database guards."""

from placements.models import Split
from warrants.models.attachment import EntryAttachment
from warrants.models.entry import Balance, Entry
from warrants.models.holder import Holder, RegistrationRequest
from warrants.models.series import CallNotice, Series
from warrants.models.split import RegisterSplit
from warrants.models.warrant import Warrant

__all__ = [
    "Balance",
    "CallNotice",
    "Entry",
    "EntryAttachment",
    "Holder",
    "RegisterSplit",
    "RegistrationRequest",
    "Series",
    "Split",
    "Warrant",
]
