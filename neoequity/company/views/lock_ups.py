"""The lock-ups as the calendar page shows them: their calculation, clashes and consents."""

from typing import NamedTuple

from neoequity.company.models.lock_up_consents import Given
from neoequity.company.models.lock_ups import LockUp, Situation
from neoequity.company.terms.lock_up import Clash
from neoequity.company.terms.lock_up_days import Counted, counted_after, counted_before
from neoequity.company.terms.spans import listed


class Worked(NamedTuple):
    """A lock-up with the days counted to its start and end; `after` None while it has no end."""

    lock_up: LockUp
    before: Counted
    after: Counted | None
    consents: list[Given]


class State(NamedTuple):
    """A clash, and the days that no consent covers, in words.

    `unattached` are consents of the agreement that only miss their document.
    """

    clash: Clash
    uncovered: str
    unattached: list[Given]


def worked(situation: Situation) -> list[Worked]:
    """The lock-ups with a window, the latest agreed first."""
    rows = []
    for each in situation.lock_ups:
        if each.terms is None or each.window is None:
            continue
        placed = each.placed
        after = None
        if placed.closed_on is not None and placed.last_settlement is not None:
            after = counted_after(
                placed.last_settlement, each.terms.days_after, situation.exceptions
            )
        before = counted_before(placed.agreed_on, each.terms.days_before, situation.exceptions)
        rows.append(Worked(each, before, after, situation.counting(each.window)))
    return sorted(rows, key=lambda row: row.lock_up.placed.agreed_on, reverse=True)


def states_of(situation: Situation) -> list[State]:
    """The clashes, those without consent first."""
    rows = [
        State(clash, listed(clash.uncovered), _unattached(situation, clash))
        for clash in situation.clashes()
    ]
    return sorted(rows, key=lambda row: (row.clash.cleared or not row.clash.refused,))


def consents_of(situation: Situation) -> list[Given]:
    """Every consent as of the day, the latest first."""
    return situation.consents[::-1]


def _unattached(situation: Situation, clash: Clash) -> list[Given]:
    return [
        given
        for given in situation.consents
        if not given.counts
        and given.consent.slug == clash.window.terms.slug
        and any(given.consent.span.common(span) for span in clash.uncovered)
    ]
