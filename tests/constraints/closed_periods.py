"""What the triggers of closings and reopenings refuse, each with the attempts at it."""

from datetime import date
from typing import Any

from neoequity.books.models import ChainHead, Closing, Reopening
from neoequity.books.periods.rules import REOPENING
from placements.models import ClosingTotal
from tests.constraints.attempts import Attempt, change, decision, emptying, removal
from tests.constraints.conftest import House
from tests.constraints.rows import agree, columns_of, insert

CLOSED = "2001-08 of NeoTherapeutics, Inc. was closed by anna on Nov 13, 2001"
CLOSINGS_STAY = "A closing is never changed or deleted; ask for its reopening"
TOTALS_STAY = "The totals of a closing are written by the database when it is made, and stay"
REOPENINGS_STAY = "A reopening is never changed or deleted; close the period again"
ANOTHER = "A closing is of one whole month or quarter, and named after it"
RECORDED = "The moment of recording is written by the database"
AS_APPROVED = "A period is reopened as one person asked for it and another approved it"
AFTERWARDS = "A period is reopened on the day of its closing or later"


def closing(**changes: Any) -> Attempt:
    """INSERT the closing of September, true in all but these columns."""

    def insert_closing(house: House) -> None:
        head = ChainHead.objects.get(pk=house.head.pk)
        row = columns_of(
            house.closing,
            number=3,
            label="2001-09",
            starts_on=date(2001, 9, 1),
            ends_on=date(2001, 9, 30),
            head_position=head.length,
            head_digest=head.digest,
            checklist="[]",
        )
        del row["recorded_at"]
        insert(Closing, {**row, **changes})

    return insert_closing


def reopening(**changes: Any) -> Attempt:
    """INSERT the reopening of August as it was approved, true in all but these columns."""

    def insert_reopening(house: House) -> None:
        decision(of="asked")(house)
        row = columns_of(
            house.reopened,
            closing_id=house.closing.pk,
            approval_id=house.asked.pk,
            recorded_by_id=house.cfo.pk,
        )
        del row["recorded_at"]
        insert(Reopening, {**row, **changes})

    return insert_reopening


def reopened_before_it_is_approved(house: House) -> None:
    row = columns_of(house.reopened, closing_id=house.closing.pk, approval_id=house.asked.pk)
    del row["recorded_at"]
    insert(Reopening, row)


def reopened_on_a_dated_request(house: House) -> None:
    decision("withdrawn", by="asked.asked_by", of="asked")(house)
    reason = {"reason": house.reopened.reason}
    issuer, cfo = house.closing.issuer_id, house.cfo
    asked = agree(REOPENING, house.closing.pk, reason, dated="2001-08-31", issuer_id=issuer, by=cfo)
    row = columns_of(
        house.reopened,
        closing_id=house.closing.pk,
        approval_id=asked.pk,
        asked_by_id=asked.asked_by_id,
        recorded_by_id=cfo.pk,
    )
    del row["recorded_at"]
    insert(Reopening, row)


CLOSED_PERIODS: dict[str, tuple[str, list[Attempt]]] = {
    "Closing:closings_lock_their_period": (
        "|".join(
            (
                *(ANOTHER, "numbered in their order", "is not closed again"),
                *("as it stands before it", RECORDED),
            )
        ),
        [
            *(closing(label="2001-10"), closing(ends_on=date(2001, 9, 29)), closing(number=4)),
            closing(label="2001Q3", starts_on=date(2001, 7, 1)),
            closing(label="2001-08", starts_on=date(2001, 8, 1), ends_on=date(2001, 8, 31)),
            closing(label="2001-09", starts_on=date(2001, 9, 2), ends_on=date(2001, 10, 1)),
            *(closing(head_position=1), closing(head_digest="0" * 64)),
            closing(recorded_at="2001-11-13 12:00:00-05"),
        ],
    ),
    "Closing:closings_stay": (
        CLOSINGS_STAY,
        [change("closing", ends_on=date(2001, 8, 1)), removal("closing")],
    ),
    "Closing:closings_are_not_truncated": (CLOSINGS_STAY, [emptying(Closing)]),
    "ClosingTotal:kept_by_the_database": (
        TOTALS_STAY,
        [
            change("closed", gross=1),
            removal("closed"),
            lambda house: insert(ClosingTotal, columns_of(house.closed)),
        ],
    ),
    "ClosingTotal:closing_totals_are_not_truncated": (TOTALS_STAY, [emptying(ClosingTotal)]),
    "Reopening:reopenings_open_their_period": (
        f"{AS_APPROVED}|{AFTERWARDS}|{RECORDED}",
        [
            *(reopened_before_it_is_approved, reopening(reason="Another.")),
            reopened_on_a_dated_request,
            lambda house: reopening(approval_id=house.approved.pk)(house),
            lambda house: reopening(asked_by_id=house.person.pk)(house),
            lambda house: reopening(recorded_by_id=house.reopened.recorded_by_id)(house),
            reopening(reopened_on=date(2001, 11, 12)),
            reopening(recorded_at="2001-11-13 12:00:00-05"),
        ],
    ),
    "Reopening:reopenings_stay": (
        REOPENINGS_STAY,
        [change("reopened", reason="Another."), removal("reopened")],
    ),
    "Reopening:reopenings_are_not_truncated": (REOPENINGS_STAY, [emptying(Reopening)]),
}
