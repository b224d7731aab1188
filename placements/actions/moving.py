"""How a move of a placement is written, and what the end of its agreement does to it."""

from datetime import date

from neoequity.books.accounts import User
from neoequity.books.refusal import Reason
from placements.models import Agreement, Placement
from placements.terms.ending import ENDS_AS, PLACING, Change, is_ended, reasons_against_ended
from placements.terms.lifecycle import DONE, MOVES, Move, Status

# Later rules need the days of these moves, so each has a field of its own as well.
_DAY_FIELDS = {"propose": "proposed_on", "accept": "accepted_on", "close": "closed_on"}


def write_move(placement: Placement, move: Move, *, on: date, by: User, note: str) -> None:
    """Write a move that nothing speaks against; the agreement is locked."""
    placement.status = move.target.value
    placement.status_on = on
    placement.status_by = by
    placement.status_note = note
    changed = ["status", "status_on", "status_by", "status_note"]
    if move.verb in _DAY_FIELDS:
        setattr(placement, _DAY_FIELDS[move.verb], on)
        changed.append(_DAY_FIELDS[move.verb])
    placement.save(update_fields=changed)


def reasons_against_placing(placement: Placement, move: Move, on: date) -> list[Reason]:
    """The reason against placing shares under an agreement that has ended by the day."""
    agreement = placement.agreement
    if move.verb not in PLACING or placement.status not in move.sources:
        return []
    if not is_ended(agreement.versions_by(on)[-1].terminated_on, on):
        return []
    what = f"placement {placement.number} cannot be {DONE[move.verb]}"
    return list(reasons_against_ended(agreement.terms(on), on, what, "on"))


def end_placements(agreement: Agreement, change: Change, *, by: User, today: date) -> None:
    """Close or withdraw what is open under an agreement that has ended by today.

    As of the day of the end, or of the last move where it was later. Of a day to come nothing is
    written: until then the placements may sell, and from that day on they are closed by hand.
    """
    ended = change.after
    if ended is None or change.ends_from is None or change.ends_from > today:
        return
    for placement in agreement.placements.filter(status__in=ENDS_AS).order_by("number"):
        write_move(
            placement,
            MOVES[ENDS_AS[Status(placement.status)]],
            on=max(ended, placement.status_on),
            by=by,
            note=f"The {change.name} was terminated on {ended}.",
        )
