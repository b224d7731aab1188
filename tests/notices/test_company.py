"""The company's own books: cash, filings, supplements and reviews, each on its day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_figure, record_entry, record_filing
from neoequity.notices.notice import Urgency
from neoequity.people.models import User
from tests.factories import TODAY, IssuerFactory, PlacementFactory, UserFactory, approved
from tests.notices.conftest import Told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@built_once
def clerk(db: None) -> User:
    person: User = UserFactory(username="pat")
    return person


@built_once
def issuer(db: None) -> Issuer:
    made: Issuer = IssuerFactory()
    return made


def _stated(issuer: Issuer, by: User, **figures: int) -> None:
    for name, value in figures.items():
        request = ask_figure(
            issuer=issuer,
            name=name,
            value=Decimal(value),
            day=date(2001, 10, 31),
            document="Form 10-Q",
            by=by,
            today=TODAY,
        )
        approved(request, today=TODAY)


@pytest.mark.parametrize(
    ("cash", "urgencies"),
    [
        (12_000_000, [Urgency.SOON]),
        (13_000_000, [Urgency.INFORMATION]),
        (24_800_000, [Urgency.INFORMATION]),
        (25_000_000, []),
    ],
)
def test_the_runway_is_told_below_twelve_and_six_months(
    told: Told, issuer: Issuer, clerk: User, cash: int, urgencies: list[Urgency]
) -> None:
    _stated(issuer, clerk, cash=cash, monthly_burn=2_000_000)
    assert [each.urgency for each in told("CFO", kind="runway")] == urgencies


def test_the_runway_says_its_day_and_months(told: Told, issuer: Issuer, clerk: User) -> None:
    _stated(issuer, clerk, cash=12_000_000, monthly_burn=2_000_000)
    (notice,) = told("CFO", kind="runway")
    assert notice.text == (
        "Without further sales, NeoTherapeutics, Inc. has cash until Apr 30, 2002: 5.5 "
        "months from Nov 13, 2001."
    )
    assert notice.href == "/company/money/?issuer=neotherapeutics"


def test_a_runway_that_nobody_stated_is_not_told(told: Told, issuer: Issuer, clerk: User) -> None:
    _stated(issuer, clerk, cash=12_000_000)
    assert told("CFO", kind="runway") == []


def _filing(issuer: Issuer, by: User, **facts: Any) -> Any:
    return record_filing(
        issuer=issuer, form="10-Q", concerns="Q3 2001", day=TODAY, **facts, by=by, today=TODAY
    )


@pytest.mark.parametrize(
    ("day", "kinds", "urgencies"),
    [
        (date(2001, 11, 20), [], []),
        (date(2001, 11, 21), ["filing_due"], [Urgency.SOON]),
        (date(2001, 11, 28), ["filing_due"], [Urgency.URGENT]),
        (date(2001, 11, 29), ["filing_overdue"], [Urgency.URGENT]),
    ],
)
def test_a_filing_is_told_seven_days_ahead_and_when_it_is_late(
    told: Told,
    issuer: Issuer,
    clerk: User,
    day: date,
    kinds: list[str],
    urgencies: list[Urgency],
) -> None:
    _filing(issuer, clerk, due_on=date(2001, 11, 28))
    found = [each for each in told(on=day) if each.group == "Filings"]
    assert [each.kind for each in found] == kinds
    assert [each.urgency for each in found] == urgencies


def test_a_filing_is_told_with_its_form_and_day(told: Told, issuer: Issuer, clerk: User) -> None:
    row = _filing(issuer, clerk, due_on=date(2001, 11, 12))
    (notice,) = told(kind="filing_overdue")
    assert notice.text == "10-Q: Q3 2001 has been overdue since Nov 12, 2001."
    assert notice.href == f"/records/filing/{row.pk}/"


def test_a_placement_without_a_supplement_is_told(told: Told) -> None:
    PlacementFactory(accepted=True)
    (notice,) = told("Controller", kind="supplement_missing")
    assert notice.text == (
        "Placement 1 under the Sales Agreement, agreed on Oct 1, 2001, has no supplement on record."
    )
    assert told("Controller", on=date(2001, 9, 30), kind="supplement_missing") == []


@pytest.mark.parametrize(("day", "told_then"), [(12, 0), (13, 1)], ids=["on the day", "after"])
def test_a_review_is_overdue_from_the_day_after(
    told: Told, issuer: Issuer, clerk: User, day: int, told_then: int
) -> None:
    record_entry(
        issuer=issuer,
        register="clauses",
        title="Confidentiality",
        day=date(2001, 11, 1),
        owner="General Counsel",
        review_on=date(2001, 11, 12),
        by=clerk,
        today=TODAY,
    )
    texts = [each.text for each in told(on=date(2001, 11, day), kind="review_overdue")]
    assert texts == told_then * [
        (
            "Clauses without an amount of money: Confidentiality was due for review by General "
            "Counsel on Nov 12, 2001."
        )
    ]
