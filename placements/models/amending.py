"""SQL that keeps an agreement and its versions together: which is in force, how one is added."""

from placements.models.closed_days import VERSIONS_KEEP_OUT
from placements.models.free import RESERVED_NOW
from placements.models.terms import TERMS
from placements.models.triggers import lock_agreements, refuse_where
from placements.terms.amendment import FACTS

_COLUMNS = ", ".join(TERMS)
_NEW = ", ".join(f"NEW.{name}" for name in TERMS)
_OLD = ", ".join(f"OLD.{name}" for name in TERMS)

TERMS_CHANGED = f"({_OLD}) IS DISTINCT FROM ({_NEW})"

FIRST_VERSION = f"""
    INSERT INTO placements_termversion (agreement_id, number, kind, effective_on, document, page,
                                        reason, recorded_at, {_COLUMNS})
    VALUES (NEW.id, 1, 'original', NEW.signed_on, '', '', '', STATEMENT_TIMESTAMP(), {_NEW});
"""

# Once placements stand only the day of signing gets here.
FIRST_VERSION_FOLLOWS = f"""
    UPDATE placements_termversion SET effective_on = NEW.signed_on
    WHERE agreement_id = NEW.id AND effective_on = OLD.signed_on AND effective_on <> NEW.signed_on;
    IF {TERMS_CHANGED} THEN
        UPDATE placements_termversion SET ({_COLUMNS}) = ({_NEW})
        WHERE agreement_id = NEW.id AND number = 1;
    END IF;
"""

SIGNED_FIRST = refuse_where(
    """
    SELECT 1 FROM placements_termversion
    WHERE agreement_id = NEW.id AND effective_on > OLD.signed_on AND effective_on < NEW.signed_on
    """,
    "An agreement is signed before its terms are amended.",
)

NO_VERSION_LEFT = "DELETE FROM placements_termversion WHERE agreement_id = OLD.id;\n"

_HELD = ", ".join(f"'{name}'" for name in (*FACTS, *TERMS))

AS_APPROVED = refuse_where(
    f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM placements_approval a
        WHERE a.id = NEW.approval_id AND a.kind = 'amendment' AND a.subject = NEW.agreement_id
          AND a.decision = 'approved' AND a.asked_by_id = NEW.recorded_by_id
          AND jsonb_exists_all(a.asked, ARRAY[{_HELD}])
          AND to_jsonb(jsonb_populate_record(NEW, a.asked)) = to_jsonb(NEW))
    """,
    "Terms change as one person asked for it and another approved it.",
)

IN_ITS_TURN = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM placements_termversion v
        WHERE v.agreement_id = NEW.agreement_id AND v.number = NEW.number - 1
          AND (v.effective_on = NEW.effective_on
               OR (NEW.kind = 'amendment' AND v.effective_on < NEW.effective_on)))
    """,
    "An amendment takes effect on the day of the last version or later, a correction on that day.",
)

OF_AN_AGREEMENT_IN_USE = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM placements_placement WHERE agreement_id = NEW.agreement_id)
    """,
    "The terms of an agreement without placements are still being entered.",
)

# Whoever lowers a capacity leaves room for what is sold and reserved; the totals keep the rest.
CAPACITY_HOLDS_PLACEMENTS = refuse_where(
    f"""
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.agreement_id AND NEW.capacity < a.capacity
      AND a.gross_sold + COALESCE(({RESERVED_NOW}), 0) > NEW.capacity
    """,
    "A lower capacity still holds what is sold and what open placements reserve.",
)

NOTHING_SOLD_ON_OTHER_TIERS = refuse_where(
    """
    SELECT 1 FROM placements_sale s JOIN placements_approval a ON a.id = NEW.approval_id
    WHERE s.agreement_id = NEW.agreement_id AND s.reverses_id IS NULL
      AND s.trade_date >= NEW.effective_on AND a.asked -> 'fee_tiers' <> 'null'
      AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
    """,
    "Other fee tiers take effect after the last sale: those of their day or later are reversed "
    "first.",
)

IN_FORCE = f"""
    UPDATE placements_agreement SET ({_COLUMNS}) = ({_NEW}) WHERE id = NEW.agreement_id;

    INSERT INTO placements_feetier (agreement_id, version, above, rate, page)
    SELECT NEW.agreement_id, NEW.number, t.above, t.rate, t.page
    FROM placements_approval a CROSS JOIN LATERAL jsonb_to_recordset(
        CASE a.asked -> 'fee_tiers' WHEN 'null' THEN '[]' ELSE a.asked -> 'fee_tiers' END
    ) AS t(above numeric, rate numeric, page text)
    WHERE a.id = NEW.approval_id;
"""

ADD_VERSION = (
    lock_agreements("NEW.agreement_id")
    + AS_APPROVED
    + IN_ITS_TURN
    + OF_AN_AGREEMENT_IN_USE
    + CAPACITY_HOLDS_PLACEMENTS
    + NOTHING_SOLD_ON_OTHER_TIERS
    + VERSIONS_KEEP_OUT
    + IN_FORCE
)
