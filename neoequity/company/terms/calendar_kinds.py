"""The kinds of events that a calendar has, by their names in the books and on pages."""

from collections.abc import Mapping

#: In the order in which a person chooses among them.
KINDS: Mapping[str, str] = {
    "settlement": "Settlements due",
    "warrant": "Warrants due and expiring",
    "blackout": "Blackouts",
    "representation": "Representation dates",
    "lock-up": "Lock-ups",
    "clash": "Lock-up clashes",
    "filing": "Filings due and made",
    "period": "Periods to close",
    "agreement": "Agreement termination dates",
    "money": "Other expected cash",
    "market": "Market holidays",
}


def carries(chosen: list[str], kind: str) -> bool:
    """Whether a feed with this choice has events of the kind; an empty choice is all of them."""
    return not chosen or kind in chosen
