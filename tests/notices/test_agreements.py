"""Agreements: from when they can be terminated, shelves that expire, and what blocks sales."""

from datetime import date

import pytest

from neoequity.notices.notice import Urgency
from placements.models import Shelf
from tests.factories import TERM_PAGES, AgreementFactory, PlacementFactory, ShelfFactory
from tests.notices.conftest import Told

pytestmark = pytest.mark.django_db

_PAGES = {**TERM_PAGES, "termination_from": "p. S-11"}


@pytest.mark.parametrize(
    ("day", "urgencies"),
    [
        (date(2002, 3, 13), []),
        (date(2002, 3, 14), [Urgency.INFORMATION]),
        (date(2002, 5, 12), [Urgency.INFORMATION]),
        (date(2002, 5, 13), [Urgency.SOON]),
        (date(2002, 6, 12), [Urgency.INFORMATION]),
        (date(2002, 7, 12), [Urgency.INFORMATION]),
        (date(2002, 7, 13), []),
    ],
)
def test_termination_is_told_ninety_and_thirty_days_ahead_and_once_it_is_possible(
    told: Told, day: date, urgencies: list[Urgency]
) -> None:
    AgreementFactory(termination_from=date(2002, 6, 12), pages=_PAGES)
    found = told("CFO", on=day, kind="terminable")
    assert [each.urgency for each in found] == urgencies
    assert all(
        each.text == "Either party can terminate the Sales Agreement from Jun 12, 2002 (p. S-11)."
        for each in found
    )


def test_an_agreement_without_such_a_term_is_not_told(told: Told) -> None:
    AgreementFactory()
    assert told("CFO", on=date(2002, 6, 12), kind="terminable") == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2001, 8, 2), ""),
        (date(2001, 8, 3), "expires on Nov 1, 2001"),
        (date(2001, 11, 1), "expires on Nov 1, 2001"),
        (date(2001, 11, 2), "expired on Nov 1, 2001"),
        (date(2001, 12, 2), ""),
    ],
)
def test_a_shelf_is_told_before_and_after_it_expires(told: Told, day: date, words: str) -> None:
    shelf: Shelf = ShelfFactory(expires_on=date(2001, 11, 1))
    AgreementFactory(shelf=shelf)
    texts = [each.text for each in told("CFO", on=day, kind="shelf_expiring")]
    expected = f"Form S-3 333-53108 {words}; no shares can be sold from this shelf after that day."
    assert texts == ([expected] if words else [])


def test_what_blocks_sales_is_told_in_the_words_of_the_first_screen(told: Told) -> None:
    placement = PlacementFactory(suspended=True)
    found = told(kind="sales_blocked")
    assert [each.text for each in found] == [
        (
            "Sales Agreement: no accepted placement has shares left, so nothing can be sold until "
            "the agent accepts one."
        ),
        "Placement 1, Sales Agreement: suspended since Oct 1, 2001.",
    ]
    assert found[1].href == placement.get_absolute_url()
    assert {each.urgency for each in found} == {Urgency.INFORMATION}


def test_before_its_signing_an_agreement_blocks_nothing(told: Told) -> None:
    AgreementFactory()
    assert told(on=date(2001, 6, 11), kind="sales_blocked") == []
