"""The triggers of agreements: their totals, their first version, their commission."""

from collections.abc import Collection, Iterable

import pgtrigger

from neoequity.books.triggers import (
    DIRECT_STATEMENT,
    STAYS_ITSELF,
    refuse,
    refuse_where,
    rule,
    steps,
)
from neoequity.books.triggers.closed_days import refuse_closed_days
from neoequity.books.triggers.sealing import lock_heads
from neoequity.books.triggers.tracking import history_guard
from placements.triggers.in_force import commission_on, schedules
from placements.triggers.locking import refuse_while


def _terms_of(row: str, terms: Iterable[str]) -> str:
    return ", ".join(f"{row}.{column}" for column in terms)


def _terms_changed(terms: Collection[str]) -> str:
    return f"({_terms_of('OLD', terms)}) IS DISTINCT FROM ({_terms_of('NEW', terms)})"


def _first_version(terms: Collection[str]) -> str:
    columns, new = ", ".join(terms), _terms_of("NEW", terms)
    return f"""
    INSERT INTO placements_termversion (agreement_id, number, kind, effective_on, document, page,
                                        reason, recorded_at, {columns})
    VALUES (NEW.id, 1, 'original', NEW.signed_on, '', '', '', STATEMENT_TIMESTAMP(), {new});
"""


def _first_version_follows(terms: Collection[str]) -> str:
    # Until the first placement; until then there is no other version.
    columns, new = ", ".join(terms), _terms_of("NEW", terms)
    return f"""
    UPDATE placements_termversion SET ({columns}) = ({new}), effective_on = NEW.signed_on
    WHERE agreement_id = NEW.id AND number = 1;
"""


NO_VERSION_LEFT = "DELETE FROM placements_termversion WHERE agreement_id = OLD.id;\n"

SIGNINGS_KEEP_OUT = steps(
    LOCK_HEADS=lock_heads("NEW.issuer_id"),
    REFUSE_CLOSED_DAYS=refuse_closed_days(
        "VALUES (NEW.issuer_id, OLD.signed_on), (NEW.issuer_id, NEW.signed_on)"
    ),
)

# A day total has a reversal on its own day; the sale was on another day, perhaps in other tiers.
_STANDS = """
    COALESCE((SELECT SUM(d.gross) FROM placements_daytotal d
              WHERE d.agreement_id = k.agreement_id
                AND d.day >= k.starts_on AND d.day < k.ends_on), 0)
    + COALESCE((SELECT SUM(l.gross * (
                    (l.reversed_on >= k.starts_on AND l.reversed_on < k.ends_on)::int
                    - (l.trade_date >= k.starts_on AND l.trade_date < k.ends_on)::int))
                FROM placements_saleaggregate l
                WHERE l.agreement_id = k.agreement_id AND l.reversed_on IS NOT NULL), 0)
"""

#: The commission of the agreement NEW is what its standing sales cost in trade order (p. S-11).
COMMISSION_FOLLOWS_TRADE_ORDER = refuse_where(
    f"""
    WITH {schedules("a.id = NEW.id")}, standing AS (
        SELECT k.agreement_id, k.number, k.starts_on,
               CASE WHEN COUNT(*) OVER () = 1 THEN a.gross_sold ELSE {_STANDS} END AS gross
        FROM schedules k JOIN placements_agreement a ON a.id = k.agreement_id
        WHERE k.agreement_id = NEW.id
    ), steps AS (
        SELECT s.*, SUM(s.gross) OVER (ORDER BY s.starts_on) AS after FROM standing s
    )
    SELECT 1 FROM placements_agreement a
    WHERE a.id = NEW.id AND a.commission_sold - a.commission_apart IS DISTINCT FROM (
        SELECT SUM({commission_on("s.after", "s")} - {commission_on("s.after - s.gross", "s")})
        FROM steps s)
    """,
    "The commission of an agreement is what its standing sales cost by trade date, each by the fee "
    "schedule of its day, and what they state; what a posting displaces is posted with it as an "
    "adjustment.",
)


def _stays(changed: str) -> list[pgtrigger.Trigger]:
    """What an agreement in use keeps; `changed` is SQL for a change of its terms."""
    return [
        refuse("stays_itself", pgtrigger.Update, STAYS_ITSELF, "OLD.id <> NEW.id"),
        refuse_while(
            "stays_once_used",
            pgtrigger.Delete,
            "An agreement under which placements stand is not deleted.",
            "SELECT 1 FROM placements_placement WHERE agreement_id = OLD.id",
            agreements="OLD.id",
        ),
        refuse_while(
            "stays_with_its_issuer",
            pgtrigger.Update,
            "An agreement under which placements stand keeps its issuer, its short name and "
            "its code.",
            "SELECT 1 FROM placements_placement WHERE agreement_id = OLD.id",
            agreements="OLD.id",
            when="(OLD.issuer_id, OLD.slug, OLD.code) <> (NEW.issuer_id, NEW.slug, NEW.code)",
        ),
        refuse_while(
            "terms_change_by_versions",
            pgtrigger.Update,
            "The terms of an agreement in use change by an amendment or a correction, which "
            "another person approves.",
            "SELECT 1 FROM placements_placement WHERE agreement_id = OLD.id",
            agreements="OLD.id",
            when=f"{DIRECT_STATEMENT} AND {changed}",
        ),
    ]


_TOTALS = ("gross_sold", "shares_sold", "commission_sold", "commission_apart")
_TOTALS_FOLLOW = [
    refuse(
        "totals_follow_the_sales",
        pgtrigger.Update,
        "The totals of an agreement follow its sales and are not written by hand.",
        f"{DIRECT_STATEMENT} AND ({_terms_of('OLD', _TOTALS)}) "
        f"IS DISTINCT FROM ({_terms_of('NEW', _TOTALS)})",
    ),
    refuse(
        "totals_start_at_zero",
        pgtrigger.Insert,
        "A new agreement has sold nothing: its totals start at zero.",
        " OR ".join(f"NEW.{total} <> 0" for total in _TOTALS),
    ),
]


def _versions(terms: Collection[str], changed: str) -> list[pgtrigger.Trigger]:
    """How the first version of the terms follows the agreement, and its signing day."""
    return [
        rule(
            "first_version_follows",
            pgtrigger.Update,
            _first_version_follows(terms) + "RETURN NULL;",
            when=pgtrigger.After,
            condition=pgtrigger.Condition(f"({DIRECT_STATEMENT} AND {changed})"),
        ),
        rule(
            "first_version_is_written",
            pgtrigger.Insert,
            _first_version(terms) + "RETURN NULL;",
            when=pgtrigger.After,
        ),
        rule(
            "signings_keep_out_of_closed_periods",
            pgtrigger.UpdateOf("signed_on"),
            SIGNINGS_KEEP_OUT + "RETURN NULL;",
            when=pgtrigger.After,
            condition=pgtrigger.Condition("(OLD.signed_on <> NEW.signed_on)"),
        ),
        rule(
            "versions_go_with_it",
            pgtrigger.Delete,
            NO_VERSION_LEFT + "RETURN NULL;",
            when=pgtrigger.After,
        ),
    ]


_COMMISSION = rule(
    "commission_follows_trade_order",
    pgtrigger.Update,
    COMMISSION_FOLLOWS_TRADE_ORDER + "RETURN NULL;",
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,  # sales and adjustments are correct only together
    condition=pgtrigger.Condition(
        "((OLD.gross_sold, OLD.commission_sold, OLD.commission_apart) "
        "IS DISTINCT FROM (NEW.gross_sold, NEW.commission_sold, NEW.commission_apart))"
    ),
)


def agreement_triggers(terms: Collection[str]) -> list[pgtrigger.Trigger]:
    """The triggers of an agreement; `terms` are its columns of terms."""
    changed = _terms_changed(terms)
    return [
        history_guard(),
        *_stays(changed),
        *_TOTALS_FOLLOW,
        *_versions(terms, changed),
        _COMMISSION,
    ]
