"""The agent's written notice (p. S-11): when it is needed, what it states, how that differs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.money import dollars, of_shares, per_share
from neoequity.books.refusal import Reason

BEFORE_DELIVERY, BEFORE_CLOSING, NOT_NEEDED = "before_delivery", "before_closing", "not_needed"
#: What an agreement may say of the notice; one that is silent needs it before closing.
NOTICE_NEEDED = {
    BEFORE_DELIVERY: "before shares are delivered",
    BEFORE_CLOSING: "before the period closes",
    NOT_NEEDED: "not needed",
}

#: The figures that a notice may state, in the order in which they are compared.
FIGURES = {
    "shares": "shares",
    "price": "price per share",
    "gross": "gross",
    "commission": "commission",
    "fees": "fees",
    "net": "net",
    "settlement_date": "settlement date",
}
#: What a figure is calculated from, with the sign of each.
_MADE_OF: Mapping[str, Mapping[str, int]] = {
    "gross": {"shares": 1, "price": 1},
    "net": {"gross": 1, "commission": -1, "fees": -1},
}


class Figures(NamedTuple):
    """The figures of a sale; None where a notice does not state one. `fees` are deductions."""

    shares: int | None = None
    price: Decimal | None = None
    gross: Decimal | None = None
    commission: Decimal | None = None
    fees: Decimal | None = None
    net: Decimal | None = None
    settlement_date: date | None = None


class Difference(NamedTuple):
    """One figure that a notice states otherwise: by how much, and where that comes from.

    `by` is stated less ours: dollars, shares, or days of a date. `follows_from` names the other
    figures that explain it, and `own` is what they leave, which arises in the figure itself.
    """

    figure: str
    by: Decimal
    own: Decimal
    follows_from: tuple[str, ...]
    sentence: str


def differences(stated: Figures, ours: Figures) -> list[Difference]:
    """What the notice states otherwise than our entry, figure by figure."""
    by = {
        name: change
        for name in FIGURES
        if (change := _change(getattr(stated, name), getattr(ours, name)))
    }
    found = []
    for name, change in by.items():
        causes = tuple(part for part in _MADE_OF.get(name, {}) if part in by)
        own = _own(name, by) if causes else change
        untold = Difference(name, change, own, causes, "")
        theirs, our_own = (_written(name, getattr(figures, name)) for figures in (stated, ours))
        found.append(untold._replace(sentence=_sentence(untold, theirs, our_own)))
    return found


def _change(stated: Decimal | int | date | None, ours: Decimal | int | date | None) -> Decimal:
    """Stated less ours; nothing where the notice is silent."""
    match stated, ours:
        case date(), date():
            return Decimal((stated - ours).days)
        case ((int() | Decimal()), (int() | Decimal())):
            return Decimal(stated) - Decimal(ours)
    return Decimal(0)


def _own(name: str, by: Mapping[str, Decimal]) -> Decimal:
    """What the parts leave unexplained: a gross follows its shares and price, however rounded."""
    if name == "gross":
        return Decimal(0)
    return by[name] - sum(sign * by.get(part, 0) for part, sign in _MADE_OF[name].items())


def _sentence(difference: Difference, theirs: str, ours: str) -> str:
    name, _, own, causes, _ = difference
    words = FIGURES[name]
    have = "are" if name in ("shares", "fees") else "is"
    told = f"The {words} stated, {theirs}, {have} {_distance(name, difference.by)} ours, {ours}"
    if not causes:
        return f"{told}."
    named = " and the ".join(FIGURES[cause] for cause in causes)
    if not own:
        return f"{told}; this follows from the {named}."
    return (
        f"{told}; apart from what follows from the {named}, {_written(name, abs(own))} arises in "
        f"the {words} itself."
    )


def _written(name: str, figure: Decimal | int | date) -> str:
    if isinstance(figure, date):
        return written(figure)
    if isinstance(figure, int):
        return f"{figure:,}"
    return per_share(figure) if name == "price" else dollars(figure)


def _distance(name: str, by: Decimal) -> str:
    """By how much: "$0.01 less than", "2 days later than"."""
    if name == "settlement_date":
        days = abs(int(by))
        return f"{days} day{'s'[: days != 1]} {'later' if by > 0 else 'earlier'} than"
    if name == "shares":
        return f"{of_shares(abs(int(by)))} {'more' if by > 0 else 'fewer'} than"
    return f"{_written(name, abs(by))} {'more' if by > 0 else 'less'} than"


class Covered(NamedTuple):
    """A sale that a notice would cover, in words, and another notice of it that stands."""

    name: str
    kind: str
    trade_date: date
    stated: Figures
    other: str = ""


def reasons_against_notice(
    received_on: date,
    covered: Sequence[Covered],
    *,
    today: date,
    replaced: str = "",
    reason: str = "",
) -> Iterator[Reason]:
    """Every reason against recording that this notice was received.

    `replaced` names the notice that it replaces, for the `reason` given.
    """
    if received_on > today:
        yield Reason(
            f"A notice received on {received_on} is in the future; today is {today}.",
            "received_on",
        )
    if not covered:
        yield Reason("Choose at least one sale that the notice covers.", "sales")
    for name, times in Counter(sale.name for sale in covered).items():
        if times > 1:
            yield Reason(f"{name} is covered once by a notice, not {times} times.", "sales")
    for sale in covered:
        yield from _against_sale(sale, received_on)
    if replaced and not reason.strip():
        yield Reason(f"Enter the reason why {replaced} is replaced.", "reason")
    if reason.strip() and not replaced:
        yield Reason("A reason is given only for replacing an earlier notice.", "reason")


def _against_sale(sale: Covered, received_on: date) -> Iterator[Reason]:
    if sale.kind != "sale":
        yield Reason(f"{sale.name} is not a sale: the agent's notice is of sales.", "sales")
    elif received_on < sale.trade_date:
        yield Reason(
            f"{sale.name} was made on {sale.trade_date}: a notice received on {received_on} cannot "
            "cover it.",
            "received_on",
        )
    if sale.other:
        yield Reason(
            f"{sale.name} has a notice already, {sale.other}: to correct it, replace that notice.",
            "sales",
        )
    for name in ("shares", "price"):
        figure = getattr(sale.stated, name)
        if figure is not None and figure <= 0:
            yield Reason(f"{sale.name}: the {FIGURES[name]} stated must be more than zero.", name)
    for name in ("gross", "commission", "fees", "net"):
        figure = getattr(sale.stated, name)
        if figure is not None and figure < 0:
            yield Reason(f"{sale.name}: the {FIGURES[name]} stated must be $0 or more.", name)


def reason_against_delivery(sale: str, notice_needed: str | None, *, has_notice: bool) -> str:
    """The sentence against delivering a sale, empty where its agreement has nothing against it."""
    if notice_needed != BEFORE_DELIVERY or has_notice:
        return ""
    return (
        f"{sale} cannot be delivered before the agent's written notice of it is received: record "
        "the notice first."
    )
