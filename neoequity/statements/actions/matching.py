"""Accept what is proposed to belong together, all that is certain, or what a person chooses."""

from collections.abc import Collection, Iterator
from datetime import date

from neoequity.books.accounts import User
from neoequity.books.action import action
from neoequity.books.collecting import uncollected
from neoequity.books.refusal import Reason, Refused, refuse_if_any
from neoequity.statements.actions.line_receipts import with_receipts
from neoequity.statements.actions.matches import lock_side, post_matches
from neoequity.statements.actions.planning import Planned, plan
from neoequity.statements.models import Match
from neoequity.statements.models.kept_entries import Row, Scope
from neoequity.statements.models.offer import offer_of
from neoequity.statements.models.open_sides import OpenSides, open_sides
from neoequity.statements.terms.proposal import Rank

_STALE = (
    "This proposal no longer stands: one of its lines or entries was matched, or something was "
    "recorded or undone meanwhile. Look at the proposals as they are now."
)


@action(needs="statements.add_match", told="Accepted a proposed match")
def accept_proposal(scope: Scope, token: str, *, by: User, today: date) -> Match:
    """Accept the proposal that this token offered, exactly as it was shown.

    What one side has beyond the other stays open. Of a bank's line with sales the receipt is
    recorded, too. Raises Refused if less or more is left of a row than was shown.
    """
    offer = offer_of(scope, token)
    if offer is None:
        raise Refused([Reason(_STALE)])
    scope = scope._replace(as_of=today, only=frozenset(offer.left))
    lock_side(scope)
    sides = open_sides(scope)
    left = sides.by_row()
    if {row: entry.quantity for row, entry in left.items()} != offer.left:
        raise Refused([Reason(_STALE)])
    chosen = [(left[row].key, left[row], row.what) for row in offer.left]
    lines = {key: entry for key, entry, what in chosen if what == "line"}
    items = {key: entry for key, entry, what in chosen if what != "line"}
    return _post_one(scope, plan(scope, sides, lines, items, offer.explanation), by=by)


@action(needs="statements.add_match", told="Accepted all certain matches")
def accept_all_certain(scope: Scope, *, by: User, today: date) -> list[int]:
    """Accept every proposal that is certain, and give the keys of the matches; none is no error.

    Raises Refused if one cannot be accepted, and then accepts none.
    """
    scope = scope._replace(as_of=today)
    lock_side(scope)
    planned = _certain(scope)
    return post_matches(scope, with_receipts(scope, planned, by=by), by=by) if planned else []


@action(needs="statements.add_match", told="Matched by hand")
def match_by_hand(
    scope: Scope, chosen: Collection[Row], *, by: User, today: date, note: str = ""
) -> Match:
    """Match the chosen lines, entries and receipts with all that is left of each.

    What one side has beyond the other stays open. Raises Refused for what is not open, for sides
    that have nothing in common, and for a receipt that would be matched in part.
    """
    scope = scope._replace(as_of=today, only=frozenset(chosen))
    lock_side(scope)
    sides = open_sides(scope)
    refuse_if_any(reasons_against_choosing(sides, chosen))
    said = f"Chosen by hand: {note.strip()}" if note.strip() else "Chosen by hand."
    return _post_one(scope, plan(scope, sides, sides.lines, sides.items, said), by=by)


def reasons_against_choosing(sides: OpenSides, chosen: Collection[Row]) -> Iterator[Reason]:
    """Every reason against matching these rows that does not depend on their figures."""
    if not chosen:
        yield Reason("Choose the lines and the entries that belong together.")
    there, whole = sides.by_row(), sides.whole()
    for row in sorted(set(chosen) - set(there)):
        entry = whole.get(row)
        if entry is None:
            yield Reason(f"One of the chosen rows ({row.what} {row.pk}) is not of this side.")
        else:
            name = f"{entry.name[0].upper()}{entry.name[1:]}"
            yield Reason(f"{name} is matched already: nothing of its {entry.quantity} is left.")


def _certain(scope: Scope) -> list[Planned]:
    """The matches of all that is certain; both sides are forgotten before these are posted."""
    sides = open_sides(scope)
    with uncollected():
        return [
            plan(
                scope,
                sides,
                {key: sides.lines[key] for key in each.lines},
                {key: sides.items[key] for key in each.items},
                each.explanation,
            )
            for each in sides.proposals()
            if each.rank == Rank.CERTAIN
        ]


def _post_one(scope: Scope, planned: Planned, *, by: User) -> Match:
    [key] = post_matches(scope, with_receipts(scope, [planned], by=by), by=by)
    return Match.objects.get(pk=key)
