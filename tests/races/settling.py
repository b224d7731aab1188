"""What processes do that race for the notice, the instruction or the delivery of one sale."""

from datetime import date
from multiprocessing.synchronize import Barrier

from django.db import transaction

from placements.actions.agent_notice import StatedSale, receive_notice
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.models import DeliveryInstruction, DeliveryInstructionLine, Sale
from tests.factories import TODAY
from tests.races.racers import PATIENCE, dawdle, somebody
from tests.roles import unguarded
from tests.settlement.instructions import TRANSFER, drafted

DUE_ON, NEXT_DAY = date(2001, 11, 15), date(2001, 11, 16)


def the_sale() -> Sale:
    return Sale.objects.select_related("agreement").get()


def instruct(number: int, line: Barrier) -> str:
    drafted(the_sale(), by=somebody())
    return "instructed"


def empty_draft(number: int) -> DeliveryInstruction:
    return DeliveryInstruction.objects.create(
        agreement=the_sale().agreement,
        number=10 + number,
        settlement_day=DUE_ON,
        **TRANSFER._asdict(),
        status_on=TODAY,
        status_by=somebody(),
    )


def write_line(draft: DeliveryInstruction) -> None:
    DeliveryInstructionLine.objects.create(instruction=draft, sale=the_sale(), shares=1000)


def instruct_unguarded(number: int, line: Barrier) -> str:
    """Look, then write: what the action does, without its lock and without the triggers."""
    with transaction.atomic(), unguarded():
        if DeliveryInstructionLine.objects.filter(sale=the_sale()).exists():
            return "refused"
        line.wait(PATIENCE)  # the worst moment for the others to do the same
        write_line(empty_draft(number))
    return "instructed"


def instruct_by_raw_statements(number: int, line: Barrier) -> str:
    """Each has a draft of its own, so only the lines meet."""
    draft = empty_draft(number)
    line.wait(PATIENCE)
    with transaction.atomic():
        write_line(draft)
        dawdle()
    return "instructed"


def receive(number: int, line: Barrier) -> str:
    sale = the_sale()
    receive_notice(
        sale.agreement, [StatedSale(sale)], received_on=TODAY, by=somebody(), today=TODAY
    )
    return "received"


def deliver_or_fail(number: int, line: Barrier) -> str:
    with transaction.atomic():
        if number:
            told = {"failed_on": DUE_ON, "new_day": NEXT_DAY, "reason": "no account"}
            fail_delivery(the_sale(), **told, by=somebody(), today=DUE_ON)  # type: ignore[arg-type]
        else:
            deliver([the_sale()], delivered_on=DUE_ON, by=somebody(), today=DUE_ON)
        dawdle()
    return "failed" if number else "delivered"
