"""What blocks sales now, and why: one sentence for each obstacle."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from neoequity.books.money import dollars
from neoequity.books.templatetags.books import day
from placements.models import PlacementEvent
from placements.selectors.positions import Position
from placements.terms.lifecycle import RESERVING, Status

UNSIGNED, TERMINATED, OVERSOLD, SOLD_OUT, IDLE, RESERVED, SUSPENDED, PROPOSED, PLACED = (
    *("unsigned", "terminated", "oversold", "sold-out", "idle", "reserved"),
    *("suspended", "proposed", "placed"),
)


class Block(NamedTuple):
    """What is blocked, why, and the address of the page where it can be resolved.

    `obstacle` is the reason in a word.
    """

    name: str
    why: str
    url: str
    obstacle: str


def blocks(
    positions: Iterable[Position], placements: Sequence[PlacementEvent], as_of: date
) -> list[Block]:
    """Every obstacle on the day, in the order of the agreements."""
    obstacles: list[Block] = []
    for position in positions:
        name = position.in_force.terms.name
        own_placements = [row for row in placements if row.agreement_id == position.agreement.pk]
        obstacles += _of_agreement(position, own_placements, as_of)
        for row in own_placements:
            obstacles += _of_placement(row, name)
    return obstacles


def _of_agreement(
    position: Position, placements: Sequence[PlacementEvent], as_of: date
) -> Iterator[Block]:
    agreement, capacity = position.agreement, position.capacity
    name, url = position.in_force.terms.name, agreement.get_absolute_url()
    if as_of < agreement.signed_on:
        yield Block(
            name,
            f"signed on {day(agreement.signed_on)}; no sales before that day.",
            url,
            UNSIGNED,
        )
    elif position.terminated_on is not None:
        why = f"terminated on {day(position.terminated_on)}; nothing is sold from that day on."
        yield Block(name, why, url, TERMINATED)
    elif capacity.remaining < 0:
        why = (
            f"{dollars(-capacity.remaining)} more than its capacity are on the books of this day: "
            f"sales of {dollars(position.reversed_later)} still counted that were reversed later."
        )
        yield Block(name, why, url, OVERSOLD)
    elif capacity.remaining == 0:
        yield Block(name, f"the full {dollars(capacity.limit)} has been sold.", url, SOLD_OUT)
    elif not any(row.status == Status.ACCEPTED and row.unsold_then for row in placements):
        why = (
            "no accepted placement has shares left, so nothing can be sold until the agent "
            "accepts one."
        )
        yield Block(name, why, url, IDLE)
    if capacity.free < 0:
        why = f"open placements hold back {dollars(-capacity.free)} more than is left."
        yield Block(name, why, url, RESERVED)


def _of_placement(row: PlacementEvent, agreement: str) -> Iterator[Block]:
    name, url = f"Placement {row.number}, {agreement}", row.pgh_obj.get_absolute_url()
    since = day(row.status_on)
    if row.status == Status.SUSPENDED:
        note = f" ({row.status_note})" if row.status_note else ""
        yield Block(name, f"suspended since {since}{note}.", url, SUSPENDED)
    elif row.status == Status.PROPOSED:
        yield Block(name, f"proposed on {since}; the agent has not responded yet.", url, PROPOSED)
    if row.status in RESERVING and not row.unsold_then:
        yield Block(name, "sold in full, but not closed yet.", url, PLACED)
