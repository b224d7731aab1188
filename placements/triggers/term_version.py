"""The triggers of term versions: how one takes effect, and that it never changes."""

from collections.abc import Collection

import pgtrigger

from neoequity.books.triggers import (
    DIRECT_STATEMENT,
    after_insert,
    refuse,
    refuse_truncate,
    refuse_where,
    rule,
    steps,
)
from neoequity.books.triggers.closed_days import refuse_closed_days, refuse_what_waited
from neoequity.books.triggers.sealing import lock_heads, seal
from neoequity.books.triggers.tracking import record_path
from placements.terms.amendment import FACTS
from placements.triggers.capacity import RESERVED_NOW, first_day_over
from placements.triggers.ending import (
    ENDS_ON_ITS_DAY_OR_LATER,
    NOTHING_STANDS_AFTER_THE_END,
    REINSTATED_WITHOUT_OPEN_PLACEMENTS,
)
from placements.triggers.fees import (
    NOTHING_SOLD_ON_OTHER_FEES,
    STATED_WITHIN_ANOTHER_MAXIMUM,
    TIERS_OR_A_MAXIMUM,
)
from placements.triggers.locking import lock_agreements
from placements.triggers.sealed import TERMS


def as_approved(terms: Collection[str]) -> str:
    facts = ", ".join(f"'{name}'" for name in (*FACTS, *terms) if name not in TERMS.later)
    # A request from before a term was added does not state it, and leaves it empty.
    later = " ".join(
        f"AND (jsonb_exists(a.asked, '{name}') OR NEW.{name} IS NULL)" for name in TERMS.later
    )
    return refuse_where(
        f"""
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM books_approval a
        WHERE a.id = NEW.approval_id AND a.kind = 'amendment' AND a.subject = NEW.agreement_id
          AND a.decision = 'approved' AND a.asked_by_id = NEW.recorded_by_id
          AND a.dated = NEW.effective_on
          AND jsonb_exists_all(a.asked, ARRAY[{facts}]) {later}
          AND to_jsonb(jsonb_populate_record(NEW, a.asked)) = to_jsonb(NEW))
    """,
        "Terms change as one person asked for it and another approved it.",
    )


# A correction begins with the version it corrects or, if that began with the signing and the
# correction changes the signing day, on the corrected day.
IN_ITS_TURN = refuse_where(
    """
    SELECT 1 WHERE NOT EXISTS (
        SELECT 1 FROM placements_termversion v
        WHERE v.agreement_id = NEW.agreement_id AND v.number = NEW.number - 1
          AND CASE
              WHEN NEW.kind = 'amendment' THEN v.effective_on <= NEW.effective_on
              WHEN v.effective_on <= v.signed_on AND v.signed_on <> NEW.signed_on
              THEN NEW.effective_on = NEW.signed_on
              ELSE NEW.effective_on = v.effective_on END)
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

# An amendment changes terms from its day on; the signing day is the same for all days.
SIGNED_WHEN_IT_WAS = refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.agreement_id AND a.signed_on <> NEW.signed_on AND NEW.kind = 'amendment'
    """,
    "The day of signing is put right by a correction; an amendment leaves it as it is.",
)

SIGNED_FIRST = refuse_where(
    """
    SELECT 1 FROM placements_termversion v
    WHERE v.agreement_id = NEW.agreement_id AND v.effective_on > v.signed_on
      AND v.effective_on < NEW.signed_on
    UNION ALL
    SELECT 1 FROM placements_placement p
    WHERE p.agreement_id = NEW.agreement_id AND p.proposed_on < NEW.signed_on
    """,
    "An agreement is signed before its terms are amended and before placements are proposed.",
)

UNDER_A_SHELF_OF_ITS_ISSUER = refuse_where(
    """
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.agreement_id AND NOT EXISTS (
        SELECT 1 FROM placements_shelf s WHERE s.id = NEW.shelf_id AND s.issuer_id = a.issuer_id)
    """,
    "An agreement is under a shelf that its issuer registered.",
)

# A lower capacity must cover what is sold and reserved; constraints on the totals do the rest.
CAPACITY_HOLDS_PLACEMENTS = refuse_where(
    f"""
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.agreement_id AND NEW.capacity < a.capacity
      AND (a.gross_sold + COALESCE(({RESERVED_NOW}), 0) > NEW.capacity
           OR EXISTS ({first_day_over("NEW.agreement_id", "NEW.effective_on", "NEW.capacity")}))
    """,
    "A lower capacity still holds what is sold and what open placements reserve, on each day from "
    "its own on.",
)

NOTHING_SOLD_BY_OTHER_METHODS = refuse_where(
    """
    SELECT 1 FROM placements_saleaggregate l
    WHERE l.agreement_id = NEW.agreement_id AND l.trade_date >= NEW.effective_on
      AND l.shares > 0 AND l.reversed_on IS NULL
      AND l.method <> ALL (NEW.methods)
    """,
    "The sales from the day of a change on were made by methods that it allows.",
)

NOTHING_SOLD_ON_OTHER_TIERS = refuse_where(
    """
    SELECT 1 FROM placements_sale s JOIN books_approval a ON a.id = NEW.approval_id
    WHERE s.agreement_id = NEW.agreement_id AND s.reverses_id IS NULL AND s.adjusts_id IS NULL
      AND s.trade_date >= NEW.effective_on AND a.asked -> 'fee_tiers' <> 'null'
      AND NOT EXISTS (SELECT 1 FROM placements_sale r WHERE r.reverses_id = s.id)
    """,
    "Other fee tiers take effect after the last sale: those of their day or later are reversed "
    "first.",
)

_VERSION = "FROM placements_agreement a WHERE a.id = NEW.agreement_id"

VERSIONS_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads(f"SELECT a.issuer_id {_VERSION}"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(f"SELECT a.issuer_id, NEW.effective_on {_VERSION}"),
)


def in_force(terms: Collection[str]) -> str:
    columns, new = ", ".join(terms), ", ".join(f"NEW.{column}" for column in terms)
    return f"""
    UPDATE placements_agreement SET ({columns}) = ({new}) WHERE id = NEW.agreement_id;

    INSERT INTO placements_feetier (agreement_id, version, above, rate, page)
    SELECT NEW.agreement_id, NEW.number, t.above, t.rate, t.page
    FROM books_approval a CROSS JOIN LATERAL jsonb_to_recordset(
        CASE a.asked -> 'fee_tiers' WHEN 'null' THEN '[]' ELSE a.asked -> 'fee_tiers' END
    ) AS t(above numeric, rate numeric, page text)
    WHERE a.id = NEW.approval_id;
"""


def _add_version(terms: Collection[str]) -> str:
    return steps(
        LOCK_AGREEMENTS=lock_agreements("NEW.agreement_id"),
        AS_APPROVED=as_approved(terms),
        IN_ITS_TURN=IN_ITS_TURN,
        OF_AN_AGREEMENT_IN_USE=OF_AN_AGREEMENT_IN_USE,
        SIGNED_WHEN_IT_WAS=SIGNED_WHEN_IT_WAS,
        SIGNED_FIRST=SIGNED_FIRST,
        UNDER_A_SHELF_OF_ITS_ISSUER=UNDER_A_SHELF_OF_ITS_ISSUER,
        CAPACITY_HOLDS_PLACEMENTS=CAPACITY_HOLDS_PLACEMENTS,
        NOTHING_SOLD_BY_OTHER_METHODS=NOTHING_SOLD_BY_OTHER_METHODS,
        NOTHING_SOLD_ON_OTHER_TIERS=NOTHING_SOLD_ON_OTHER_TIERS,
        TIERS_OR_A_MAXIMUM=TIERS_OR_A_MAXIMUM,
        NOTHING_SOLD_ON_OTHER_FEES=NOTHING_SOLD_ON_OTHER_FEES,
        STATED_WITHIN_ANOTHER_MAXIMUM=STATED_WITHIN_ANOTHER_MAXIMUM,
        ENDS_ON_ITS_DAY_OR_LATER=ENDS_ON_ITS_DAY_OR_LATER,
        NOTHING_STANDS_AFTER_THE_END=NOTHING_STANDS_AFTER_THE_END,
        REINSTATED_WITHOUT_OPEN_PLACEMENTS=REINSTATED_WITHOUT_OPEN_PLACEMENTS,
        VERSIONS_KEEP_OUT=VERSIONS_KEEP_OUT,
        IN_FORCE=in_force(terms),
    )


#: The versions just posted that change the terms of an agreement in use.
LATER_TERMS = "(SELECT * FROM posted WHERE number > 1)"

_VERSIONS_STAY = "A version of the terms stays as it was recorded; another version follows it."


def term_version_triggers(terms: Collection[str]) -> list[pgtrigger.Trigger]:
    """The triggers of the versions of an agreement; `terms` are their columns of terms."""
    return [
        refuse_truncate("versions_are_not_truncated", _VERSIONS_STAY),
        refuse(
            "the_original_comes_with_its_agreement",
            pgtrigger.Insert,
            "The first version of the terms is written with the agreement.",
            f"{DIRECT_STATEMENT} AND NEW.kind = 'original'",
        ),
        refuse(
            "versions_are_recorded_now",
            pgtrigger.Insert,
            "The moment of recording is written by the database.",
            "NEW.recorded_at <> STATEMENT_TIMESTAMP()",
        ),
        record_path("versions_keep_their_path"),
        refuse(
            "versions_stay",
            pgtrigger.Update | pgtrigger.Delete,
            _VERSIONS_STAY,
            DIRECT_STATEMENT,
        ),
        rule(
            "versions_take_force",
            pgtrigger.Insert,
            _add_version(terms) + "RETURN NULL;",
            when=pgtrigger.After,
            condition=pgtrigger.Condition("(NEW.kind <> 'original')"),
        ),
        after_insert(
            "versions_are_sealed",
            steps(
                LOCK_HEADS=lock_heads(TERMS.issuers_of(LATER_TERMS)),
                REFUSE_WHAT_WAITED=refuse_what_waited(TERMS),
                SEAL=seal(TERMS, LATER_TERMS),
            ),
        ),
    ]
