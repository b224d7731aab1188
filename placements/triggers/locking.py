"""SQL that waits for whoever writes under an agreement, for the rules that must not race."""

import pgtrigger

from neoequity.books.triggers import refuse_where, rule


def lock_agreements(ids: str) -> str:
    """SQL that waits for whoever is writing under these agreements; what is read then stays."""
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

    Where the SQL `when` does not hold, it does not ask.
    """
    func = lock_agreements(agreements) + refuse_where(rows, sentence) + "RETURN COALESCE(NEW, OLD);"
    condition = pgtrigger.Condition(f"({when})")
    return rule(name, operation, func, when=pgtrigger.Before, condition=condition)
