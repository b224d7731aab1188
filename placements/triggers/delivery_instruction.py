"""The triggers of delivery instructions: their moves, and that what is sent was approved."""

import pgtrigger

from neoequity.books.triggers import (
    STAYS_ITSELF,
    after_move,
    refuse,
    refuse_where,
    steps,
)
from neoequity.books.triggers.tracking import history_guard
from placements.terms.instruction import MOVES
from placements.triggers.locking import lock_agreements

_ALLOWED = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)
_CONTENT = ("settlement_day", "transfer_agent", "recipient", "participant", "account", "remark")


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in _CONTENT)


#: The digest of the instruction NEW and its lines: `placements.terms.instruction.digest_of`.
DIGEST = """encode(sha256(convert_to(json_build_array(
        NEW.agreement_id::text, to_char(NEW.settlement_day, 'YYYY-MM-DD'), NEW.transfer_agent,
        NEW.recipient, NEW.participant, NEW.account, NEW.remark,
        COALESCE((SELECT string_agg(l.sale_id || ':' || l.shares, ';' ORDER BY l.sale_id, l.shares)
                  FROM placements_deliveryinstructionline l WHERE l.instruction_id = NEW.id), '')
    )::text, 'UTF8')), 'hex')"""

AS_APPROVED = refuse_where(
    f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM books_approval a
        WHERE a.id = NEW.approval_id AND a.kind = 'instruction' AND a.subject = NEW.id
          AND a.decision = 'approved' AND a.asked ->> 'digest' = {DIGEST}
          AND NOT EXISTS (SELECT 1 FROM placements_deliveryinstructionevent e
                          WHERE e.pgh_obj_id = NEW.id AND e.status = 'draft'
                            AND e.status_by_id = a.decided_by_id))
    """,
    "A delivery instruction is approved and sent exactly as a CFO approved it who did not write "
    "it.",
)

#: A line no longer stands after its sale was delivered or reversed, or its delivery failed.
INSTRUCTS_WHAT_IS_DUE = refuse_where(
    """
    SELECT 1 FROM placements_deliveryinstructionline l
    WHERE l.instruction_id = NEW.id
      AND (EXISTS (SELECT 1 FROM placements_delivery d WHERE d.sale_id = l.sale_id)
           OR EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = l.sale_id)
           OR EXISTS (SELECT 1 FROM placements_deliveryfailure f
                      WHERE f.sale_id = l.sale_id AND f.failed_on >= NEW.settlement_day))
    """,
    "A delivery instruction is for sales that stand, are not delivered, and did not fail since.",
)

DELIVERY_INSTRUCTION_TRIGGERS = [
    history_guard(),
    refuse(
        "content_changes_in_draft",
        pgtrigger.Update,
        "A delivery instruction is changed only while it is a draft: after approval it is drafted "
        "anew, and its approval is void.",
        f"OLD.status <> 'draft' AND ({_columns('OLD')}) IS DISTINCT FROM ({_columns('NEW')})",
    ),
    refuse(
        "instructions_move_by_the_table",
        pgtrigger.Update,
        "A delivery instruction moves from one status to another only as the table of moves "
        "allows.",
        f"OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN ({_ALLOWED})",
    ),
    refuse(
        "instructions_stay",
        pgtrigger.Delete,
        "A delivery instruction is voided, not deleted.",
    ),
    refuse(
        "starts_as_a_draft",
        pgtrigger.Insert,
        "A delivery instruction starts as a draft.",
        "NEW.status <> 'draft'",
    ),
    refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
    refuse(
        "stays_under_its_agreement",
        pgtrigger.Update,
        "A delivery instruction stays under its agreement, with its number.",
        "(OLD.agreement_id, OLD.number) <> (NEW.agreement_id, NEW.number)",
    ),
    after_move(
        "approved_and_sent_as_asked",
        "OLD.status <> NEW.status AND NEW.status IN ('approved', 'sent')",
        steps(
            LOCK_AGREEMENTS=lock_agreements("SELECT NEW.agreement_id"),
            AS_APPROVED=AS_APPROVED,
            INSTRUCTS_WHAT_IS_DUE=INSTRUCTS_WHAT_IS_DUE,
        ),
    ),
]
