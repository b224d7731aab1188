"""The pages that end and reinstate an agreement, and where an end is said."""

import csv
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from neoequity.company.models.share_ledger import share_books
from neoequity.company.selectors.calendar import calendar_on
from neoequity.notices.notice import Urgency
from placements.models import Agreement, ClosingTotal, Placement
from placements.selectors.closings import with_what_was_left
from placements.selectors.positions import position
from tests.amendments.changing import amended
from tests.clients import logged_in
from tests.factories import (
    TODAY,
    PlacementFactory,
    UserFactory,
    sell,
)
from tests.notices.conftest import Told, told
from tests.pages.plain_text import words
from tests.periods.closings import close
from tests.worlds import built_once

__all__ = ["told"]

ADDRESS = "/agreements/sales-agreement/"
TYPED = {
    "noticed_on": "2001-11-12",
    "terminated_on": "2001-11-13",
    "terminated_by": "agent",
    "document": "Notice of termination",
    "page": "p. 1",
    "reason": "The agent leaves the business",
}


@built_once
def agreement(db: None) -> Agreement:
    """The Sales Agreement with $4,000.00 sold under an accepted placement."""
    placement: Placement = PlacementFactory(status="accepted", shares_offered=100_000)
    sell(placement)
    return placement.agreement


@built_once
def ended(agreement: Agreement) -> Agreement:
    """The same, terminated today by the agent."""
    amended(agreement, terminated_on=TODAY, terminated_by="agent", document="Notice")
    return agreement


@pytest.fixture
def treasury(agreement: Agreement) -> Client:
    return logged_in(UserFactory())


def test_a_notice_that_is_typed_awaits_a_second_person(
    treasury: Client, agreement: Agreement
) -> None:
    answer = treasury.post(f"{ADDRESS}terminate/", TYPED, follow=True)
    assert "Termination of the Sales Agreement on Nov 13, 2001" in words(answer)
    assert position(agreement, TODAY).terminated_on is None


def test_what_ends_with_the_agreement_is_named_before_it_is_requested(treasury: Client) -> None:
    text = words(treasury.get(f"{ADDRESS}terminate/"))
    assert "Once approved, this ends placement 1 (accepted) as of that day." in text


def test_a_refused_end_keeps_what_was_typed(treasury: Client) -> None:
    answer = treasury.post(f"{ADDRESS}terminate/", {**TYPED, "terminated_on": "2001-11-09"})
    assert answer.status_code == 422
    assert "cannot end on Nov 9, 2001, before Nov 12, 2001" in words(answer)


def test_an_agreement_that_ended_offers_its_reinstatement_only(
    treasury: Client, ended: Agreement
) -> None:
    text = words(treasury.get(ADDRESS))
    assert "Reinstate agreement" in text
    assert "New placement" not in text
    assert "is already terminated" in words(treasury.get(f"{ADDRESS}terminate/"))


def test_a_reinstatement_that_is_typed_awaits_a_second_person(
    treasury: Client, ended: Agreement
) -> None:
    typed = {"effective_on": "2001-11-13", "document": "Letter", "reason": "The agent returns"}
    answer = treasury.post(f"{ADDRESS}reinstate/", typed, follow=True)
    assert "Reinstatement of the Sales Agreement from Nov 13, 2001" in words(answer)


def test_an_agreement_that_goes_on_has_nothing_to_reinstate(treasury: Client) -> None:
    assert "has not been terminated" in words(treasury.get(f"{ADDRESS}reinstate/"))


@pytest.mark.parametrize("address", ["/", ADDRESS])
def test_dashboard_and_agreement_say_that_it_ended_instead_of_what_is_left(
    treasury: Client, ended: Agreement, address: str
) -> None:
    text = words(treasury.get(address))
    assert "Terminated on Nov 13, 2001 by the agent; nothing is left of $25,000,000" in text
    assert "$24,996,000.00 left of" not in text


def test_the_day_before_still_says_what_was_left(treasury: Client, ended: Agreement) -> None:
    text = words(treasury.get(f"{ADDRESS}?as_of=2001-11-12"))
    assert "$24,996,000.00 left of $25,000,000" in text


def test_the_export_ends_with_the_day_and_nothing_is_left(
    treasury: Client, ended: Agreement
) -> None:
    lines = b"".join(treasury.get("/exports/agreements.csv")).decode().splitlines()
    [row] = csv.DictReader(lines)
    assert list(row)[-1] == "terminated_on"
    assert (row["terminated_on"], row["remaining_capacity"]) == ("2001-11-13", "0.00")
    assert row["capacity"] == "25000000.00"


def test_the_chart_tells_what_lapsed(treasury: Client, ended: Agreement) -> None:
    text = words(treasury.get(ADDRESS))
    assert "$0.00 is left and $24,996,000.00 lapsed when an agreement ended" in text


def test_nothing_may_be_sold_of_the_authorized_shares_any_more(ended: Agreement) -> None:
    assert not share_books(ended.issuer, TODAY).to_sell
    assert share_books(ended.issuer, TODAY - timedelta(days=1)).to_sell


def test_a_closed_month_has_nothing_left_once_it_ended(agreement: Agreement) -> None:
    amended(agreement, effective_on=date(2001, 11, 10), terminated_on=date(2001, 11, 20))
    for period in ("2001-10", "2001-11"):
        close(period)
    left = with_what_was_left(ClosingTotal.objects.order_by("closing__ends_on"))
    assert [vars(row)["left_then"] for row in left] == [Decimal("25000000.00"), 0]


def test_the_calendar_has_the_day_of_the_end(ended: Agreement) -> None:
    items = calendar_on(ended.issuer, TODAY, TODAY, TODAY).items
    assert "Ends: Sales Agreement" in [item.entry.title for item in items]


def test_a_notice_tells_the_end_ahead_and_for_a_month(agreement: Agreement, told: Told) -> None:
    amended(agreement, terminated_on=date(2001, 12, 1), document="Notice", page="p. 1")
    ahead = told("CFO", on=TODAY, kind="terminated")
    [each] = ahead
    assert each.urgency == Urgency.SOON
    assert each.text == (
        "The Sales Agreement ends on Dec 1, 2001 (Notice, p. 1): nothing is placed or sold under "
        "it from that day on."
    )
    assert "was terminated on" in told("CFO", on=date(2001, 12, 31), kind="terminated")[0].text
    assert told("CFO", on=date(2002, 1, 1), kind="terminated") == []


def test_a_report_says_that_it_was_terminated(treasury: Client, ended: Agreement) -> None:
    text = words(treasury.get("/reports/supplement/?from=2001-11-01&to=2001-11-13"))
    assert "The Sales Agreement was terminated on Nov 13, 2001; no further sales of its" in text
