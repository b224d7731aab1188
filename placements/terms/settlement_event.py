"""Read a programme file's events on the settlement of sales: notices, and failed deliveries."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from neoequity.books import strict_table as strict
from neoequity.books.strict_table import StrictTable
from placements.terms.agent_notice import Figures

_REMARK, _REFERENCE = strict.text(300), strict.text(64)


class StatedFacts(NamedTuple):
    """What a notice states of the sale with this reference."""

    agent_reference: str
    figures: Figures


class NoticeFacts(NamedTuple):
    """The agent's notice of some sales; with a `reason` it replaces the one of the first."""

    agreement: str
    on: date
    sales: tuple[StatedFacts, ...]
    remark: str
    reason: str


class FailedFacts(NamedTuple):
    """A delivery that failed on a day, due again on the `new_day`."""

    agreement: str
    agent_reference: str
    on: date
    new_day: date
    reason: str


def _notice(table: StrictTable) -> NoticeFacts:
    sales = table.tables("sales", f"{table.where}, sale")
    if not sales:
        table.complain("lacks the key “sales”.")
    return NoticeFacts(
        agreement=table.take("agreement", strict.slug),
        on=table.take("on", strict.day),
        sales=tuple(map(_stated, sales)),
        remark=table.take("remark", _REMARK, default=""),
        reason=table.take("reason", _REMARK, default=""),
    )


def _stated(table: StrictTable) -> StatedFacts:
    stated = StatedFacts(
        agent_reference=table.take("agent_reference", _REFERENCE),
        figures=Figures(
            shares=table.take("shares", strict.shares, default=None),
            price=table.take("price", strict.price, default=None),
            gross=table.take("gross", strict.money_from_zero, default=None),
            commission=table.take("commission", strict.money_from_zero, default=None),
            fees=table.take("fees", strict.money_from_zero, default=None),
            net=table.take("net", strict.money_from_zero, default=None),
            settlement_date=table.take("settlement_date", strict.day, default=None),
        ),
    )
    table.close()
    return stated


def _failure(table: StrictTable) -> FailedFacts:
    return FailedFacts(
        agreement=table.take("agreement", strict.slug),
        agent_reference=table.take("agent_reference", _REFERENCE),
        on=table.take("on", strict.day),
        new_day=table.take("new_day", strict.day),
        reason=table.take("reason", _REMARK),
    )


#: How each kind is read; the caller complains of unread keys.
READERS: Mapping[str, Callable[[StrictTable], NoticeFacts | FailedFacts]] = {
    "notice": _notice,
    "delivery_failure": _failure,
}
