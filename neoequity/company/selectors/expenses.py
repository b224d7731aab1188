"""What was spent around the agreements, and the company's stated figures for it (p. S-12)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Sum

from neoequity.books.money import ZERO, cents
from neoequity.company.models import Expense, Figure
from neoequity.company.models.standing import uncorrected
from neoequity.company.terms.cost import Deposit, OfferingExpenses

_FIGURES = ("offering_expenses", "advisory_retainer", "advisory_deposit")

#: Figures in force by issuer, agreement (None: the company's) and name.
Figures = Mapping[tuple[int, int | None, str], Figure]


class Spent(NamedTuple):
    """Dollars by category under one agreement, from the records standing on a day."""

    reimbursed: Decimal = ZERO
    refunded: Decimal = ZERO
    retainer: Decimal = ZERO
    deposit_drawn: Decimal = ZERO
    offering: Decimal = ZERO
    records: int = 0

    @property
    def claimed(self) -> Decimal:
        """The agent's expenses: reimbursed less refunded."""
        return self.reimbursed - self.refunded


class Advisory(NamedTuple):
    """The advisory money: its two figures, None where no document states them."""

    retainer: Figure | None
    deposit: Figure | None
    drawn: Decimal

    @property
    def paid(self) -> Decimal | None:
        """Retainer and deposit in dollars; None if one is not stated."""
        if self.retainer is None or self.deposit is None:
            return None
        return self.retainer.value + self.deposit.value

    @property
    def account(self) -> Deposit | None:
        """The deposit against what all agreements drew from it; None if it is not stated."""
        return None if self.deposit is None else Deposit(cents(self.deposit.value), self.drawn)

    def allocated(self, share: Decimal | None) -> Decimal | None:
        """The part of the deposit that an agreement's share of the advisory money contains.

        A half of $125,000 contains a half of the deposit, $25,000.
        """
        if share is None or self.deposit is None or not self.paid:
            return None
        return cents(self.deposit.value * share / self.paid)


_COLUMNS = {
    "reimbursement": "reimbursed",
    "refund": "refunded",
    "retainer": "retainer",
    "deposit_drawn": "deposit_drawn",
    "offering": "offering",
}


def spent_under(
    agreements: Collection[int], as_of: date, known_at: datetime | None = None
) -> dict[int, Spent]:
    """What was spent by agreement; one query however many records there are."""
    rows = uncorrected(Expense, as_of, known_at).filter(agreement__in=agreements).order_by()
    sums = rows.values("agreement", "category").annotate(total=Sum("amount"), number=Count("pk"))
    spent: dict[int, Spent] = {}
    for row in sums:
        before = spent.get(row["agreement"], Spent())
        column = {_COLUMNS[row["category"]]: row["total"]}
        spent[row["agreement"]] = before._replace(**column, records=before.records + row["number"])
    return spent


def cost_figures(as_of: date, known_at: datetime | None = None) -> Figures:
    """The figures of costs in force, the latest of each; one query."""
    rows = uncorrected(Figure, as_of, known_at).filter(name__in=_FIGURES)
    return {(row.issuer_id, row.agreement_id, row.name): row for row in rows.order_by("day", "pk")}


def offering_expenses(figure: Figure | None, spent: Decimal) -> OfferingExpenses | None:
    """The company's own expenses against their estimate; None if no estimate is stated."""
    return None if figure is None else OfferingExpenses(cents(figure.value), spent)
