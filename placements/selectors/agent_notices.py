"""The agent's notices beside our entries: what each states otherwise, and what lacks a notice."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet

from placements.models import AgentNotice, AgentNoticeSale, Agreement, Sale
from placements.models.noticed import (
    LACKS_NOTICE,
    NEEDS_NO_NOTICE,
    NEEDS_NOTICE_FIRST,
    standing_lines,
)
from placements.terms.agent_notice import Difference, Figures, differences


class HeldAgainst(NamedTuple):
    """A sale that a notice covers: what is stated, what is ours, and each difference."""

    line: AgentNoticeSale
    sale: Sale
    ours: Figures
    differences: Sequence[Difference]


def held_against_ours(notice: AgentNotice) -> list[HeldAgainst]:
    """Every sale of the notice, in the order of the sales."""
    lines = notice.lines.select_related("sale__agreement").order_by("sale__number")
    return [_held(line) for line in lines]


def notice_of(sale: Sale, as_of: date) -> HeldAgainst | None:
    """The notice of the sale that stands, if it was received by the day."""
    lines = standing_lines().filter(sale=sale, notice__received_on__lte=as_of)
    line = lines.select_related("notice", "sale__agreement").first()
    return None if line is None else _held(line)


def _held(line: AgentNoticeSale) -> HeldAgainst:
    ours = figures_of(line.sale)
    return HeldAgainst(line, line.sale, ours, differences(line.figures(), ours))


def figures_of(sale: Sale) -> Figures:
    """The figures of our entry, as a notice would state them."""
    return Figures(
        shares=sale.shares,
        price=sale.price,
        gross=sale.gross,
        commission=sale.commission,
        fees=sale.deductions,
        net=sale.net,
        settlement_date=sale.settlement_date,
    )


def awaiting_notice(agreement: Agreement) -> QuerySet[Sale]:
    """The agreement's sales that stand and lack the agent's notice, the latest first."""
    sales = Sale.objects.filter(agreement=agreement, reverses=None, adjusts=None, reversal=None)
    return sales.filter(LACKS_NOTICE, ~Q(NEEDS_NO_NOTICE)).order_by("-trade_date", "-number")


class HeldUp(NamedTuple):
    """The undelivered sales of an agreement that need the agent's notice first.

    `first` is the first settlement date among them.
    """

    agreement: int
    slug: str
    number: int
    first: date


def held_up(as_of: date) -> list[HeldUp]:
    """Sales traded by the day that cannot be delivered before their notice is received."""
    sales = Sale.objects.filter(
        LACKS_NOTICE,
        NEEDS_NOTICE_FIRST,
        trade_date__lte=as_of,
        reverses=None,
        adjusts=None,
        reversal=None,
        delivery=None,
    )
    found = sales.order_by().values("agreement_id", slug=F("agreement__slug"))
    rows = found.annotate(lacking=Count("pk"), first=Min("settlement_date")).order_by("slug")
    return [HeldUp(row["agreement_id"], row["slug"], row["lacking"], row["first"]) for row in rows]
