"""The lock-up around a placement: its window, what clashes with it, and the consent (p. S-11).

"Without the written consent of Cantor, we will not … offer to sell, sell, contract to sell, grant
any option to sell or otherwise dispose of" common stock, convertibles, warrants or rights "during
the period beginning on the fifth trading day preceding the date on which we and Cantor agree to
the terms of a placement … and ending on the fifth trading day after the settlement of the final
sale made as part of that placement". Days within a window are calendar days: an offer can be made
on a Sunday.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from neoequity.books.calendar import (
    NO_EXCEPTIONS,
    Exceptions,
    trading_days_after,
    trading_days_before,
)
from neoequity.books.refusal import Reason, cite
from neoequity.company.terms.spans import Span, listed


class LockUpTerms(NamedTuple):
    """An agreement's lock-up: trading days before the terms and after the last settlement.

    `slug` identifies the agreement, `agreement` is its name in sentences.
    """

    slug: str
    agreement: str
    agent: str
    days_before: int
    days_after: int
    page: str


class Placed(NamedTuple):
    """The days of a placement, as known on the day that is asked about.

    `last_settlement` is the settlement day, due or past, of its latest sale that stands; None if
    nothing was sold. `closed_on` is None while it may still sell, suspended or not.
    """

    number: int
    agreed_on: date
    last_settlement: date | None
    closed_on: date | None


class Window(NamedTuple):
    """The days on which a placement locks the issuer up; 0 is a placement not yet drafted."""

    terms: LockUpTerms
    placement: int
    span: Span

    def __str__(self) -> str:
        """Its placement as in a sentence: Placement 1 under the Sales Agreement."""
        if not self.placement:
            return f"a new placement under the {self.terms.agreement}"
        return f"Placement {self.placement} under the {self.terms.agreement}"


def window(terms: LockUpTerms, placed: Placed, exceptions: Exceptions = NO_EXCEPTIONS) -> Window:
    """The window of a placement whose terms are agreed, or are to be agreed on a coming day.

    Open-ended while the placement may still sell, for no sale is its final one before that.
    Closed without a sale, it has no final sale for days to follow: the window ends with its
    closing. Raises ValueError for days outside the calendar.
    """
    since = trading_days_before(placed.agreed_on, terms.days_before, exceptions)
    until = None
    if placed.closed_on is not None:
        until = placed.closed_on
        if placed.last_settlement is not None:
            until = trading_days_after(placed.last_settlement, terms.days_after, exceptions)
    return Window(terms, placed.number, Span(since, until))


class Kind(StrEnum):
    """What an act is; the clause covers each of them."""

    OFFER = "offer"
    SALE = "sale"
    GRANT = "grant"
    CALL = "call"
    PLACEMENT = "placement"


class Act(NamedTuple):
    """An offer, sale, grant or call by the issuer, or a placement, and the days it takes.

    `what` begins a sentence ("The Class B call"); `party` is the buyer, holder or, of a
    placement, the agent. `slug` and `placement` tell a placement from its own window.
    """

    kind: Kind
    what: str
    span: Span
    party: str
    slug: str = ""
    placement: int | None = None


class Consent(NamedTuple):
    """A written consent of an agreement's agent to acts of some kinds on some days.

    It counts once it is approved and its document is attached, and never before.
    """

    slug: str
    span: Span
    covers: frozenset[Kind]
    approved: bool
    attached: bool

    def clears(self, against: Window, act: Act) -> bool:
        """Whether it counts for this act under this window, on the days that it names."""
        counts = self.approved and self.attached
        return counts and self.slug == against.terms.slug and act.kind in self.covers


class Clash(NamedTuple):
    """An act within a window: all of the `days` they share, and the `uncovered` ones.

    `refused` is False for a placement with the window's own agent, who consents by accepting it:
    that is told, not refused.
    """

    window: Window
    act: Act
    days: Span
    uncovered: tuple[Span, ...]
    refused: bool

    @property
    def cleared(self) -> bool:
        """Whether consents cover every one of its days."""
        return not self.uncovered


def clashes(
    windows: Iterable[Window], acts: Iterable[Act], consents: Iterable[Consent] = ()
) -> list[Clash]:
    """Every act on a day of a window, cleared or not, by window and then by act.

    The same question both ways: a new placement asks with its own window and all acts, past and
    coming; a new act asks with itself and all windows.
    """
    acts, consents = list(acts), list(consents)
    met = (_clash(each, act, consents) for each in windows for act in acts)
    return [clash for clash in met if clash is not None]


def _clash(against: Window, act: Act, consents: list[Consent]) -> Clash | None:
    days = against.span.common(act.span)
    if days is None or (act.slug, act.placement) == (against.terms.slug, against.placement):
        return None
    uncovered = days.without(each.span for each in consents if each.clears(against, act))
    same_agent = act.kind == Kind.PLACEMENT and act.party == against.terms.agent
    return Clash(against, act, days, uncovered, refused=not same_agent)


def reasons_against(found: Iterable[Clash], field: str = "") -> Iterator[Reason]:
    """The refusal of each clash that no consent clears in full."""
    for clash in found:
        if clash.refused and not clash.cleared:
            terms = clash.window.terms
            yield Reason(
                f"{_meets(clash)}: attach the written consent of {terms.agent} for "
                f"{listed(clash.uncovered)} and have it approved{cite(terms.page)}.",
                field,
            )


def told(found: Iterable[Clash]) -> Iterator[str]:
    """What is only told: placements with the same agent, whose acceptance is its consent."""
    for clash in found:
        if not clash.refused:
            terms = clash.window.terms
            yield (
                f"{_meets(clash)}; {terms.agent} is the agent of both, so that no other consent "
                f"is needed{cite(terms.page)}."
            )


def _meets(clash: Clash) -> str:
    return (
        f"{clash.act.what}, {clash.act.span}, falls in the lock-up of {clash.window}, "
        f"{clash.window.span}"
    )
