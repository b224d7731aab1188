"""The most important state of each of the company's rooms as of a day, in a few words."""

from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.money import dollars, of_shares, per_share
from neoequity.company.models import Expense, Figure, Funding, MarketPrice, Offering, Position
from neoequity.company.models.standing import figures_on, standing
from neoequity.company.selectors.filings import filings_on
from neoequity.company.selectors.registers import registers_on
from neoequity.company.terms.figures import FIGURES

_MISSING = "not available"


def selling(issuer: Issuer, as_of: date) -> str:
    """The last closing price, at which the first screen says what binds."""
    return prices(issuer, as_of)


def limits(issuer: Issuer, as_of: date) -> str:
    """The authorized shares, from which all limits in shares are taken."""
    authorized = figures_on(issuer, as_of).get("authorized_shares")
    if authorized is None:
        return f"Authorized shares: {_MISSING}."
    return f"{of_shares(int(authorized.value))} authorized ({authorized.page})."


def shares(issuer: Issuer, as_of: date) -> str:
    """The count that the company stated last."""
    stated = figures_on(issuer, as_of).get("shares_outstanding")
    if stated is None:
        return f"Shares outstanding: {_MISSING}."
    count = of_shares(int(stated.value))
    return f"{count} outstanding on {written(stated.day)}, stated by the company."


def holders(issuer: Issuer, as_of: date) -> str:
    """How many holders and groups are recorded."""
    count = standing(Position, issuer, as_of).values("holder").distinct().count()
    return f"{_counted(count, 'holder or group', 'holders and groups')} recorded."


def prices(issuer: Issuer, as_of: date) -> str:
    """The last closing price."""
    rows = standing(MarketPrice, issuer, as_of).filter(close__isnull=False)
    last = rows.order_by("-day", "-pk").first()
    if last is None or last.close is None:
        return f"Last closing price: {_MISSING}."
    return f"Last closing price: {per_share(last.close)} on {written(last.day)}."


def offers(issuer: Issuer, as_of: date) -> str:
    """How many other offers are open."""
    rows = standing(Offering, issuer, as_of)
    count = rows.filter(Q(until=None) | Q(until__gte=as_of)).count()
    return f"{_counted(count, 'other offer is', 'other offers are')} open."


def expenses(issuer: Issuer, as_of: date) -> str:
    """What was reimbursed to agents, less refunds."""
    rows = standing(Expense, issuer, as_of)
    sums = rows.aggregate(
        paid=Sum("amount", default=Decimal(0), filter=Q(category="reimbursement")),
        back=Sum("amount", default=Decimal(0), filter=Q(category="refund")),
    )
    return f"{dollars(sums['paid'] - sums['back'])} of agents' expenses reimbursed to date."


def money(issuer: Issuer, as_of: date) -> str:
    """What is expected, at most."""
    rows = standing(Funding, issuer, as_of).filter(state="expected")
    most = rows.aggregate(most=Sum("amount"))["most"]
    return "Nothing is expected." if most is None else f"{dollars(most)} expected, at most."


def registers(issuer: Issuer, as_of: date) -> str:
    """Reviews that are overdue."""
    overdue = len(registers_on(issuer, as_of).overdue)
    return f"{_counted(overdue, 'review is', 'reviews are')} overdue."


def filings(issuer: Issuer, as_of: date) -> str:
    """What is overdue, and the next filing that is due."""
    found = filings_on(issuer, as_of)
    late = f"{_counted(len(found.overdue), 'filing is', 'filings are')} overdue"
    if found.missing:
        late += f"; {_counted(len(found.missing), 'placement', 'placements')} without a supplement"
    if not found.due or found.due[0].row.due_on is None:
        return f"{late}."
    following = found.due[0].row
    return f"{late}; next due: {following.form} on {written(following.due_on or as_of)}."


def figures(issuer: Issuer, as_of: date) -> str:
    """How many figures are stated."""
    rows = standing(Figure, issuer, as_of)
    return f"{rows.values('name').distinct().count()} of {len(FIGURES)} figures are stated."


def _counted(count: int, one: str, many: str) -> str:
    """No reviews are, 1 review is, 2 reviews are."""
    return f"{count or 'No'} {one if count == 1 else many}"
