"""What the senders of a side should say of our books, with what is left of each entry."""

from neoequity.statements.models.expected import expected, receipts
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.terms.entry import Entry


def ours(scope: Scope) -> list[Entry]:
    """The entries as the side's senders should state them, whole; up to six queries."""
    return expected(scope).entries


def ours_left(scope: Scope) -> list[Entry]:
    """What is left of our side at the end of the day: entries, and a bank's receipts.

    An entry is left for the bank by what no receipt has paid and no accepted difference settled; a
    receipt as long as no line is matched with it. Up to nine queries.
    """
    left = expected(scope).left()
    return [*receipts(scope).left(), *left] if scope.side == "bank" else left
