"""Placements through their life: drafted, proposed, accepted within what is free, and ended."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.actions.placement import (
    ask_proposal,
    draft_placement,
    move_placement,
    revise_draft,
)
from placements.models import Agreement, Placement, PlacementEvent
from placements.terms.lifecycle import MOVES
from tests.books import nothing_changes, refused
from tests.factories import ACCEPTED_ON, LIFE, TODAY, PlacementFactory, approved, sell

FOUR = Decimal("4.00")


def move(placement: Placement, verb: str, by: User, *, on: date = TODAY) -> Placement:
    return move_placement(placement, verb, on=on, by=by, today=TODAY)


# Drafts


def test_drafts_are_numbered_within_their_agreement(agreement: Agreement, treasurer: User) -> None:
    drafts = [
        draft_placement(
            agreement, shares_offered=40_000, minimum_price=FOUR, on=TODAY, by=treasurer
        )
        for _ in range(2)
    ]
    assert [(draft.number, draft.status) for draft in drafts] == [(1, "draft"), (2, "draft")]


def test_a_draft_that_reserves_nothing_is_refused(agreement: Agreement, treasurer: User) -> None:
    with refused(
        "A placement offers at least one share.",
        "A placement without a minimum price states an expected price, by which it reserves "
        "capacity.",
    ):
        draft_placement(agreement, shares_offered=0, minimum_price=None, on=TODAY, by=treasurer)


def test_a_draft_can_be_revised(agreement: Agreement, treasurer: User) -> None:
    draft = PlacementFactory(agreement=agreement)
    revise_draft(
        draft,
        shares_offered=50_000,
        minimum_price=None,
        expected_price=FOUR,
        remark="after a call with the agent",
        by=treasurer,
    )
    draft.refresh_from_db()
    assert (draft.shares_offered, draft.minimum_price) == (50_000, None)
    assert (draft.expected_price, draft.remark) == (FOUR, "after a call with the agent")


def test_bad_terms_are_no_revision(agreement: Agreement, treasurer: User) -> None:
    draft = PlacementFactory(agreement=agreement)
    with refused("A price must be more than $0."):
        revise_draft(draft, shares_offered=1, minimum_price=Decimal(0), by=treasurer)


@pytest.mark.parametrize("status", [status for status in LIFE if status != "draft"])
def test_what_was_proposed_is_revised_no_more(
    agreement: Agreement, treasurer: User, status: str
) -> None:
    placement = PlacementFactory(agreement=agreement, status=status)
    with refused(f"Placement 1 is {status}: its terms stay as agreed."):
        revise_draft(placement, shares_offered=1, minimum_price=FOUR, by=treasurer)


# Moves


@pytest.mark.parametrize(("status", "verb"), list(product(LIFE, MOVES)))
def test_a_move_succeeds_exactly_where_the_table_holds_it(
    agreement: Agreement, treasurer: User, status: str, verb: str
) -> None:
    placement = PlacementFactory(agreement=agreement, status=status)
    if status == "draft":
        approved(ask_proposal(placement, by=treasurer))
    if status in MOVES[verb].sources:
        assert move(placement, verb, treasurer).status == MOVES[verb].target
    else:
        with nothing_changes(), pytest.raises(Refused, match=r"^Placement 1 is .+: it cannot be"):
            move(placement, verb, treasurer)


def test_every_move_leaves_its_day_its_person_and_its_note(
    agreement: Agreement, treasurer: User
) -> None:
    draft = PlacementFactory(agreement=agreement)
    approved(ask_proposal(draft, by=treasurer))
    for verb, on in (("propose", 2), ("accept", 3), ("suspend", 4), ("resume", 5), ("close", 8)):
        day = date(2001, 10, on)
        move_placement(draft, verb, on=day, by=treasurer, today=TODAY, note=f"to {verb}")
    told = PlacementEvent.objects.order_by("pgh_id").values_list(
        "status", "status_on", "status_by__username", "status_note"
    )
    assert list(told)[1:] == [
        ("proposed", date(2001, 10, 2), "treasurer", "to propose"),
        ("accepted", date(2001, 10, 3), "treasurer", "to accept"),
        ("suspended", date(2001, 10, 4), "treasurer", "to suspend"),
        ("accepted", date(2001, 10, 5), "treasurer", "to resume"),
        ("closed", date(2001, 10, 8), "treasurer", "to close"),
    ]


def test_the_day_of_acceptance_stays_through_a_suspension(
    placement: Placement, treasurer: User
) -> None:
    move(placement, "suspend", treasurer, on=date(2001, 10, 8))
    resumed = move(placement, "resume", treasurer, on=date(2001, 10, 9))
    assert (resumed.accepted_on, resumed.status_on) == (ACCEPTED_ON, date(2001, 10, 9))


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (
            date(2001, 11, 14),
            "Placement 1 cannot be closed on 2001-11-14, in the future; today is 2001-11-13.",
        ),
        (
            date(2001, 9, 30),
            "Placement 1 cannot be closed on 2001-09-30: it has been accepted since 2001-10-01.",
        ),
    ],
    ids=str,
)
def test_a_move_on_an_impossible_day_is_refused(
    placement: Placement, treasurer: User, on: date, sentence: str
) -> None:
    with refused(sentence):
        move(placement, "close", treasurer, on=on)


@pytest.mark.parametrize(
    ("verb", "done", "on"),
    [("close", "closed", date(2001, 11, 8)), ("suspend", "suspended", date(2001, 11, 9))],
)
def test_a_placement_does_not_end_before_its_last_sale(
    placement: Placement, treasurer: User, verb: str, done: str, on: date
) -> None:
    sell(placement)
    with refused(f"Placement 1 cannot be {done} on {on}: shares were sold under it on 2001-11-09."):
        move(placement, verb, treasurer, on=on)


# Acceptance


def proposed(agreement: Agreement, shares: int, price: str) -> Placement:
    placement: Placement = PlacementFactory(
        agreement=agreement, shares_offered=shares, minimum_price=Decimal(price), proposed=True
    )
    return placement


def test_acceptances_may_reserve_the_agreement_to_the_last_cent(
    agreement: Agreement, treasurer: User
) -> None:
    for shares, price in ((6_000_000, "4.00"), (100_000_000, "0.01")):
        move(proposed(agreement, shares, price), "accept", treasurer)
    one_more = proposed(agreement, 1, "0.01")
    with refused(
        "Placement 3 needs $0.01 (1 share at $0.0100), more than the $0.00 that the Sales "
        "Agreement has free of $25,000,000.00 (p. S-11)."
    ):
        move(one_more, "accept", treasurer)


def test_what_is_sold_is_no_longer_free(
    agreement: Agreement, placement: Placement, treasurer: User
) -> None:
    sell(placement, 1_000_000, "5.00")  # $4,000,000 reserved have become $5,000,000 sold
    one_share_too_many = proposed(agreement, 5_000_001, "4.00")
    with refused(
        "Placement 2 needs $20,000,004.00 (5,000,001 shares at $4.0000), more than the "
        "$20,000,000.00 that the Sales Agreement has free of $25,000,000.00 (p. S-11)."
    ):
        move(one_share_too_many, "accept", treasurer)
    move(proposed(agreement, 5_000_000, "4.00"), "accept", treasurer)


@pytest.mark.parametrize(("verb", "still_held"), [("suspend", True), ("close", False)])
def test_a_suspended_placement_holds_its_dollars_and_a_closed_one_frees_them(
    agreement: Agreement, treasurer: User, verb: str, still_held: bool
) -> None:
    first = move(proposed(agreement, 6_250_000, "4.00"), "accept", treasurer)
    move(first, verb, treasurer)
    second = proposed(agreement, 1, "4.00")
    if still_held:
        with nothing_changes(), pytest.raises(Refused, match=r"more than the \$0\.00"):
            move(second, "accept", treasurer)
    else:
        assert move(second, "accept", treasurer).status == "accepted"


def test_a_placement_without_a_minimum_reserves_at_its_expected_price(
    agreement: Agreement, treasurer: User
) -> None:
    placement = PlacementFactory(
        agreement=agreement,
        shares_offered=5_000_001,
        minimum_price=None,
        expected_price=Decimal("5.00"),
        proposed=True,
    )
    with refused(
        "Placement 1 needs $25,000,005.00 (5,000,001 shares at $5.0000), more than the "
        "$25,000,000.00 that the Sales Agreement has free of $25,000,000.00 (p. S-11)."
    ):
        move(placement, "accept", treasurer)


def test_a_move_is_made_by_somebody(placement: Placement) -> None:
    with nothing_changes(), pytest.raises(TypeError, match="needs `by`"):
        move(placement, "close", None)  # type: ignore[arg-type]  # the point of the test
