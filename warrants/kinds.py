"""The kinds of record and of request declared by the warrants app."""

from django.db.models import Model
from django.urls import reverse

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.issuers import Issuer
from neoequity.books.kinds import Documents, Excused, RecordKind
from placements.models import Agreement, Placement
from warrants.actions.asking import post_cancellation, post_transfer
from warrants.actions.asking_issue import post_issue
from warrants.actions.asking_split import record_approved_split
from warrants.actions.calls import correct_call
from warrants.actions.reversal import post_entry_reversal
from warrants.models import CallNotice, Entry, EntryAttachment, Split, Warrant
from warrants.models.attachment import DOCUMENT_KINDS
from warrants.rights import FILE, KEEP_REGISTER
from warrants.selectors import history_rows, late
from warrants.selectors.ledger.rows import CHECKS
from warrants.tables.asked import (
    cancellation_preview,
    issue_preview,
    split_preview,
    transfer_preview,
)
from warrants.terms.request import (
    CALL_CORRECTION,
    CANCELLATION,
    ENTRY_REVERSAL,
    ISSUE,
    POOLED_ISSUE,
    SPLIT,
    TRANSFER,
)
from warrants.triggers.sealed import ENTRY


def _of_entry(key: int) -> Model:
    return Entry.objects.select_related("warrant__issuer").get(pk=key).warrant


def _call(key: int) -> Model:
    return CallNotice.objects.select_related("series").get(pk=key)


def _warrant(key: int) -> Model:
    return Warrant.objects.select_related("issuer").get(pk=key)


def _placement(key: int) -> Model:
    return Placement.objects.select_related("agreement").get(pk=key)


def _agreement(key: int) -> Model:
    return Agreement.objects.get(pk=key)


def _issuer(key: int) -> Model:
    return Issuer.objects.get(pk=key)


REQUESTS = (
    RequestKind(
        ENTRY_REVERSAL,
        "Reversal of a warrant entry",
        effect=post_entry_reversal,
        record=_of_entry,
        approving="Approving posts the reversal to the warrant register.",
        once_approved="The reversal is in the warrant register.",
    ),
    RequestKind(
        CALL_CORRECTION,
        "Correction of a call's price",
        effect=correct_call,
        record=_call,
        approving="Approving corrects the price of the call.",
        once_approved="The price of the call is corrected.",
    ),
    RequestKind(
        ISSUE,
        "Issue of a warrant",
        effect=post_issue,
        record=_placement,
        approving="Approving issues the warrant.",
        once_approved="The warrant is issued.",
        preview=issue_preview,
        page=lambda row: reverse("warrants:issue_placement", args=[row.agreement.slug, row.number]),
    ),
    RequestKind(
        POOLED_ISSUE,
        "Issue of a warrant for the programme",
        effect=post_issue,
        record=_agreement,
        approving="Approving issues the warrant.",
        once_approved="The warrant is issued.",
        preview=issue_preview,
        page=lambda agreement: reverse("warrants:issue", args=[agreement.slug]),
    ),
    RequestKind(
        TRANSFER,
        "Transfer of a warrant",
        effect=post_transfer,
        record=_warrant,
        approving="Approving posts the transfer to the warrant register.",
        once_approved="The transfer is in the warrant register.",
        preview=transfer_preview,
    ),
    RequestKind(
        CANCELLATION,
        "Cancellation of warrant shares",
        effect=post_cancellation,
        record=_warrant,
        approving="Approving posts the cancellation to the warrant register.",
        once_approved="The cancellation is in the warrant register.",
        preview=cancellation_preview,
    ),
    RequestKind(
        SPLIT,
        "Stock split",
        effect=record_approved_split,
        record=_issuer,
        approving="Approving records the split and adjusts the warrants.",
        once_approved="The split is recorded, and the warrants are adjusted.",
        preview=split_preview,
        page=lambda _issuer: reverse("warrants:splits"),
    ),
)

_STAYS_WITH_ITS_RECORD = Excused("It is dated by the record that it proves.")

RECORDS = (
    RecordKind(
        Entry,
        rights=(KEEP_REGISTER,),
        pages="warrants:register",
        admin="warrants.admin.entries.EntryAdmin",
        documents=Documents(DOCUMENT_KINDS, by=EntryAttachment),
        dataset="warrant_entries",
        tells=history_rows.entries,
        seal=ENTRY,
        dated="on",
        late=late.late_entries,
        proof=CHECKS,
    ),
    RecordKind(
        Split,
        rights=(KEEP_REGISTER,),
        pages="warrants:splits",
        admin="warrants.admin.splits.SplitAdmin",
        documents=Excused("It names its source; the register's entries take documents."),
        dataset=Excused("The entries that it makes stand in the export of the register."),
        tells=history_rows.splits,
        seal=Excused("It is sealed in the change log, its entries in the issuer's chain."),
        dated="effective_on",
        late=late.late_splits,
        proof=Excused("The entries that it makes are counted again, one by one."),
    ),
    RecordKind(
        EntryAttachment,
        rights=(FILE,),
        pages=Excused("It is listed on the page of the warrant whose entry it proves."),
        admin="warrants.admin.attachments.EntryAttachmentAdmin",
        documents=Excused("It is itself the document of another record."),
        dataset=Excused("The pack holds the documents themselves; the history lists them."),
        tells=history_rows.attachments,
        seal=Excused("It is no posting; it is sealed in the change log."),
        dated=_STAYS_WITH_ITS_RECORD,
        late=_STAYS_WITH_ITS_RECORD,
        proof=Excused("The bytes of every document are counted again, whatever attaches it."),
    ),
)
