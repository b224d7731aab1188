"""Every reason against a placement's terms and against its moves (p. S-11)."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from neoequity.books.money import dollars, of_shares, per_share
from neoequity.books.refusal import Reason
from placements.terms.lifecycle import DONE, Move, PlacementState, Status, in_words
from placements.terms.notice import AgreementTerms
from placements.terms.split import StockSplit


def reasons_against_terms(
    shares: int, minimum: Decimal | None, expected: Decimal | None
) -> Iterator[Reason]:
    """Reasons against offering `shares` at these prices, in dollars per share."""
    if shares <= 0:
        yield Reason("A placement offers at least one share.", "shares_offered")
    for name, price in (("minimum_price", minimum), ("expected_price", expected)):
        if price is not None and price <= 0:
            yield Reason("A price must be more than $0.", name)
    if minimum is None and expected is None:
        yield Reason(
            "A placement without a minimum price states an expected price, by which it reserves "
            "capacity.",
            "expected_price",
        )


def reasons_against_move(
    placement: PlacementState,
    move: Move,
    *,
    on: date,
    today: date,
    signed_on: date,
    last_trade_date: date | None,
) -> Iterator[Reason]:
    """Reasons against this move on the day `on`, given the table of moves and earlier days."""
    name, done = f"Placement {placement.number}", DONE[move.verb]
    if placement.status not in move.sources:
        yield Reason(f"{name} is {in_words(placement.status)}: it cannot be {done}.")
        return
    if on > today:
        yield Reason(f"{name} cannot be {done} on {on}, in the future; today is {today}.", "on")
    if on < placement.status_on:
        yield Reason(
            f"{name} cannot be {done} on {on}: it has been {in_words(placement.status)} since "
            f"{placement.status_on}.",
            "on",
        )
    if on < signed_on:
        yield Reason(
            f"{name} cannot be {done} on {on}, before its agreement was signed on {signed_on}.",
            "on",
        )
    ends = {Status.CLOSED: 0, Status.SUSPENDED: 1}.get(move.target)
    if ends is not None and last_trade_date and (on - last_trade_date).days < ends:
        yield Reason(
            f"{name} cannot be {done} on {on}: shares were sold under it on {last_trade_date}.",
            "on",
        )


def reasons_against_acceptance(
    placement: PlacementState,
    terms: AgreementTerms,
    *,
    needs: Decimal,
    price: Decimal,
    free: Decimal,
    past: date | None = None,
) -> Iterator[Reason]:
    """The reason against accepting a placement that `needs` more dollars than are `free`.

    All figures are those of today, or of the day `past`.
    """
    if needs > free:
        what = f"{of_shares(placement.shares_left)} at {per_share(price)}"
        had = f"had free on {past}" if past else "has free"
        yield Reason(
            f"Placement {placement.number} needs {dollars(needs)} ({what}), more than the "
            f"{dollars(free)} that the {terms.name} {had} of {dollars(terms.capacity)}"
            f"{terms.cited('capacity')}.",
            "on" if past else "",
        )


def reasons_against_old_shares(
    placement: PlacementState, on: date, splits: Iterable[StockSplit]
) -> Iterator[Reason]:
    """The reason against proposing, on or after a split, a draft written before it."""
    for split in splits:
        if placement.status_on < split.on <= on:
            yield Reason(
                f"Placement {placement.number} was drafted on {placement.status_on}, before "
                f"{split}: withdraw it, and draft it again in shares after the split.",
                "on",
            )
