"""Which lines of a statement and which of our items belong together: proposals, the surest first.

The evidence is tried in the order of its strength: a common reference, then equal figures within a
few settlement days, then amounts that differ by rounding, then sums, then amounts that differ by a
bank's charge. An entry is in one proposal at most, so all of them can be accepted together. Each
step sorts, and looks up in dictionaries; none compares every line with every item.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from neoequity.books.calendar import NO_EXCEPTIONS, Exceptions
from neoequity.statements.terms.by_figures import by_figures, nearly
from neoequity.statements.terms.by_reference import by_reference
from neoequity.statements.terms.by_sums import by_sums
from neoequity.statements.terms.candidates import ROUNDING, Candidate, candidates, counted_days
from neoequity.statements.terms.entry import Entry
from neoequity.statements.terms.proposal import Proposal
from placements.terms.reference import reference_key

#: What a bank may keep of a wire, in dollars, for the two still to be proposed together.
MOST_CHARGE = Decimal("50.00")


def propose_matches(
    lines: Iterable[Entry],
    items: Iterable[Entry],
    exceptions: Exceptions = NO_EXCEPTIONS,
    most_charge: Decimal = MOST_CHARGE,
) -> list[Proposal]:
    """Proposals for what is open, by rank, then day; the same in whatever order entries come.

    Give entries with what is left of them, as `open_entries` has it. Raises ValueError if two of
    one side have the same key.
    """
    lines, items = list(lines), list(items)
    at = counted_days((each.day for each in (*lines, *items)), exceptions)
    key_of = cache(reference_key)
    found = _in_order_of_strength(
        candidates(lines, at, key_of), candidates(items, at, key_of), int(most_charge.scaleb(2))
    )
    return sorted(found, key=lambda each: (each.rank, each.day, each.lines, each.items))


def _in_order_of_strength(
    lines: Sequence[Candidate], items: Sequence[Candidate], most_charge: int
) -> Iterator[Proposal]:
    yield from by_reference(lines, items)
    yield from by_figures(lines, items)
    yield from nearly(lines, items, ROUNDING)
    yield from by_sums(lines, items)
    yield from nearly(lines, items, most_charge)
