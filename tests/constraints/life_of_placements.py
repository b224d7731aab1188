"""What the triggers of placements refuse: a life that the table of moves does not allow."""

from datetime import date

from tests.constraints.attempts import Attempt, again, change, removal
from tests.constraints.closed_periods import CLOSED
from tests.constraints.conftest import House
from tests.constraints.rows import run, update
from tests.roles import unguarded

A_PLACEMENT_STARTS = "A placement starts as a draft under which nothing has been sold"
ITSELF = "A row keeps its id, for others point at it"
AGREED = "The terms of a placement can only be changed while it is a draft"
WRITTEN = "The days of a placement are written by its moves only"
OUT_OF_TURN = "A placement moves from one status to another only as the table of moves allows"
LATER = date(2001, 11, 13)


def accepted_beyond_capacity(house: House) -> None:
    # 8,000 sold and 392,000 reserved; a version of the terms would not let it so low
    with unguarded():
        update(house.agreement, capacity="400000.00")
        run("UPDATE placements_termversion SET capacity = 400000")
    update(house.proposed, status="accepted", status_on=LATER, accepted_on=LATER)


def accepted_beyond_the_shelf(house: House) -> None:
    # $8,000 sold and $392,000 reserved, so that nothing is left
    update(house.agreement.shelf, amount="400000.00", sold_before_gross="0.00")
    update(house.proposed, status="accepted", status_on=LATER, accepted_on=LATER)


def accepted_after_the_shelf_expired(house: House) -> None:
    update(house.agreement.shelf, expires_on=date(2001, 11, 12))
    update(house.proposed, status="accepted", status_on=LATER, accepted_on=LATER)


def accepted_after_the_end(house: House) -> None:
    with unguarded():
        run("UPDATE placements_termversion SET terminated_on = '2001-11-13'")
    update(house.proposed, status="accepted", status_on=LATER, accepted_on=LATER)


def move_into_august(house: House, row: str) -> None:
    """The placement was older, so no other rule speaks before the closed month does."""
    placement = getattr(house, row)
    with unguarded():
        update(placement, status_on=date(2001, 7, 1))
    update(placement, status="withdrawn", status_on=date(2001, 8, 15))


OF_PLACEMENTS: dict[str, tuple[str, list[Attempt]]] = {
    "Placement:moves_by_the_table": (OUT_OF_TURN, [change("draft", status="accepted")]),
    "Placement:starts_as_a_draft": (
        A_PLACEMENT_STARTS,
        [
            again("placement", number=9),
            again("proposed", number=9),
            again("draft", number=9, gross_sold=1),
            again("draft", number=9, shares_sold=1),
            again("draft", number=9, proposed_on=date(2001, 10, 1)),
        ],
    ),
    "Placement:days_do_not_run_backwards": (
        "A placement moves on the day of its last move or later",
        [change("proposed", status="withdrawn", status_on=date(2001, 9, 30))],
    ),
    "Placement:agreed_terms_stay": (
        AGREED,
        [
            *(change("placement", shares_offered=200_000), change("placement", number=9)),
            *(change("placement", minimum_price="0.01"), change("proposed", minimum_price=None)),
            change("proposed", expected_price=1, minimum_price="4.00"),
            lambda house: update(house.placement, agreement_id=house.other.pk),
        ],
    ),
    "Placement:days_of_its_life_stay": (
        WRITTEN,
        [
            change("placement", status_on=LATER),
            change("placement", accepted_on=date(2001, 6, 13)),
            change("placement", proposed_on=date(2001, 6, 13)),
            change("draft", proposed_on=LATER),
            change("proposed", status="accepted", status_on=LATER, accepted_on=date(2001, 6, 13)),
            change(
                "proposed",
                status="accepted",
                status_on=LATER,
                accepted_on=LATER,
                proposed_on=date(2001, 6, 13),
            ),
            change("placement", status="closed", status_on=LATER, closed_on=date(2001, 12, 31)),
            change(
                "placement",
                status="closed",
                status_on=LATER,
                closed_on=LATER,
                accepted_on=date(2001, 6, 13),
            ),
        ],
    ),
    "Placement:totals_follow_the_sales": (
        "The totals of a placement follow its sales and are not written by hand",
        [change("placement", shares_sold=0), change("placement", gross_sold=0)],
    ),
    "Placement:stays_under_its_agreement": (
        "A placement stays under its agreement",
        [lambda house: update(house.draft, agreement_id=house.other.pk)],
    ),
    "Placement:placements_stay": (
        "A placement is withdrawn, not deleted",
        [removal("draft"), removal("placement")],
    ),
    "Placement:stays_itself": (ITSELF, [change("draft", id=10**6)]),
    "Placement:acceptance_fits_capacity": (
        "An accepted placement must fit into what its agreement has free",
        [accepted_beyond_capacity],
    ),
    "Placement:shelf_has_room_for_acceptances": (
        "An accepted placement must fit into what its shelf registration has left",
        [accepted_beyond_the_shelf, accepted_after_the_shelf_expired],
    ),
    "Placement:placed_before_the_end": (
        "Nothing is placed or sold under an agreement from the day on which it was terminated",
        [accepted_after_the_end],
    ),
    "Placement:sales_fit_the_move": (
        "A placement is not closed before its last sale, nor suspended on or before its day",
        [
            change("placement", status="suspended", status_on=date(2001, 11, 9)),
            change(
                "placement",
                status="closed",
                status_on=date(2001, 11, 8),
                closed_on=date(2001, 11, 8),
            ),
        ],
    ),
    "Placement:drafts_keep_out_of_closed_periods": (
        CLOSED,
        [again("draft", number=9, status_on=date(2001, 8, 31))],
    ),
    "Placement:moves_keep_out_of_closed_periods": (
        CLOSED,
        [
            lambda house: move_into_august(house, "draft"),
            lambda house: move_into_august(house, "proposed"),
        ],
    ),
}
