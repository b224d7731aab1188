"""The most that the payments of one source may come to together (Form 8-K of March 19, 2001).

A document may state only that. It is kept as the source's first expected payment that has neither
an expected day nor a probability: a single payment has one of them, or has been received.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.money import ZERO
from neoequity.company.models.money import Funding
from neoequity.company.terms.milestones import Milestone

#: The kinds of money that share a ceiling.
PAYMENTS = ("initial_payment", "milestone")


class Ceiling(NamedTuple):
    """A source's ceiling, by the record that states it, and the payments under it."""

    record: Funding
    payments: tuple[Funding, ...]

    @property
    def amount(self) -> Decimal:
        """In dollars."""
        return self.record.amount or ZERO

    @property
    def cited(self) -> str:
        """Its document and page."""
        return ", ".join(part for part in (self.record.document, self.record.page) if part)


def states_a_ceiling(facts: Mapping[str, Any]) -> bool:
    """Whether these facts of a record state no single payment, only the most of all of them."""
    return (
        facts["kind"] in PAYMENTS
        and facts["state"] == "expected"
        and facts.get("amount") is not None
        and facts.get("expected_on") is None
        and facts.get("probability") is None
    )


def ceilings(rows: Iterable[Funding]) -> dict[str, Ceiling]:
    """The ceiling of each source that states one, of records that stand."""
    by_source: dict[str, list[Funding]] = {}
    for row in rows:
        if row.kind in PAYMENTS:
            by_source.setdefault(row.source, []).append(row)
    found = {}
    for source, own in by_source.items():
        own.sort(key=lambda row: (row.day, row.pk))
        record = next((row for row in own if states_a_ceiling(vars(row))), None)
        if record is not None:
            found[source] = Ceiling(record, tuple(row for row in own if row is not record))
    return found


def payment(facts: Mapping[str, Any]) -> Milestone | None:
    """The facts of a record as a payment; None if its amount is not stated, or nothing is due.

    A payment without a probability counts in full.
    """
    state = facts["state"]
    received = state in ("received", "paid")
    amount = facts.get("settled_amount") if received else facts.get("amount")
    if amount is None or state in ("declined", "lapsed"):
        return None
    probability = facts.get("probability")
    return Milestone(
        key=facts["source"],
        payer=facts["source"],
        trigger=facts.get("trigger_text") or "",
        amount=amount,
        expected_on=facts.get("expected_on"),
        probability=Decimal(1) if probability is None else probability,
        received_on=(facts.get("settled_on") or facts["day"]) if received else None,
    )


def payments(rows: Iterable[Funding]) -> list[Milestone]:
    """The payments of records that state their amount."""
    found = (payment(vars(row)) for row in rows)
    return [each for each in found if each is not None]
