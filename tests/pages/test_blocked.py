"""What the dashboard says is blocked, and why."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from placements.actions.placement import move_placement
from placements.models import Placement
from tests.factories import TODAY, AgreementFactory, PlacementFactory, UserFactory, sell
from tests.pages.plain_text import words

pytestmark = pytest.mark.django_db


def _propose(placement: Placement) -> None:
    PlacementFactory(agreement=placement.agreement, proposed=True, on=date(2001, 11, 8))


def _suspend(placement: Placement) -> None:
    move_placement(
        placement,
        "suspend",
        on=TODAY,
        by=UserFactory(),
        today=TODAY,
        note="the window is closed",
    )


def _sell_it_all(placement: Placement) -> None:
    sell(placement, placement.shares_offered, "4.00")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_propose, "Sales Agreement: proposed on Nov 8, 2001; the agent has not responded yet."),
        (_suspend, "suspended since Nov 13, 2001 (the window is closed)."),
        (_sell_it_all, "Placement 1, Sales Agreement: sold in full, but not closed yet."),
        (
            _sell_it_all,
            (
                "Sales Agreement: no accepted placement has shares left, so nothing can be sold "
                "until the agent accepts one."
            ),
        ),
    ],
)
def test_it_says_what_is_blocked_and_why(
    reader: Client, happens: Callable[[Placement], None], why: str
) -> None:
    placement = PlacementFactory(accepted=True)
    assert "Nothing is blocked." in words(reader.get("/"))
    happens(placement)
    assert why in words(reader.get("/"))


def test_an_agreement_sold_to_the_last_cent_is_said_to_be_so(reader: Client) -> None:
    placement = PlacementFactory(accepted=True, shares_offered=6_250_000)
    sell(placement, 6_250_000, "4.00")
    text = words(reader.get("/"))
    assert "$0.00 left of $25,000,000" in text
    assert "Sales Agreement: the full $25,000,000.00 has been sold." in text
    assert "Sold out." in text


def test_before_its_signing_nothing_can_be_sold_under_an_agreement(reader: Client) -> None:
    AgreementFactory()
    text = words(reader.get("/?as_of=2001-06-11"))
    assert "Sales Agreement: signed on Jun 12, 2001; no sales before that day." in text


def test_placements_that_need_more_than_is_left_are_told(reader: Client) -> None:
    placement = PlacementFactory(accepted=True, shares_offered=6_250_000)
    sell(placement, 1_000_000, "5.00")
    text = words(reader.get("/"))
    assert "Free ($1,000,000.00) -4.0%" in text
    assert "open placements hold back $1,000,000.00 more than is left." in text
