"""The kinds of record and of request that the warrants have."""

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.kinds import Excused, RecordKind
from warrants.actions.calls import correct_call
from warrants.actions.reversal import post_entry_reversal
from warrants.models import CallNotice, Entry, EntryAttachment, Split
from warrants.models.sealing import ENTRY
from warrants.selectors import history, late
from warrants.terms.request import CALL_CORRECTION, ENTRY_REVERSAL


def _warrant(key: int) -> Model:
    return Entry.objects.select_related("warrant__issuer").get(pk=key).warrant


def _call(key: int) -> Model:
    return CallNotice.objects.select_related("series").get(pk=key)


REQUESTS = (
    RequestKind(
        ENTRY_REVERSAL,
        "Reversal of a warrant entry",
        effect=post_entry_reversal,
        record=_warrant,
    ),
    RequestKind(
        CALL_CORRECTION,
        "Correction of a call's price",
        effect=correct_call,
        record=_call,
    ),
)

_STAYS_WITH_ITS_RECORD = Excused("It is dated by the record that it proves.")

RECORDS = (
    RecordKind(Entry, history.entries, seal=ENTRY, dated="on", late=late.late_entries),
    RecordKind(
        Split,
        history.splits,
        seal=Excused("The entries that it makes in the register are sealed."),
        dated="effective_on",
        late=late.late_splits,
    ),
    RecordKind(
        EntryAttachment,
        history.attachments,
        seal=Excused("It is no posting: a figure never follows from it."),
        dated=_STAYS_WITH_ITS_RECORD,
        late=_STAYS_WITH_ITS_RECORD,
    ),
)
