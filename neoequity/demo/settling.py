"""The transfer agent in the demo: a delivery that fails and is made again, and an instruction."""

from collections.abc import Sequence
from datetime import date

from neoequity.books.approvals.actions import approve
from neoequity.books.calendar import settlement_date
from neoequity.books.models import ExceptionalDay
from neoequity.demo.people import People
from neoequity.demo.plan import FAILS_FROM, INSTRUCTED_FROM
from placements.actions.delivery_failure import fail_delivery
from placements.actions.instruction import Content, draft_instruction
from placements.actions.instruction_moves import (
    ask_instruction,
    confirm_instruction,
    send_instruction,
)
from placements.models import Sale
from placements.terms.instruction import Recipient

_TO = Recipient(
    transfer_agent="Made-up Registrar & Transfer Company",
    recipient="Made-up Securities LLC",
    participant="0000",
    account="DEMO-1",
)
_DAYS_TO_REDELIVERY = 2


class Settling:
    """What becomes of the sales that are to be delivered on a day."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.due_again: dict[int, date] = {}
        self.has_instructed = False

    def without_failed(self, sales: Sequence[Sale], day: date) -> list[Sale]:
        """Those that can be delivered; of the whole year, one fails and waits for its new day."""
        fails = next((sale for sale in sales if sale.adjusts_id is None), None)
        if fails is not None and day >= FAILS_FROM and not self.due_again:
            new_day = settlement_date(day, _DAYS_TO_REDELIVERY, ExceptionalDay.exceptions())
            fail_delivery(
                fails,
                failed_on=day,
                new_day=new_day,
                reason="Made up: the recipient's account was closed.",
                by=self.people.treasury,
                today=day,
            )
            self.due_again[fails.pk] = new_day
        return [sale for sale in sales if self.due_again.get(sale.pk, day) <= day]

    def instructed(self, sales: Sequence[Sale], day: date) -> list[Sale]:
        """Those that an instruction delivers: the sales of one agreement, once in the year."""
        if day < INSTRUCTED_FROM or self.has_instructed:
            return []
        sold = [sale for sale in sales if sale.adjusts_id is None]
        chosen = [sale for sale in sold if sale.agreement_id == sold[0].agreement_id]
        if not chosen:
            return []
        by = self.people.treasury
        content = Content(day, _TO, chosen)
        instruction = draft_instruction(chosen[0].agreement, content, by=by, today=day)
        approve(ask_instruction(instruction, by=by, today=day), by=self.people.cfo, today=day)
        send_instruction(instruction, by=by, today=day, note="By secure mail")
        reference = f"MR-{day}"
        confirm_instruction(instruction, reference=reference, delivered_on=day, by=by, today=day)
        self.has_instructed = True
        return chosen
