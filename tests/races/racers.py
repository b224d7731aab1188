"""What a racing process does; each act takes its number in the race and tells how it ended."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from neoequity.books.approvals.actions import approve
from neoequity.books.models import Approval, Issuer
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from neoequity.periods.proving import proven
from placements.actions.attachment import attach
from placements.actions.delivery import deliver
from placements.actions.placement import draft_placement, move_placement
from placements.actions.receipt import allocate
from placements.actions.sale import ask_reversal, record_sale
from placements.models import (
    Agreement,
    Delivery,
    FeeTier,
    Placement,
    Receipt,
    ReceiptPart,
    Sale,
)
from placements.terms.receipt import Part
from tests.cash.receiving import PAID_ON, received
from tests.constraints.rows import insert, reversal_of, run, sale_of, update
from tests.documents.files import PDF
from tests.factories import TODAY, notice_of
from tests.periods.closings import close
from tests.roles import unguarded

Act = Callable[[int, Barrier], str]
PATIENCE = 60  # seconds at most for the last of them to come to the line


def take_part(
    database: str, act: Act, number: int, line: Barrier, outcomes: "SimpleQueue[str]"
) -> None:
    """Connect, wait at the line for the others, act, and tell how it ended."""
    connection.settings_dict["NAME"] = database
    connection.ensure_connection()
    line.wait(PATIENCE)
    try:
        outcome = act(number, line)
    except (Refused, IntegrityError) as refusal:
        outcome = str(refusal).split("\n", 1)[0]
    except BaseException as error:
        outcome = f"failed: {error!r}"
        raise
    finally:
        outcomes.put(outcome)
        connection.close()


def somebody() -> User:
    """The one person who enters; the others approve."""
    return User.objects.get(groups__name="Treasury")


def approver(number: int) -> User:
    """Each racer another of those who approve, as far as there are so many."""
    everybody = list(User.objects.filter(groups__name="CFO").order_by("pk"))
    return everybody[number % len(everybody)]


def controller() -> User:
    """The one person who closes."""
    return User.objects.get(groups__name="Controller")


def sell_ten_thousand_dollars(number: int, line: Barrier) -> str:
    placement = Placement.objects.select_related("agreement").get()
    notice = notice_of(placement, 2_500, "4.00", agent_reference=f"race {number}")
    record_sale(notice, by=somebody(), today=TODAY)
    return "sold"


def attach_the_same_notice(number: int, line: Barrier) -> str:
    attach(Sale.objects.get(), kind="notice", name="notice.pdf", content=PDF, by=somebody())
    return "attached"


def sell_ten_thousand_dollars_unguarded(number: int, line: Barrier) -> str:
    """Read, check, insert: what the action does, without its lock and without the triggers."""
    with transaction.atomic(), unguarded():
        placement = Placement.objects.select_related("agreement").get()
        sold = Sale.objects.aggregate(gross=Sum("gross"))["gross"]
        if sold + 10_000 > placement.agreement.capacity:
            return "refused"
        line.wait(PATIENCE)  # the worst moment for the others to do the same
        Sale.objects.create(
            agreement=placement.agreement,
            placement=placement,
            number=100 + number,
            trade_date=date(2001, 11, 9),
            settlement_date=date(2001, 11, 15),
            method="negotiated",
            shares=2_500,
            price=Decimal(4),
            price_decimals=0,
            gross=10_000,
            commission=300,
            net=9_700,
            agent_reference=f"race {number}",
            recorded_by=somebody(),
        )
    return "sold"


def _own_receipt(number: int) -> Receipt:
    """Each racer's own wire for the one sale."""
    return Receipt.objects.select_related("agreement").order_by("number")[number]


def allocate_to_the_same_sale(number: int, line: Barrier) -> str:
    sale = Sale.objects.get()
    allocate(_own_receipt(number), [Part(sale.pk, sale.net)], by=somebody(), today=PAID_ON)
    return "allocated"


def allocate_to_the_same_sale_unguarded(number: int, line: Barrier) -> str:
    """Read, check, insert: what the action does, without its lock and without the triggers."""
    with transaction.atomic(), unguarded():
        sale, receipt = Sale.objects.get(), _own_receipt(number)
        received = ReceiptPart.objects.aggregate(sum=Sum("amount"))["sum"] or 0
        if received + sale.net > sale.net:
            return "refused"
        line.wait(PATIENCE)  # the worst moment for the others to do the same
        ReceiptPart.objects.create(
            receipt=receipt,
            entry=sale,
            amount=sale.net,
            applied_on=receipt.received_on,
            recorded_by=somebody(),
        )
    return "allocated"


def record_the_same_wire(number: int, line: Barrier) -> str:
    receipt = received(Agreement.objects.get(), "1.00", reference="FW-1", by=somebody())
    return f"receipt {receipt.number}"


def book_the_same_notice(number: int, line: Barrier) -> str:
    notice = notice_of(Placement.objects.select_related("agreement").get(), agent_reference="CF-1")
    return f"sale {record_sale(notice, by=somebody(), today=TODAY).number}"


def sell_under_one_of_two_agreements(number: int, line: Barrier) -> str:
    """Whoever sells under the one does not wait for the other's lock, only for the chain."""
    placement = Placement.objects.select_related("agreement").order_by("pk")[number % 2]
    with transaction.atomic():
        method = placement.agreement.methods[0]
        notice = notice_of(placement, 10, method=method, agent_reference=f"race {number}")
        record_sale(notice, by=somebody(), today=TODAY)
        dawdle()
    return "sold"


def ask_for_the_reversal(number: int, line: Barrier) -> str:
    ask_reversal(Sale.objects.get(), on=TODAY, reason="twice", by=somebody(), today=TODAY)
    return "asked"


def approve_what_waits(number: int, line: Barrier) -> str:
    approve(Approval.objects.get(kind="reversal"), by=approver(number), today=TODAY)
    return "reversed"


def approve_reversal_of(sale: Sale, by: User, today: date = TODAY) -> None:
    """Approve what was asked for before the race."""
    request = Approval.objects.get(kind="reversal", subject=sale.pk)
    approve(request, by=by, today=today)


def deliver_the_sale(number: int, line: Barrier) -> str:
    deliver([Sale.objects.get()], delivered_on=TODAY, by=somebody(), today=TODAY, remark="agreed")
    return "delivered"


def deliver_or_reverse(number: int, line: Barrier) -> str:
    """Every sale meets one who delivers it and one who reverses it."""
    sale = Sale.objects.get(number=1 + number // 2)
    if number % 2:
        approve_reversal_of(sale, approver(number))
        return "reversed"
    deliver([sale], delivered_on=TODAY, by=somebody(), today=TODAY, remark="agreed")
    return "delivered"


def accept_one(number: int, line: Barrier) -> str:
    placement = Placement.objects.get(number=1 + number)
    move_placement(placement, "accept", on=TODAY, by=somebody(), today=TODAY)
    return "accepted"


def accept_one_by_raw_update(number: int, line: Barrier) -> str:
    with transaction.atomic():
        own = Placement.objects.filter(number=1 + number)
        own.update(status="accepted", status_on=TODAY, accepted_on=TODAY)
        dawdle()
    return "accepted"


def close_or_sell_by_raw_statements(number: int, line: Barrier) -> str:
    """The placement ends on 8 November; the sale was made on the 9th."""
    placement, ends = Placement.objects.get(), date(2001, 11, 8)
    with transaction.atomic():
        if number:
            insert(Sale, sale_of(placement, 1))
        else:
            update(placement, status="closed", status_on=ends, closed_on=ends)
        dawdle()
    return "sold" if number else "closed"


def deliver_or_reverse_by_raw_statements(number: int, line: Barrier) -> str:
    sale = Sale.objects.get()
    with transaction.atomic():
        if number:
            insert(Sale, reversal_of(sale, 2))
        else:
            row = {"sale_id": sale.pk, "delivered_on": TODAY, "remark": ""}
            insert(Delivery, {**row, "recorded_by_id": sale.recorded_by_id})
        dawdle()
    return "reversed" if number else "delivered"


def change_the_fees_or_sell(number: int, line: Barrier) -> str:
    with transaction.atomic():
        if number:
            notice = notice_of(Placement.objects.select_related("agreement").get())
            record_sale(notice, by=somebody(), today=TODAY)
        else:
            FeeTier.objects.filter(above=0).update(rate=Decimal("0.05"))
        dawdle()
    return "sold" if number else "changed"


def dawdle() -> None:
    """Stay in the transaction until the others have had their chance."""
    run("SELECT pg_sleep(0.3)")


def draft_one(number: int, line: Barrier) -> str:
    draft = draft_placement(
        Agreement.objects.get(),
        shares_offered=1,
        minimum_price=Decimal(4),
        on=TODAY,
        by=somebody(),
    )
    return str(draft.number)


def close_or_sell(number: int, line: Barrier) -> str:
    """One closes the fourth quarter while another records a sale of November."""
    with transaction.atomic():
        if number:
            close(by=controller())
        else:
            notice = notice_of(Placement.objects.select_related("agreement").get())
            record_sale(notice, by=somebody(), today=TODAY)
        dawdle()
    return "sold" if not number else "closed"


def close_quarter_or_sell_raw(number: int, line: Barrier) -> str:
    with transaction.atomic():
        if number:
            close(by=controller())
        else:
            insert(Sale, sale_of(Placement.objects.get(), 1))
        dawdle()
    return "sold" if not number else "closed"


def close_october_while_others_sell(number: int, line: Barrier) -> str:
    """One proves the books, then closes October; the others post sales of November all the time."""
    if number:
        for each in range(3):
            if each == 1:
                line.wait(PATIENCE)  # the proof is made: one sale came before, two come now
            placement = Placement.objects.select_related("agreement").get()
            reference = f"race {number} {each}"
            notice = notice_of(placement, trade_date=TODAY, agent_reference=reference)
            record_sale(notice, by=somebody(), today=TODAY)
        return "sold 3"
    issuer = Issuer.objects.get()
    prove = proven(issuer, parse_period("2001-10"))
    line.wait(PATIENCE)
    close("2001-10", by=controller(), today=TODAY, prove=prove)
    return "closed"


def close_the_quarter(number: int, line: Barrier) -> str:
    return f"closing {close(by=controller()).number}"
