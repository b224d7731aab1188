"""Read a programme file's events on placements, sales and terms: strictly, as facts."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from neoequity.books import strict_table as strict
from neoequity.books.strict_table import MisreadError, Read, StrictTable
from placements.terms import ending_event, settlement_event
from placements.terms.lifecycle import MOVES
from placements.terms.limits import LONGEST
from placements.terms.notice import SaleNotice
from placements.terms.programme import TierFacts
from placements.terms.programme_file import TERMS, read_notice, read_tier
from placements.terms.settlement_event import FailedFacts, NoticeFacts

T = TypeVar("T")

_PAGE, _REMARK = strict.text(80), strict.text(300)
_NUMBER = strict.count(999_999_999, least=1)
_REFERENCE = strict.text(64)
#: What an amendment may change: the terms of the agreement, and its name.
_AMENDABLE: Mapping[str, Read[object] | None] = {"name": strict.text(LONGEST["name"]), **TERMS}

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
# No figure of a contract has more digits before or after its point.
_FARTHEST = 30


class DraftFacts(NamedTuple):
    """A draft of a placement; `on` is the day of its first move, None if it has none."""

    agreement: str
    number: int
    shares_offered: int
    minimum_price: Decimal | None
    expected_price: Decimal | None
    remark: str
    on: date | None = None


class MovedFacts(NamedTuple):
    """One move of a placement."""

    agreement: str
    placement: int
    verb: str
    on: date
    note: str


class SoldFacts(NamedTuple):
    """A sale; `agent` is empty unless stated."""

    notice: SaleNotice
    agent: str

    @property
    def agreement(self) -> str:
        """The short name of its agreement."""
        return self.notice.agreement


class DeliveredFacts(NamedTuple):
    """The delivery of a sale's shares."""

    agreement: str
    agent_reference: str
    on: date
    remark: str


class ReversedFacts(NamedTuple):
    """The reversal of a sale, with effect from the day `on`."""

    agreement: str
    agent_reference: str
    on: date
    reason: str


class AmendedFacts(NamedTuple):
    """New terms by their names, and new fee tiers if any: an amendment or a correction."""

    kind: str
    agreement: str
    effective_on: date
    document: str
    page: str
    reason: str
    terms: Mapping[str, object]
    fee_tiers: tuple[TierFacts, ...] | None


class PaidFacts(NamedTuple):
    """Dollars of a receipt for the sale with this reference; negative for what was netted.

    An adjustment or a reversal has no reference: it is named by its number, `entry`.
    """

    agent_reference: str
    entry: int | None
    amount: Decimal
    remark: str


class ReceiptFacts(NamedTuple):
    """Cash that the bank credited, and the sales that it pays."""

    agreement: str
    on: date
    amount: Decimal
    bank_reference: str
    remark: str
    parts: tuple[PaidFacts, ...]


Facts = (
    DraftFacts
    | MovedFacts
    | SoldFacts
    | DeliveredFacts
    | ReversedFacts
    | AmendedFacts
    | ending_event.Facts
    | ReceiptFacts
    | NoticeFacts
    | FailedFacts
)


def _draft(table: StrictTable) -> DraftFacts:
    return DraftFacts(
        agreement=table.take("agreement", strict.slug),
        number=table.take("number", _NUMBER),
        shares_offered=table.take("shares_offered", strict.shares),
        minimum_price=table.take("minimum_price", strict.price, default=None),
        expected_price=table.take("expected_price", strict.price, default=None),
        remark=table.take("remark", _REMARK, default=""),
    )


def _move(table: StrictTable) -> MovedFacts:
    return MovedFacts(
        agreement=table.take("agreement", strict.slug),
        placement=table.take("placement", _NUMBER),
        verb=table.take("verb", strict.one_of(MOVES)),
        on=table.take("on", strict.day),
        note=table.take("note", _REMARK, default=""),
    )


def _sale(table: StrictTable) -> SoldFacts:
    return SoldFacts(
        notice=read_notice(table),
        agent=table.take("agent", strict.text(120), default=""),
    )


def _delivery(table: StrictTable) -> DeliveredFacts:
    return DeliveredFacts(
        agreement=table.take("agreement", strict.slug),
        agent_reference=table.take("agent_reference", _REFERENCE),
        on=table.take("on", strict.day),
        remark=table.take("remark", _REMARK, default=""),
    )


def _reversal(table: StrictTable) -> ReversedFacts:
    return ReversedFacts(
        agreement=table.take("agreement", strict.slug),
        agent_reference=table.take("agent_reference", _REFERENCE),
        on=table.take("on", strict.day),
        reason=table.take("reason", _REMARK),
    )


def _receipt(table: StrictTable) -> ReceiptFacts:
    return ReceiptFacts(
        agreement=table.take("agreement", strict.slug),
        on=table.take("on", strict.day),
        amount=table.take("amount", strict.any_money),
        bank_reference=table.take("bank_reference", _REFERENCE),
        remark=table.take("remark", _REMARK, default=""),
        parts=tuple(map(_paid, table.tables("parts", f"{table.where}, part"))),
    )


def _paid(table: StrictTable) -> PaidFacts:
    paid = PaidFacts(
        agent_reference=table.take("agent_reference", _REFERENCE, default=""),
        entry=table.take("entry", _NUMBER, default=None),
        amount=table.take("amount", strict.any_money),
        remark=table.take("remark", _REMARK, default=""),
    )
    if bool(paid.agent_reference) == (paid.entry is not None):
        table.complain("needs the agent_reference of a sale, or the number of another entry.")
    table.close()
    return paid


def _amendment(kind: str) -> Callable[[StrictTable], AmendedFacts]:
    def read(table: StrictTable) -> AmendedFacts:
        agreement = table.take("agreement", strict.slug)
        stated = table.table("terms", f"{table.where}, terms,", default={})
        terms = {
            name: stated.take(name, quoted_or_not(reader))
            for name, reader in _AMENDABLE.items()
            if reader is not None and stated.has(name)
        }
        stated.close()
        tiers = table.tables("fee_tiers", f"{table.where}, fee tier")
        return AmendedFacts(
            kind=kind,
            agreement=agreement,
            effective_on=table.take("effective_on", strict.day),
            document=table.take("document", strict.text(120)),
            page=table.take("page", _PAGE),
            reason=table.take("reason", _REMARK),
            terms=terms,
            fee_tiers=tuple(map(read_tier, tiers)) or None,
        )

    return read


#: How each kind is read; the caller complains of unread keys.
READERS: Mapping[str, Callable[[StrictTable], Facts]] = {
    "placement": _draft,
    "move": _move,
    "sale": _sale,
    "delivery": _delivery,
    "reversal": _reversal,
    "receipt": _receipt,
    **settlement_event.READERS,
    "amendment": _amendment("amendment"),
    "correction": _amendment("correction"),
    **ending_event.READERS,
}


def drafted_on_their_first_move(facts: Sequence[object]) -> list[object]:
    """The events in their order, each draft dated on the next move of its placement."""
    days: dict[tuple[str, int], date] = {}
    dated: list[object] = []
    for each in reversed(facts):
        if isinstance(each, MovedFacts):
            days[each.agreement, each.placement] = each.on
        if isinstance(each, DraftFacts):
            dated.append(each._replace(on=days.get((each.agreement, each.number))))
        else:
            dated.append(each)
    return dated[::-1]


def quoted_or_not(read: Read[T]) -> Read[T]:
    """Reads what `read` does, with or without quotes: 5 and "5", "true" and true."""

    def read_either(content: object) -> T:
        try:
            return read(content)
        except ValueError as fault:
            for other in _other_forms(content):
                try:
                    return read(other)
                except ValueError:
                    continue
            raise MisreadError(str(fault)) from fault

    return read_either


def _other_forms(content: object) -> list[object]:
    """The same value in the other types that TOML could give it."""
    if isinstance(content, str):
        return _unquoted(content.strip())
    if type(content) is int and abs(content) < 10**_FARTHEST:
        return [str(content)]
    if isinstance(content, Decimal) and content.is_finite() and abs(content.adjusted()) < _FARTHEST:
        return [f"{content:f}"]
    return []


def _unquoted(text: str) -> list[object]:
    forms: list[object] = []
    if _DAY.fullmatch(text):
        try:
            forms.append(date.fromisoformat(text))
        except ValueError:  # such as February 30, which the reader then refuses
            return []
    if _WHOLE.fullmatch(text):
        forms.append(int(text))
    if text in ("true", "false"):
        forms.append(text == "true")
    return [*forms, [word for word in re.split(r"[\s,]+", text) if word]]
