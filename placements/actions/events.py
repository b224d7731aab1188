"""Load a programme file's events on placements, sales and terms, each by its action."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from neoequity.books.accounts import User
from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from placements.actions.agent_notice import StatedSale, receive_notice
from placements.actions.amendment import ask_amendment
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.actions.ending import ask_reinstatement, ask_termination
from placements.actions.placement import (
    approval_of,
    draft_placement,
    move_placement,
    reasons_against_number,
)
from placements.actions.published import approve_proposal, approve_published
from placements.actions.receipt import record_receipt
from placements.actions.sale import ask_reversal, record_sale
from placements.models import AgentNotice, Agreement, Placement, Sale, Shelf
from placements.models.terms import TERMS
from placements.terms.ending_event import ReinstatedFacts, TerminatedFacts
from placements.terms.event import (
    AmendedFacts,
    DeliveredFacts,
    DraftFacts,
    MovedFacts,
    PaidFacts,
    ReceiptFacts,
    ReversedFacts,
    SoldFacts,
)
from placements.terms.lifecycle import Status
from placements.terms.receipt import Part
from placements.terms.reference import reference_key
from placements.terms.settlement_event import FailedFacts, NoticeFacts


def perform(name: str, act: Callable[[], object]) -> None:
    """Do what a file tells. Raises Refused with `name`, its place in the file, at each reason."""
    try:
        act()
    except Refused as refused:
        raise Refused(
            reason._replace(sentence=f"{name}: {reason.sentence}", row=None)
            for reason in refused.reasons
        ) from refused
    except DATABASE_REFUSES as error:
        raise Refused([Reason(f"{name}: {reason_of(error).sentence}")]) from error


class Loading(NamedTuple):
    """The issuer whose events are loaded, by whom, and on which day."""

    issuer: Issuer
    by: User
    today: date


def agreement_named(slug: str, loading: Loading) -> Agreement:
    """The issuer's agreement. Raises Refused where there is none."""
    agreement = Agreement.objects.filter(issuer=loading.issuer, slug=slug).first()
    if agreement is None:
        raise Refused([Reason(f"{loading.issuer.name} has no agreement “{slug}”.", "agreement")])
    return agreement


def placement_numbered(agreement: Agreement, number: int) -> Placement:
    """The agreement's placement. Raises Refused where there is none."""
    placement = agreement.placements.filter(number=number).first()
    if placement is None:
        raise Refused([Reason(f"The {agreement.name} has no placement {number}.", "placement")])
    return placement


def _sale_by(reference: str, agreement: Agreement) -> Sale:
    sale = agreement.sales.filter(reference_key=reference_key(reference)).first()
    if sale is None:
        sentence = f"The {agreement.name} has no sale with the reference “{reference}”."
        raise Refused([Reason(sentence, "agent_reference")])
    return sale


def _draft(facts: DraftFacts, loading: Loading) -> None:
    agreement = agreement_named(facts.agreement, loading)
    placement = draft_placement(
        agreement,
        shares_offered=facts.shares_offered,
        minimum_price=facts.minimum_price,
        expected_price=facts.expected_price,
        remark=facts.remark,
        on=facts.on or loading.today,
        by=loading.by,
    )
    refuse_if_any(reasons_against_number(placement, facts.number))


def _move(facts: MovedFacts, loading: Loading) -> None:
    agreement = agreement_named(facts.agreement, loading)
    placement = placement_numbered(agreement, facts.placement)
    if (
        facts.verb == "propose"
        and placement.status == Status.DRAFT
        and approval_of(placement) is None
    ):
        approve_proposal(placement, by=loading.by, today=loading.today)
    move_placement(
        placement,
        facts.verb,
        on=facts.on,
        by=loading.by,
        today=loading.today,
        note=facts.note,
    )


def _sell(facts: SoldFacts, loading: Loading) -> None:
    """Book one notice; the agent it states must match the books."""
    agreement = agreement_named(facts.agreement, loading)
    if facts.agent:
        _against_agent(agreement.agent_on(facts.notice.trade_date), facts, agreement)
    record_sale(facts.notice, by=loading.by, today=loading.today)


def _against_agent(agent: str, facts: SoldFacts, agreement: Agreement) -> None:
    """Refuse a sale that names an agent other than that of its trade date."""
    if facts.agent != agent:
        sentence = (
            f"The agent of the {agreement.name} is “{agent}”; the sale names “{facts.agent}”."
        )
        refuse_if_any([Reason(sentence, "agent")])


def _deliver(facts: DeliveredFacts, loading: Loading) -> None:
    sale = _sale_by(facts.agent_reference, agreement_named(facts.agreement, loading))
    deliver(
        [sale],
        delivered_on=facts.on,
        by=loading.by,
        today=loading.today,
        remark=facts.remark,
    )


def _reverse(facts: ReversedFacts, loading: Loading) -> None:
    sale = _sale_by(facts.agent_reference, agreement_named(facts.agreement, loading))
    request = ask_reversal(
        sale, on=facts.on, reason=facts.reason, by=loading.by, today=loading.today
    )
    approve_published(request, today=loading.today)


def _receive(facts: ReceiptFacts, loading: Loading) -> None:
    """Record the cash with what it pays."""
    agreement = agreement_named(facts.agreement, loading)
    parts = [Part(_entry_of(paid, agreement).pk, paid.amount, paid.remark) for paid in facts.parts]
    record_receipt(
        agreement,
        received_on=facts.on,
        amount=facts.amount,
        bank_reference=facts.bank_reference,
        parts=parts,
        remark=facts.remark,
        by=loading.by,
        today=loading.today,
    )


def _notice(facts: NoticeFacts, loading: Loading) -> None:
    """Record a notice; with a reason it replaces the one that stands of its first sale."""
    agreement = agreement_named(facts.agreement, loading)
    sales = [
        StatedSale(_sale_by(each.agent_reference, agreement), each.figures) for each in facts.sales
    ]
    receive_notice(
        agreement,
        sales,
        received_on=facts.on,
        remark=facts.remark,
        replaces=_standing_notice(sales[0].sale) if facts.reason and sales else None,
        reason=facts.reason,
        by=loading.by,
        today=loading.today,
    )


def _entry_of(paid: PaidFacts, agreement: Agreement) -> Sale:
    if paid.entry is None:
        return _sale_by(paid.agent_reference, agreement)
    entry = agreement.sales.filter(number=paid.entry).first()
    if entry is None:
        raise Refused([Reason(f"The {agreement.name} has no entry {paid.entry}.", "entry")])
    return entry


def _standing_notice(sale: Sale) -> AgentNotice | None:
    return AgentNotice.objects.filter(lines__sale=sale, replaced_by=None).first()


def _fail(facts: FailedFacts, loading: Loading) -> None:
    fail_delivery(
        _sale_by(facts.agent_reference, agreement_named(facts.agreement, loading)),
        failed_on=facts.on,
        new_day=facts.new_day,
        reason=facts.reason,
        by=loading.by,
        today=loading.today,
    )


def _terms(facts: AmendedFacts, loading: Loading) -> Mapping[str, object]:
    """The terms by their names, with the shelf as its row."""
    refuse_if_any(
        Reason(f"“{name}” does not change by amendment or correction.", "terms")
        for name in facts.terms
        if name not in TERMS
    )
    terms = dict(facts.terms)
    if facts.fee_tiers is not None:  # which take the place of a maximum; a file has no empty value
        terms.setdefault("commission_maximum_rate", None)
    if "shelf" not in terms:
        return terms
    number = terms["shelf"]
    shelf = Shelf.objects.filter(issuer=loading.issuer, file_number=number).first()
    if shelf is None:
        raise Refused([Reason(f"{loading.issuer.name} has no shelf “{number}”.", "shelf")])
    return {**terms, "shelf": shelf}


def _amend(facts: AmendedFacts, loading: Loading) -> None:
    agreement = agreement_named(facts.agreement, loading)
    request = ask_amendment(
        agreement,
        kind=facts.kind,
        effective_on=facts.effective_on,
        document=facts.document,
        page=facts.page,
        reason=facts.reason,
        terms=_terms(facts, loading),
        fee_tiers=facts.fee_tiers,
        by=loading.by,
        today=loading.today,
    )
    approve_published(request, today=loading.today)


def _terminate(facts: TerminatedFacts, loading: Loading) -> None:
    request = ask_termination(
        agreement_named(facts.agreement, loading),
        noticed_on=facts.noticed_on,
        terminated_on=facts.on,
        terminated_by=facts.by,
        document=facts.document,
        page=facts.page,
        reason=facts.reason,
        by=loading.by,
        today=loading.today,
    )
    approve_published(request, today=loading.today)


def _reinstate(facts: ReinstatedFacts, loading: Loading) -> None:
    request = ask_reinstatement(
        agreement_named(facts.agreement, loading),
        effective_on=facts.on,
        document=facts.document,
        page=facts.page,
        reason=facts.reason,
        by=loading.by,
        today=loading.today,
    )
    approve_published(request, today=loading.today)


#: What loading each kind of event does. Raises Refused with the reasons of its action.
ACTS: Mapping[str, Callable[[Any, Loading], None]] = {
    "placement": _draft,
    "move": _move,
    "sale": _sell,
    "delivery": _deliver,
    "reversal": _reverse,
    "receipt": _receive,
    "notice": _notice,
    "delivery_failure": _fail,
    "amendment": _amend,
    "correction": _amend,
    "terminate": _terminate,
    "reinstate": _reinstate,
}
