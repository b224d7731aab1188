"""Sales, deliveries, placements and terms, and their requests, as the kernel reads them."""

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.history.telling import closings
from neoequity.books.kinds import Documents, Excused, RecordKind
from neoequity.books.models import Approval, Closing
from neoequity.books.rights import CLOSE
from placements.actions.amendment import amend, version_asked_for
from placements.actions.commission import cost_of_reversal
from placements.actions.placement import drafters, release_proposal
from placements.actions.receipt import undo_receipt
from placements.actions.sale import post_reversal
from placements.models import (
    Agreement,
    Attachment,
    Delivery,
    LoadedEvent,
    Placement,
    Receipt,
    ReceiptPart,
    Sale,
    TermVersion,
)
from placements.rights import DELIVER, DRAFT, ENTER_TERMS, FILE, RECEIVE, SELL
from placements.selectors import history_rows, late
from placements.selectors.ledger.cash import OF_PARTS, OF_RECEIPTS
from placements.selectors.ledger.rows import OF_DELIVERIES, OF_PLACEMENTS, OF_SALES, OF_TERMS
from placements.selectors.versions import terms_before
from placements.tables.agreement import change_lines
from placements.terms.document import BANK_ADVICE, kinds_that_prove
from placements.terms.request import AMENDMENT, PROPOSAL, RECEIPT_UNDOING, REVERSAL
from placements.triggers.sealed import CLOSING, DELIVERY, RECEIPT, RECEIPT_PART, SALE, TERMS


def _placement(key: int) -> Model:
    return Placement.objects.select_related("agreement").get(pk=key)


def _sale(key: int) -> Sale:
    return Sale.objects.select_related("agreement").get(pk=key)


def _receipt(key: int) -> Model:
    return Receipt.objects.select_related("agreement").get(pk=key)


def _agreement(key: int) -> Model:
    return Agreement.objects.get(pk=key)


def _what_reversing_gives_back(request: Approval) -> dict[str, object]:
    if request.decision:
        return {}
    return {"reversal": cost_of_reversal(_sale(request.subject), request.day)}


def _what_other_terms_change(request: Approval) -> dict[str, object]:
    version, tiers = version_asked_for(request)
    before, tiers_before = terms_before(version)
    if version.commission_maximum_rate is not None:
        tiers = []
    tiers_after = tiers_before if tiers is None else tiers
    changes = change_lines(before, version, tiers_before, tiers_after)
    return {"version": version, "changes": changes}


REQUESTS = (
    RequestKind(
        PROPOSAL,
        "Proposal of a placement",
        effect=release_proposal,
        record=_placement,
        approving="After approval, Treasury can propose the placement.",
        once_approved="You can now propose the placement.",
        writers=drafters,
    ),
    RequestKind(
        REVERSAL,
        "Reversal of a sale",
        effect=post_reversal,
        record=_sale,
        approving="Approving posts the reversal.",
        once_approved="The reversal is posted.",
        preview=_what_reversing_gives_back,
    ),
    RequestKind(
        RECEIPT_UNDOING,
        "Undoing of a receipt",
        effect=undo_receipt,
        record=_receipt,
        approving="Approving undoes the receipt: what it paid is open again.",
        once_approved="The receipt is undone.",
    ),
    RequestKind(
        AMENDMENT,
        "Change of terms",
        effect=amend,
        record=_agreement,
        approving="Approving records the change of terms.",
        once_approved="The change of terms is recorded.",
        preview=_what_other_terms_change,
    ),
)

_STAYS_WITH_ITS_RECORD = Excused("It is dated by the record that it proves.")
_KEEPS_ITS_PATH = Excused("It is no posting; it is sealed in the change log.")
_TOLD_BY_ITS_RECORDS = Excused("What it recorded has a day of its own, and is kept out by that.")
_OF_ITS_OWN_DAY = Excused(
    "It is dated on the day on which it is made; no closing reaches that far."
)
_DOCUMENTS_ARE_PROVED = Excused(
    "The bytes of every document are counted again, whatever attaches it."
)


def _proved_by(record: str) -> Documents:
    return Documents(kinds_that_prove(record), by=Attachment)


RECORDS = (
    RecordKind(
        Placement,
        rights=(DRAFT,),
        pages="placements:placements",
        admin="placements.admin.placements.PlacementAdmin",
        documents=_proved_by("placement"),
        dataset="placements",
        tells=Excused("It is no posting: the events of its moves are its history."),
        seal=Excused("It moves on; each of its moves is sealed in the change log."),
        dated="status_on",
        late=late.late_moves,
        proof=OF_PLACEMENTS,
    ),
    RecordKind(
        Sale,
        rights=(SELL,),
        pages="placements:sales",
        admin="placements.admin.sales.SaleAdmin",
        documents=_proved_by("sale"),
        dataset="sales",
        tells=history_rows.sales,
        seal=SALE,
        dated="trade_date",
        late=late.late_sales,
        proof=OF_SALES,
    ),
    RecordKind(
        Delivery,
        rights=(DELIVER,),
        pages="placements:settlements",
        admin="placements.admin.deliveries.DeliveryAdmin",
        documents=_proved_by("delivery"),
        dataset="sales",
        tells=history_rows.deliveries,
        seal=DELIVERY,
        dated="delivered_on",
        late=late.late_deliveries,
        proof=OF_DELIVERIES,
    ),
    RecordKind(
        Receipt,
        rights=(RECEIVE,),
        pages="placements:receipts",
        admin="placements.admin.receipts.ReceiptAdmin",
        documents=Documents(BANK_ADVICE),
        dataset="receipts",
        tells=history_rows.receipts,
        seal=RECEIPT,
        dated="received_on",
        late=late.late_receipts,
        proof=OF_RECEIPTS,
    ),
    RecordKind(
        ReceiptPart,
        rights=(RECEIVE,),
        pages=Excused("The parts stand on the page of their receipt, and on that of each entry."),
        admin="placements.admin.receipts.ReceiptPartAdmin",
        documents=Excused("The bank advice of its receipt proves it."),
        dataset="receipts",
        tells=history_rows.receipt_parts,
        seal=RECEIPT_PART,
        dated="applied_on",
        late=late.late_receipt_parts,
        proof=OF_PARTS,
    ),
    RecordKind(
        TermVersion,
        rights=(ENTER_TERMS,),
        pages=Excused("The versions stand on the page of their agreement."),
        admin="placements.admin.agreements.TermVersionAdmin",
        documents=Excused("Its document is attached to the agreement, as an amendment."),
        dataset="agreements",
        tells=history_rows.term_versions,
        seal=TERMS,
        dated="effective_on",
        late=late.late_terms,
        proof=OF_TERMS,
    ),
    RecordKind(
        Attachment,
        rights=(FILE,),
        pages=Excused("It is listed on the page of the record that it proves."),
        admin="placements.admin.attachments.AttachmentAdmin",
        documents=Excused("It is itself the document of another record."),
        dataset=Excused("The pack holds the documents themselves; the history lists them."),
        tells=history_rows.attachments,
        seal=_KEEPS_ITS_PATH,
        dated=_STAYS_WITH_ITS_RECORD,
        late=_STAYS_WITH_ITS_RECORD,
        proof=_DOCUMENTS_ARE_PROVED,
    ),
    RecordKind(
        LoadedEvent,
        rights=(ENTER_TERMS,),
        pages=Excused("What it recorded has a page; the history tells that a file did."),
        admin=Excused("What it recorded stands in the admin; nobody enters a loaded event."),
        documents=Excused("It is kept by the hash of what the file said."),
        dataset=Excused("What it recorded stands in the exports of those records."),
        tells=history_rows.loaded_events,
        seal=_KEEPS_ITS_PATH,
        dated=_TOLD_BY_ITS_RECORDS,
        late=_TOLD_BY_ITS_RECORDS,
        proof=Excused("It only keeps a file from being loaded twice; no figure rests on it."),
    ),
    # Declared here, not in the kernel: its seal covers the totals of the agreements.
    RecordKind(
        Closing,
        rights=(CLOSE,),
        pages="periods:periods",
        admin="placements.admin.periods.ClosingAdmin",
        documents=Excused("The pack is its document, and is made from it."),
        dataset="closings",
        tells=closings,
        seal=CLOSING,
        dated=_OF_ITS_OWN_DAY,
        late=_OF_ITS_OWN_DAY,
        proof=Excused("The chain proves its totals, which are sealed as they were stored."),
    ),
)
