"""SQL that locks agreements, for rules that must not race."""

import pgtrigger

from neoequity.books.triggers import refuse_where, rule


def lock_agreements(ids: str) -> str:
    """SQL that locks these agreements, so that what is read afterwards does not change."""
    return f"PERFORM 1 FROM placements_agreement WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE;"


def refuse_while(
    name: str,
    operation: pgtrigger.Operation,
    sentence: str,
    rows: str,
    agreements: str,
    *,
    when: str = "true",
) -> pgtrigger.Trigger:
    """A row trigger that refuses `operation` while the query finds rows under these agreements.

    It runs the query only where the SQL `when` holds.
    """
    func = lock_agreements(agreements) + refuse_where(rows, sentence) + "RETURN COALESCE(NEW, OLD);"
    condition = pgtrigger.Condition(f"({when})")
    return rule(name, operation, func, when=pgtrigger.Before, condition=condition)
