"""What the first screen says before a sale: what binds, the lock-up and the runway."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from neoequity.books.models import Issuer
from neoequity.books.money import cents
from neoequity.company.models.lock_ups import situation_on
from neoequity.company.models.standing import figures_on
from neoequity.company.selectors.first_to_bind import Bound, first_to_bind
from neoequity.company.selectors.quotes import Quote, last_close
from neoequity.company.terms.lock_up import Window
from neoequity.company.terms.runway import Position, Runway, Scenario, runway
from placements.models import Split


class Today(NamedTuple):
    """The company on a day: `bounds` at the last closing price, None for what is not available.

    `locked` are the lock-ups that include the day; `runway` is that with nothing sold.
    """

    quote: Quote | None
    bounds: Sequence[Bound]
    locked: Sequence[Window]
    runway: Runway | None


def today_of(issuer: Issuer, as_of: date) -> Today:
    """What an issuer's people should know on a day; a constant number of queries."""
    splits = Split.by_issuer(as_of, issuers=[issuer.pk])[issuer.pk]
    quote = last_close(issuer, as_of, splits)
    situation = situation_on(issuer, as_of, since=as_of)
    return Today(
        quote=quote,
        bounds=[] if quote is None else first_to_bind(issuer, as_of, quote.price),
        locked=[each for each in situation.windows if each.span.includes(as_of)],
        runway=runway_unsold(issuer, as_of),
    )


def runway_unsold(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Runway | None:
    """How long the cash lasts if nothing is sold; None where no document states cash or burn."""
    figures = figures_on(issuer, as_of, known_at)
    cash, burn = figures.get("cash"), figures.get("monthly_burn")
    if cash is None or burn is None:
        return None
    start = Position(cash.day, cents(cash.value), cents(burn.value))
    return runway(start, Scenario("Nothing sold", ()))
