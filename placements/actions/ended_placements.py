"""What an end does to the placements of its agreement: those that are open end with it."""

from datetime import date

from neoequity.books.accounts import User
from placements.actions.placement import write_move
from placements.models import Agreement
from placements.terms.ending import ENDS_AS, Change
from placements.terms.lifecycle import MOVES, Status


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
