"""The kinds of record and of request that the placements have."""

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.history.telling import closings
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import Approval, Closing
from placements.actions.amendment import amend, version_asked_for
from placements.actions.commission import cost_of_reversal
from placements.actions.placement import drafters, release_proposal
from placements.actions.sale import post_reversal
from placements.models import (
    Agreement,
    Attachment,
    Delivery,
    LoadedEvent,
    Placement,
    Sale,
    TermVersion,
)
from placements.models.sealed import CLOSING, DELIVERY, SALE, TERMS
from placements.selectors import history, late
from placements.selectors.versions import terms_before
from placements.tables.agreement import change_lines
from placements.terms.request import AMENDMENT, PROPOSAL, REVERSAL


def _placement(key: int) -> Model:
    return Placement.objects.select_related("agreement").get(pk=key)


def _sale(key: int) -> Sale:
    return Sale.objects.select_related("agreement").get(pk=key)


def _agreement(key: int) -> Model:
    return Agreement.objects.get(pk=key)


def _what_reversing_gives_back(request: Approval) -> dict[str, object]:
    if request.decision:
        return {}
    return {"reversal": cost_of_reversal(_sale(request.subject), request.day)}


def _what_other_terms_change(request: Approval) -> dict[str, object]:
    version, tiers = version_asked_for(request)
    before, held = terms_before(version)
    changes = change_lines(before, version, held, held if tiers is None else tiers)
    return {"version": version, "changes": changes}


REQUESTS = (
    RequestKind(
        PROPOSAL,
        "Proposal of a placement",
        effect=release_proposal,
        record=_placement,
        writers=drafters,
    ),
    RequestKind(
        REVERSAL,
        "Reversal of a sale",
        effect=post_reversal,
        record=_sale,
        preview=_what_reversing_gives_back,
    ),
    RequestKind(
        AMENDMENT,
        "Change of terms",
        effect=amend,
        record=_agreement,
        preview=_what_other_terms_change,
    ),
)

_STAYS_WITH_ITS_RECORD = Excused("It is dated by the record that it proves.")
_KEEPS_ITS_PATH = Excused("It is no posting: a figure never follows from it.")
_TOLD_BY_ITS_RECORDS = Excused("What it recorded has a day of its own, and is kept out by that.")
_OF_ITS_OWN_DAY = Excused(
    "It is dated on the day on which it is made; no closing reaches that far."
)

RECORDS = (
    RecordKind(Sale, history.sales, seal=SALE, dated="trade_date", late=late.late_sales),
    RecordKind(
        Delivery, history.deliveries, seal=DELIVERY, dated="delivered_on", late=late.late_deliveries
    ),
    RecordKind(
        Placement,
        Excused("It is no posting: the events of its moves are its history."),
        seal=Excused("Its moves may still be followed by others; sales seal what came of them."),
        dated="status_on",
        late=late.late_moves,
    ),
    RecordKind(
        TermVersion, history.term_versions, seal=TERMS, dated="effective_on", late=late.late_terms
    ),
    RecordKind(
        Attachment,
        history.attachments,
        seal=_KEEPS_ITS_PATH,
        dated=_STAYS_WITH_ITS_RECORD,
        late=_STAYS_WITH_ITS_RECORD,
    ),
    RecordKind(
        LoadedEvent,
        history.loaded_events,
        seal=_KEEPS_ITS_PATH,
        dated=_TOLD_BY_ITS_RECORDS,
        late=_TOLD_BY_ITS_RECORDS,
    ),
    # Sealed with the totals of the agreements.
    RecordKind(
        Closing,
        closings,
        seal=CLOSING,
        dated=_OF_ITS_OWN_DAY,
        late=_OF_ITS_OWN_DAY,
    ),
)
