"""Two or more who want what only one can have: one gets it, the others get a sentence."""

from decimal import Decimal

import pytest

from neoequity.books.models import Approval
from neoequity.people.models import User
from placements.actions.sale import ask_reversal
from placements.models import Agreement, Placement, Sale
from placements.selectors.ledger import prove_ledger
from tests.constraints.rows import agree_reversal
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.races import racers
from tests.races.conftest import Race


@pytest.fixture
def placement(agreement: Agreement, person: User) -> Placement:
    accepted: Placement = PlacementFactory(agreement=agreement, accepted=True, by=person)
    return accepted


@pytest.fixture
def half_each(agreement: Agreement, person: User) -> None:
    """Two placements wait for acceptance; each needs $15,000,000 of the $25,000,000."""
    for _ in range(2):
        PlacementFactory(agreement=agreement, shares_offered=3_750_000, proposed=True, by=person)


def test_a_notice_that_eight_book_at_once_is_booked_once(placement: Placement, race: Race) -> None:
    endings = race(racers.book_the_same_notice, 8)
    assert endings == [
        "The agent's reference “CF-1” is already booked as sale 1 of the Sales Agreement."
    ] * 7 + ["sale 1"]


def test_a_document_that_four_attach_at_once_is_attached_once(
    placement: Placement, person: User, race: Race
) -> None:
    sell(placement, by=person)
    twice = f"The same file is already attached to Sale 1: “notice.pdf”, by {person}."
    assert race(racers.attach_the_same_notice, 4) == [twice] * 3 + ["attached"]


def test_a_reversal_that_two_ask_for_at_once_waits_once(
    placement: Placement, person: User, race: Race
) -> None:
    sell(placement, by=person)
    refused, asked = sorted(race(racers.ask_for_the_reversal, 2))
    request = Approval.objects.get(kind="reversal")
    assert asked == "asked"
    assert refused == (
        f"Request {request.pk} by {person} is already awaiting a CFO's decision: {request.what}."
    )


def test_a_reversal_that_two_approve_at_once_is_posted_once(
    placement: Placement, person: User, race: Race
) -> None:
    UserFactory(group="CFO")
    sale = sell(placement, by=person)
    request = ask_reversal(sale, on=TODAY, reason="twice", by=person, today=TODAY)
    assert sorted(race(racers.approve_what_waits, 2)) == [
        f"Request {request.pk} was already approved.",
        "reversed",
    ]
    assert Sale.objects.get(reverses=sale).recorded_by == person


def test_shares_that_two_deliver_at_once_are_delivered_once(
    placement: Placement, person: User, race: Race
) -> None:
    sell(placement, by=person)
    assert sorted(race(racers.deliver_the_sale, 2)) == [
        "Sale 1 of the Sales Agreement was already delivered on 2001-11-13.",
        "delivered",
    ]


def test_of_delivery_and_reversal_at_once_the_later_knows_of_the_earlier(
    placement: Placement, person: User, race: Race
) -> None:
    for _ in range(6):
        sale = sell(placement, by=person)
        ask_reversal(sale, on=TODAY, reason="a mistake", by=person, today=TODAY)
    endings = race(racers.deliver_or_reverse, 12)
    refused = [ending for ending in endings if ending.endswith("there is nothing to deliver.")]
    assert endings.count("reversed") == 6
    assert endings.count("delivered") == 6 - len(refused)
    assert prove_ledger().differences == []


def test_of_two_acceptances_for_the_last_free_dollars_one_is_refused(
    half_each: None, race: Race
) -> None:
    sentence, accepted = sorted(race(racers.accept_one, 2))
    assert accepted == "accepted"
    assert sentence.endswith(
        "needs $15,000,000.00 (3,750,000 shares at $4.0000), more than the $10,000,000.00 that "
        "the Sales Agreement has free of $25,000,000.00 (p. S-11)."
    )


def test_eight_who_draft_at_once_get_eight_numbers(
    agreement: Agreement, person: User, race: Race
) -> None:
    assert sorted(race(racers.draft_one, 8)) == list("12345678")


# Statements past the actions


def test_of_two_raw_acceptances_for_the_last_free_dollars_one_is_refused(
    half_each: None, race: Race
) -> None:
    assert sorted(race(racers.accept_one_by_raw_update, 2)) == [
        "An accepted placement must fit into what its agreement has free.",
        "accepted",
    ]


def test_a_placement_cannot_be_closed_by_one_while_another_sells_past_its_end(
    placement: Placement, race: Race
) -> None:
    endings = race(racers.close_or_sell_by_raw_statements, 2)
    assert len({"sold", "closed"} & set(endings)) == 1
    assert prove_ledger().differences == []


def test_of_raw_delivery_and_raw_reversal_at_once_the_later_knows_of_the_earlier(
    placement: Placement, person: User, race: Race
) -> None:
    agree_reversal(sell(placement, by=person))
    assert "reversed" in race(racers.deliver_or_reverse_by_raw_statements, 2)
    assert prove_ledger().differences == []


def test_the_fees_cannot_be_changed_by_one_while_another_records_the_first_sale(
    placement: Placement, race: Race
) -> None:
    endings = race(racers.change_the_fees_or_sell, 2)
    assert "sold" in endings
    assert Sale.objects.get().commission == Decimal("200" if "changed" in endings else "160")
    assert prove_ledger().differences == []
