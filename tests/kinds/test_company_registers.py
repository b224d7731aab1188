"""Register entries, filings and decisions on the 20% rule: their own rules, and their `CASES`."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.company.actions.record import ask_counting, record_entry, record_filing
from neoequity.company.models import Counting, Filing, RegisterEntry
from neoequity.people.models import User
from tests.books import refused
from tests.factories import PlacementFactory
from tests.kinds.company import Kind, agreement_with_cap

ENTRIES = Kind(
    RegisterEntry,
    record_entry,
    {
        "register": "proceeds_planned",
        "title": "Research and development",
        "text": "Trials of Neotrofin",
        "amount": Decimal("10000000.00"),
        "owner": "CFO",
        "review_on": date(2001, 12, 31),
    },
    "register entries",
)
FILINGS = Kind(
    Filing,
    record_filing,
    {
        "form": "424B3",
        "concerns": "Sales of the two weeks ended November 9, 2001",
        "filed_on": date(2001, 11, 12),
        "day": date(2001, 11, 12),
    },
    "filings",
)
COUNTINGS = Kind(
    Counting,
    ask_counting,
    {
        "placement": lambda: PlacementFactory(agreement=agreement_with_cap()),
        "counts": True,
        "reason": "Below book and market value",
    },
    "counting decisions",
)
pytestmark = pytest.mark.usefixtures("company")
CASES = (
    ENTRIES.cases(a_register_is_one_of_the_list=[ENTRIES.raw(register="drawer")]),
    FILINGS.cases(a_filing_is_due_or_made=[FILINGS.raw(filed_on=None)]),
    COUNTINGS.cases(a_decision_says_why=[COUNTINGS.raw(reason="")]),
)


def test_an_entry_is_told_with_its_register(treasurer: User) -> None:
    row = ENTRIES.post(treasurer)
    assert str(row) == "Use of proceeds, planned: Research and development"


def test_a_filing_may_name_its_placement(treasurer: User) -> None:
    placement = PlacementFactory(agreement=agreement_with_cap())
    assert FILINGS.post(treasurer, placement=placement).placement == placement


def test_a_placement_is_decided_on_once(treasurer: User) -> None:
    earlier = COUNTINGS.post(treasurer)
    placement = earlier.placement
    with refused(f"{earlier} concerns {placement} already: correct it instead."):
        COUNTINGS.post(treasurer, placement=placement, counts=False)


def test_a_decision_may_be_changed_with_a_remark(treasurer: User) -> None:
    earlier = COUNTINGS.post(treasurer)
    later = COUNTINGS.post(
        treasurer,
        placement=earlier.placement,
        counts=False,
        reason="Sold at the market price",
        replaces=earlier,
        remark="The book value was published",
    )
    assert (later.counts, later.replaces) == (False, earlier)
