"""The triggers of the lines of delivery instructions: what may be delivered, and only once."""

import pgtrigger

from neoequity.books.triggers.tracking import history_guard
from placements.triggers.locking import refuse_while

_INSTRUCTIONS = (
    "FROM placements_deliveryinstruction i WHERE i.id IN (OLD.instruction_id, NEW.instruction_id)"
)
_AGREEMENTS = f"SELECT i.agreement_id {_INSTRUCTIONS}"

#: That a line `l` of the instruction `i` stands: it was not voided, and its delivery did not fail.
LINE_STANDS = """i.status <> 'void' AND NOT EXISTS (
        SELECT 1 FROM placements_deliveryfailure f
        WHERE f.sale_id = l.sale_id AND f.failed_on >= i.settlement_day)"""

_INSTRUCTED_TWICE = f"""
    SELECT 1 FROM placements_deliveryinstructionline l
    JOIN placements_deliveryinstruction i ON i.id = l.instruction_id
    WHERE l.sale_id = NEW.sale_id AND l.instruction_id <> NEW.instruction_id AND {LINE_STANDS}
"""

_NOT_TO_BE_DELIVERED = """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM placements_sale s
        JOIN placements_deliveryinstruction i
            ON i.id = NEW.instruction_id AND i.agreement_id = s.agreement_id
        WHERE s.id = NEW.sale_id AND s.reverses_id IS NULL AND s.adjusts_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
          AND NOT EXISTS (SELECT 1 FROM placements_delivery d WHERE d.sale_id = s.id))
"""

DELIVERY_INSTRUCTION_LINE_TRIGGERS = [
    history_guard(),
    refuse_while(
        "a_sale_is_instructed_once",
        pgtrigger.Insert | pgtrigger.Update,
        "A sale is part of one delivery instruction that stands.",
        _INSTRUCTED_TWICE,
        agreements=_AGREEMENTS,
    ),
    refuse_while(
        "lines_are_for_what_is_due",
        pgtrigger.Insert | pgtrigger.Update,
        "A line of a delivery instruction is for a sale of its agreement that stands and is not "
        "delivered.",
        _NOT_TO_BE_DELIVERED,
        agreements=_AGREEMENTS,
    ),
    refuse_while(
        "lines_change_in_draft",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        "The lines of a delivery instruction are changed only while it is a draft.",
        f"SELECT 1 {_INSTRUCTIONS} AND i.status <> 'draft'",
        agreements=_AGREEMENTS,
    ),
]
