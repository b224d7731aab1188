"""Every reason against a record of one kind; those against any record are in `keeping`."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from neoequity.books.days import written
from neoequity.books.money import dollars
from neoequity.books.refusal import Reason, cite
from neoequity.company.models import Counting, Expense, Funding, MarketPrice
from neoequity.company.models.ceiling import (
    PAYMENTS,
    ceilings,
    payment,
    payments,
    states_a_ceiling,
)
from neoequity.company.terms import milestones
from neoequity.company.terms.figures import FIGURES, fault_in
from neoequity.company.terms.representation import PAPERS
from placements.models import Agreement

_ZERO = Decimal("0.00")
Facts = Mapping[str, Any]


def against_figure(facts: Facts) -> Iterator[Reason]:
    """The value must fit the figure's unit, and a correction keeps to its figure."""
    fault = fault_in(facts["name"], facts["value"])
    if fault:
        yield Reason(fault, "value")
    replaced = facts.get("replaces")
    if replaced is not None and replaced.name != facts["name"]:
        title = FIGURES[replaced.name].title
        yield Reason(f"What it corrects is another figure: {title}.", "replaces")


def against_price(facts: Facts) -> Iterator[Reason]:
    """A price says something, and a day has one unless it corrects the one it has."""
    if all(facts.get(name) is None for name in ("close", "bid", "volume")):
        yield Reason("Enter a closing price, a closing bid or a volume.", "close")
    if not facts.get("document"):
        yield Reason("Enter the source of the price.", "document")
    day, replaced = facts["day"], facts.get("replaces")
    standing = MarketPrice.objects.filter(issuer=facts["issuer"], day=day, replaced_by=None).first()
    if standing is not None and (replaced is None or replaced.pk != standing.pk):
        yield Reason(f"{written(day)} has a market price already: correct it instead.", "replaces")
    if replaced is not None and replaced.day != day:
        yield Reason(f"The price that it corrects is of {written(replaced.day)}.", "day")


def against_consent(facts: Facts) -> Iterator[Reason]:
    """A consent covers days in order."""
    if facts["ends_on"] < facts["starts_on"]:
        yield Reason("The last day that the consent covers is before its first.", "ends_on")


def against_blackout(facts: Facts) -> Iterator[Reason]:
    """A blackout lasts from a day to the same or a later one, and says why."""
    if facts["ends_on"] < facts["starts_on"]:
        yield Reason("The last day of the blackout is before its first.", "ends_on")
    if not facts.get("reason", "").strip():
        yield Reason("Enter the reason for the blackout.", "reason")


def against_representation(facts: Facts) -> Iterator[Reason]:
    """Some paper is due, and a waiver is that of a date that stands."""
    if not any(facts.get(paper, True) for paper in PAPERS):
        yield Reason("Choose at least one paper that is due.", "certificate")
    if facts.get("waiver") and facts.get("replaces") is None:
        yield Reason(
            "A waiver replaces the representation date that it waives: choose it.", "replaces"
        )


def against_counting(facts: Facts) -> Iterator[Reason]:
    """A decision on a placement corrects the earlier one, if there is one."""
    standing = Counting.objects.filter(placement=facts["placement"], replaced_by=None).first()
    replaced = facts.get("replaces")
    if standing is not None and (replaced is None or replaced.pk != standing.pk):
        yield Reason(
            f"{standing} concerns {facts['placement']} already: correct it instead.", "replaces"
        )


def against_expense(facts: Facts) -> Iterator[Reason]:
    """The agent's expenses stay within the agreement's cap (p. S-12)."""
    agreement: Agreement = facts["agreement"]
    if facts["category"] == "reimbursement":
        cap, page = agreement.expense_cap, agreement.cited().get("expense_cap", "")
        left = _left_of_cap(agreement, facts)
        if cap is not None and left is not None and facts["amount"] > left:
            yield Reason(
                f"{dollars(facts['amount'])} is more than the {dollars(left)} left of the "
                f"{dollars(cap)} that the {agreement} reimburses{cite(page)}.",
                "amount",
            )
    if facts["category"] == "refund" and not agreement.expense_refundable:
        page = agreement.cited().get("expense_refundable", "")
        yield Reason(f"Expenses under the {agreement} are not refundable{cite(page)}.", "category")
    elif facts["category"] == "refund":
        claimed = _claimed(agreement, facts)
        if facts["amount"] > claimed:
            yield Reason(
                f"{dollars(facts['amount'])} is more than the {dollars(claimed)} of expenses that "
                f"the {agreement} has reimbursed.",
                "amount",
            )


def against_funding(facts: Facts) -> Iterator[Reason]:
    """Where a source states a ceiling, its initial payment and milestones stay within it."""
    new = payment(facts) if facts["kind"] in PAYMENTS else None
    if new is None:
        return
    standing = Funding.objects.filter(
        issuer=facts["issuer"], source=facts["source"], kind__in=PAYMENTS, replaced_by=None
    )
    if facts.get("replaces") is not None:
        standing = standing.exclude(pk=facts["replaces"].pk)
    rows = list(standing)
    ceiling = ceilings(rows).get(facts["source"])
    if ceiling is not None:
        others = payments(ceiling.payments)
        for reason in milestones.reasons_against(new, others, ceiling.amount, ceiling.cited):
            yield reason._replace(field="settled_amount") if new.received_on else reason
    elif states_a_ceiling(facts):
        total = sum((each.amount for each in payments(rows)), _ZERO)
        if total > new.amount:
            yield Reason(
                f"{dollars(new.amount)} for all payments is less than the {dollars(total)} of "
                "those recorded.",
                "amount",
            )


def _left_of_cap(agreement: Agreement, facts: Facts) -> Decimal | None:
    if agreement.expense_cap is None:
        return None
    return agreement.expense_cap - _claimed(agreement, facts)


def _claimed(agreement: Agreement, facts: Facts) -> Decimal:
    """Reimbursed less refunded, without the record that these facts correct."""
    standing = Expense.objects.filter(agreement=agreement, replaced_by=None)
    if facts.get("replaces") is not None:
        standing = standing.exclude(pk=facts["replaces"].pk)
    sums = standing.aggregate(
        reimbursed=Sum("amount", default=_ZERO, filter=Q(category="reimbursement")),
        refunded=Sum("amount", default=_ZERO, filter=Q(category="refund")),
    )
    claimed: Decimal = sums["reimbursed"] - sums["refunded"]
    return claimed
