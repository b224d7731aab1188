"""What the senders of a side state, line by line, with what is left of each."""

from neoequity.statements.models.kept_entries import Scope, lines_kept
from neoequity.statements.terms.entry import Entry


def stated(scope: Scope) -> list[Entry]:
    """The lines received by the day, whole; four queries."""
    return lines_kept(scope).entries


def stated_left(scope: Scope) -> list[Entry]:
    """The lines that are open at the end of the day, with what is left of each; four queries."""
    return lines_kept(scope).left()
