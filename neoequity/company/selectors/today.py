"""What the first screen says before a sale: what binds, the lock-up, the runway, the notices."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse

from neoequity.books.days import written
from neoequity.books.held import Link
from neoequity.books.models import Issuer
from neoequity.books.money import cents
from neoequity.company.models.lock_ups import Situation, situation_on
from neoequity.company.models.standing import figures_on
from neoequity.company.selectors.filings import filings_on
from neoequity.company.selectors.first_to_bind import Bound, first_to_bind
from neoequity.company.selectors.quotes import Quote, last_close
from neoequity.company.selectors.registers import registers_on
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
    notices: Sequence[Link]


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
        notices=list(_notices(issuer, as_of, situation)),
    )


def runway_unsold(issuer: Issuer, as_of: date, known_at: datetime | None = None) -> Runway | None:
    """How long the cash lasts if nothing is sold; None where no document states cash or burn."""
    figures = figures_on(issuer, as_of, known_at)
    cash, burn = figures.get("cash"), figures.get("monthly_burn")
    if cash is None or burn is None:
        return None
    start = Position(cash.day, cents(cash.value), cents(burn.value))
    return runway(start, Scenario("Nothing sold", ()))


def _notices(issuer: Issuer, as_of: date, situation: Situation) -> Iterator[Link]:
    """What needs a person, each with the page that mends it."""
    clashes = [each for each in situation.clashes() if each.refused and not each.cleared]
    if clashes:
        what = "other offer meets" if len(clashes) == 1 else "other offers meet"
        yield Link(
            f"{len(clashes)} {what} a lock-up without the agent's consent.",
            reverse("company:calendar"),
        )
    filings = filings_on(issuer, as_of)
    for filing in filings.overdue:
        due = filing.row.due_on
        when = f" since {written(due)}" if due else ""
        yield Link(f"Filing overdue{when}: {filing.row.form}.", reverse("company:filings"))
    if filings.missing:
        count = len(filings.missing)
        whose = "placement has" if count == 1 else "placements have"
        yield Link(f"{count} {whose} no supplement on record.", reverse("company:filings"))
    overdue = len(registers_on(issuer, as_of).overdue)
    if overdue:
        what = "register entry is" if overdue == 1 else "register entries are"
        yield Link(f"{overdue} {what} overdue for review.", reverse("company:registers"))
