"""Stock splits and warrant events of a programme file, read strictly."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books import strict_table as strict
from neoequity.books.strict_table import Read, StrictTable

_NUMBER = strict.count(999_999_999, least=1)
_RATIO = strict.count(1_000_000, least=1)
_EXERCISE = "_exercise"


class SplitFacts(NamedTuple):
    """A stock split: `new` shares for `old` ones."""

    on: date
    new: int
    old: int
    source: str


class IssueFacts(NamedTuple):
    """An issue to the agent; `placement` is None for the whole programme."""

    agreement: str
    placement: int | None
    on: date


class EntryFacts(NamedTuple):
    """An entry of the register: what `holder` (slug) does with `shares` of a warrant.

    Only a transfer has `to`, only an exercise `way` and `market_price`, only a cancellation
    `reason`. An expiry may leave out holder and shares.
    """

    agreement: str
    warrant: int
    on: date
    holder: str | None = None
    shares: int | None = None
    to: str = ""
    way: str = ""
    market_price: Decimal | None = None
    reason: str = ""


def _split(table: StrictTable) -> SplitFacts:
    return SplitFacts(
        on=table.take("on", strict.day),
        new=table.take("new", _RATIO),
        old=table.take("old", _RATIO),
        source=table.take("source", strict.text(200)),
    )


def _issue(table: StrictTable) -> IssueFacts:
    return IssueFacts(
        agreement=table.take("agreement", strict.slug),
        placement=table.take("placement", _NUMBER, default=None),
        on=table.take("on", strict.day),
    )


def _entry(table: StrictTable) -> EntryFacts:
    return EntryFacts(
        agreement=table.take("agreement", strict.slug),
        warrant=table.take("warrant", _NUMBER),
        on=table.take("on", strict.day),
    )


def _of_a_holder(table: StrictTable) -> EntryFacts:
    return _entry(table)._replace(
        holder=table.take("holder", strict.slug),
        shares=table.take("shares", strict.shares),
    )


def _transfer(table: StrictTable) -> EntryFacts:
    return _of_a_holder(table)._replace(to=table.take("to", strict.slug))


def _exercise(table: StrictTable) -> EntryFacts:
    return _of_a_holder(table)._replace(
        way=table.take("way", _way, default="cash"),
        market_price=table.take("market_price", strict.price, default=None),
    )


def _cancel(table: StrictTable) -> EntryFacts:
    return _of_a_holder(table)._replace(reason=table.take("reason", strict.text(300)))


def _expire(table: StrictTable) -> EntryFacts:
    facts = _entry(table)._replace(
        holder=table.take("holder", strict.slug, default=None),
        shares=table.take("shares", strict.shares, default=None),
    )
    if (facts.holder is None) != (facts.shares is None):
        table.complain("names a holder with its shares, or neither.")
    return facts


_WAYS: Read[str] = strict.one_of(("cash", "cashless", f"cash{_EXERCISE}", f"cashless{_EXERCISE}"))


def _way(content: object) -> str:
    """`cash` or `cashless`; the register's own names (`cash_exercise`) are read as well."""
    way: str = _WAYS(content)
    return way.removesuffix(_EXERCISE)


#: The reader of each kind; the caller complains of keys left over.
READERS: Mapping[str, Callable[[StrictTable], SplitFacts | IssueFacts | EntryFacts]] = {
    "split": _split,
    "issue": _issue,
    "transfer": _transfer,
    "exercise": _exercise,
    "cancel": _cancel,
    "expire": _expire,
}
