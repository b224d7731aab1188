"""One row of everything that the database guards."""

from datetime import date
from typing import NamedTuple

from django.db import connection

from neoequity.books.models import (
    Approval,
    ChainHead,
    Closing,
    Document,
    ExceptionalDay,
    LedgerProof,
    Reopening,
    Seal,
)
from neoequity.books.periods.closing import ask_reopening
from neoequity.books.proof.reached import ORIGIN
from neoequity.books.proof.recording import record_proof
from neoequity.people.models import User
from placements.actions.agent_notice import StatedSale, receive_notice
from placements.actions.delivery import deliver
from placements.actions.placement import ask_proposal
from placements.models import (
    AgentNoticeSale,
    Agreement,
    Attachment,
    ClosingTotal,
    DayTotal,
    Delivery,
    DeliveryInstruction,
    DeliveryInstructionLine,
    FeeTier,
    LoadedEvent,
    Placement,
    Sale,
    SaleAggregate,
    TermCitation,
)
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    attached,
    sell,
)
from tests.periods.closings import anna, close, reopen
from tests.settlement.instructions import drafted
from tests.worlds import built_once


class House(NamedTuple):
    """The Sales Agreement with a placement in each state that matters, and the Other Agreement.

    August 2001 is closed, and its reopening asked for; July was closed and reopened.
    Under `placement` stand `sale` 1, delivered, and `waiting`, sale 2: 1,000 shares at $4.00 each.
    The `notice` of sale 1 is the `document`. Sale 2 is `noted` in a notice, and the only `line` of
    the `instruction`, a draft.
    `request` asks the `cfo` for the proposal of `draft`; `approved` is that of `proposed`.
    """

    person: User
    agreement: Agreement
    other: Agreement
    tier: FeeTier
    page: TermCitation
    day: ExceptionalDay
    draft: Placement
    proposed: Placement
    placement: Placement
    sale: Sale
    waiting: Sale
    delivery: Delivery
    total: DayTotal
    aggregate: SaleAggregate
    head: ChainHead
    seal: Seal
    notice: Attachment
    document: Document
    cfo: User
    request: Approval
    approved: Approval
    closing: Closing
    closed: ClosingTotal
    asked: Approval
    reopened: Reopening
    loaded: LoadedEvent
    proof: LedgerProof
    noted: AgentNoticeSale
    instruction: DeliveryInstruction
    line: DeliveryInstructionLine


@built_once
def house(db: None) -> House:
    """Everything, as the test finds it."""
    person: User = UserFactory(username="treasurer")
    agreement: Agreement = AgreementFactory()
    other: Agreement = AgreementFactory(other=True)
    placement, draft, proposed = (
        PlacementFactory(agreement=agreement, status=status, by=person, shares_offered=100_000)
        for status in ("accepted", "draft", "proposed")
    )
    sale, waiting = sell(placement, by=person), sell(placement, by=person)
    [delivery] = deliver([sale], delivered_on=TODAY, by=person, today=TODAY, remark="agreed")
    notice = attached(sale, "notice", by=person)
    cfo: User = UserFactory(username="cfo", group="CFO")
    request = ask_proposal(draft, by=person)
    reopened = reopen(close("2001-07", today=TODAY))
    closing = close("2001-08", today=TODAY)
    asked = ask_reopening(closing, reason="A sale was forgotten.", by=anna())
    loaded = LoadedEvent.objects.create(
        issuer=agreement.issuer, position=1, kind="sale", sha256="0" * 64, recorded_by=person
    )
    proof = record_proof(ORIGIN, "The ledger agrees.", by=person)
    received = receive_notice(
        agreement, [StatedSale(waiting)], received_on=TODAY, by=person, today=TODAY
    )
    instruction = drafted(waiting, by=person, today=TODAY)
    connection.check_constraints()  # as after a commit: nothing is left to be checked
    return House(
        person=person,
        agreement=agreement,
        other=other,
        tier=agreement.fee_tiers.get(above=0),
        page=agreement.term_citations.get(term="capacity"),
        day=ExceptionalDay.objects.create(
            day=date(2001, 9, 11), is_trading_day=False, is_settlement_day=True, source="a notice"
        ),
        draft=draft,
        proposed=proposed,
        placement=placement,
        sale=sale,
        waiting=waiting,
        delivery=delivery,
        total=DayTotal.objects.get(agreement=agreement, day=TODAY),
        aggregate=SaleAggregate.objects.get(delivered_on=TODAY),
        head=ChainHead.objects.get(issuer=agreement.issuer),
        closing=closing,
        closed=closing.totals.get(agreement=agreement),
        asked=asked,
        reopened=reopened,
        loaded=loaded,
        proof=proof,
        seal=Seal.objects.get(kind="sale", entry=sale.pk),
        notice=notice,
        document=notice.document,
        cfo=cfo,
        request=request,
        approved=Approval.objects.get(subject=proposed.pk),
        noted=received.lines.get(),
        instruction=instruction,
        line=instruction.lines.get(),
    )
