"""SQL for the end of an agreement: what its day and every later one refuse (`terms.ending`)."""

from neoequity.books.triggers import refuse_where, steps
from placements.triggers.in_force import version_in_force
from placements.triggers.locking import lock_agreements

_ENDED = "Nothing is placed or sold under an agreement from the day on which it was terminated."

NOTHING_SOLD_FROM_THE_END = refuse_where(
    f"""
    SELECT 1
    FROM (SELECT DISTINCT agreement_id, trade_date FROM posted
          WHERE reverses_id IS NULL AND adjusts_id IS NULL) s
    JOIN placements_termversion v ON v.agreement_id = s.agreement_id
        AND v.number = {version_in_force("s.agreement_id", "s.trade_date")}
    WHERE v.terminated_on <= s.trade_date
    """,
    _ENDED,
)

NOTHING_PLACED_FROM_THE_END = refuse_where(
    f"""
    SELECT 1 FROM placements_termversion v
    WHERE v.agreement_id = NEW.agreement_id
      AND v.number = {version_in_force("NEW.agreement_id", "NEW.status_on")}
      AND v.terminated_on <= NEW.status_on
    """,
    _ENDED,
)

#: When a placement is proposed, accepted or resumed.
KEEP_TO_THE_END = steps(
    LOCK_AGREEMENTS=lock_agreements("SELECT NEW.agreement_id"),
    NOTHING_PLACED_FROM_THE_END=NOTHING_PLACED_FROM_THE_END,
)

_LAST = """
    SELECT 1 FROM placements_termversion v
    WHERE v.agreement_id = NEW.agreement_id AND v.number = NEW.number - 1"""

ENDS_ON_ITS_DAY_OR_LATER = refuse_where(
    f"""{_LAST}
      AND NEW.terminated_on IS DISTINCT FROM v.terminated_on
      AND NEW.terminated_on < NEW.effective_on
    """,
    "An agreement is terminated on the day of the change that says so, or later.",
)

# `GREATEST` passes over null: an agreement that has no end is asked first.
_ENDS_FROM = "NEW.terminated_on IS NOT NULL AND {} >= GREATEST(NEW.terminated_on, NEW.effective_on)"

NOTHING_STANDS_AFTER_THE_END = refuse_where(
    f"""
    SELECT 1 FROM placements_saleaggregate l
    WHERE l.agreement_id = NEW.agreement_id AND l.shares > 0 AND l.reversed_on IS NULL
      AND {_ENDS_FROM.format("l.trade_date")}
    UNION ALL
    SELECT 1 FROM placements_placement p
    WHERE p.agreement_id = NEW.agreement_id AND p.status IN ('proposed', 'accepted', 'suspended')
      AND {_ENDS_FROM.format("p.status_on")}
    """,
    "An agreement is terminated after its last sale and the last move of its open placements.",
)

REINSTATED_WITHOUT_OPEN_PLACEMENTS = refuse_where(
    """
    SELECT 1 FROM placements_termversion v
    JOIN placements_placement p ON p.agreement_id = v.agreement_id
    WHERE v.agreement_id = NEW.agreement_id AND v.number = NEW.number - 1
      AND v.terminated_on < NEW.effective_on
      AND (NEW.terminated_on <= NEW.effective_on) IS NOT TRUE
      AND (p.status IN ('proposed', 'accepted', 'suspended')
           OR (p.accepted_on < v.terminated_on AND p.closed_on >= NEW.effective_on))
    """,
    "An agreement is reinstated once the placements of before its end are closed or withdrawn.",
)
