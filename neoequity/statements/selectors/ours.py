"""What the senders of a side should say of our books, with what is left of each entry."""

from collections.abc import Mapping
from datetime import date

from neoequity.statements.models.expected import expected, receipts
from neoequity.statements.models.kept_entries import Scope
from neoequity.statements.terms.entry import Entry


def ours(scope: Scope, due_again: Mapping[int, date] | None = None) -> list[Entry]:
    """The entries of the books as the side's senders should state them, whole; up to six queries.

    `due_again` has the new day of each sale whose delivery failed, by its key.
    """
    return expected(scope, due_again).entries


def ours_left(scope: Scope, due_again: Mapping[int, date] | None = None) -> list[Entry]:
    """What is left of our side at the end of the day: entries, and a bank's receipts.

    An entry is left for the bank by what no receipt has paid and no accepted difference settled; a
    receipt as long as no line is matched with it. Up to nine queries.
    """
    left = expected(scope, due_again).left()
    return [*receipts(scope).left(), *left] if scope.side == "bank" else left
