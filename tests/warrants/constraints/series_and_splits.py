"""What the triggers of series, calls and stock splits refuse."""

from datetime import date

from tests.constraints.rows import agree, columns_of, insert, update
from tests.warrants.constraints.attempts import (
    Attempt,
    again,
    answered,
    change,
    emptying,
    entry,
    removal,
)
from tests.warrants.constraints.conftest import Register
from warrants.models import Entry, Split
from warrants.terms.request import CALL_CORRECTION

ITSELF = "A row keeps its id, for others point at it"
RECORDED = "The moment of recording is written by the database"
CALLS_STAY = "A priced call stays, but for a correction that one person asked for"
FOLLOWS_THE_BID = "The price of a call is the lesser of the cap and its share of the closing bid"
ADJUSTS = "A stock split changes what each holder has of each warrant by its ratio"
SPLIT_ON = date(2002, 11, 20)
LONG_AGO = "2001-11-30 12:00+00"


def split_of(register: Register, **changes: object) -> None:
    """INSERT a reverse split of the warrants' issuer, and nothing else."""
    columns = columns_of(register.split, issuer_id=register.warrant.issuer_id)
    del columns["recorded_at"]
    insert(Split, {**columns, "effective_on": SPLIT_ON, **changes})


def split_adjusting_one(register: Register) -> None:
    """The split, and the agent's entry for it: the officer's and Class B's are missing."""
    split_of(register)
    row = columns_of(register.cancelled, number=5, kind="split", on=SPLIT_ON, shares=471)
    del row["recorded_at"]  # 490 become 19
    insert(Entry, row)


def adjusting(register: Register, on: date, gains: bool, shares: tuple[int, int, int]) -> None:
    """INSERT the adjustments of the agent, the officer and the holder of Class B for a split."""
    holders = (register.agent, register.officer, register.opened.balances.get().holder)
    warrants = (register.warrant, register.warrant, register.opened)
    numbers = [warrant.entries.count() + 1 for warrant in warrants]
    numbers[1] += 1
    rows = []
    for warrant, number, holder, count in zip(warrants, numbers, holders, shares, strict=True):
        row = columns_of(register.cancelled, number=number, kind="split", on=on, shares=count)
        row |= {"warrant_id": warrant.pk, "holder_from_id": None if gains else holder.pk}
        row["holder_to_id"] = holder.pk if gains else None
        del row["recorded_at"]
        rows.append(row)
    insert(Entry, *rows)


def split_under_an_entry(register: Register) -> None:
    """490 become 19, 400 become 16; the exercise of 10 stated in old shares is left as it is."""
    row = {"shares": 10, "shares_issued": 10, "cash": 52}
    entry(on=SPLIT_ON, **row)(register)
    split_of(register)
    adjusting(register, SPLIT_ON, gains=False, shares=(471, 384, 1_638_528))


def split_under_an_answer(register: Register) -> None:
    answered()(register)
    split_of(register, effective_on=register.priced.bid_on)


def split_under_a_capped_call(register: Register) -> None:
    """$40 is above the cap of $33.75, which becomes $16.875."""
    update(register.call, closing_bid=40, market_price=40, exercise_price="33.75")
    on = register.call.bid_on
    split_of(register, effective_on=on, new=2, old=1)
    adjusting(register, on, gains=True, shares=(490, 400, 1_706_800))


def correction(register: Register, on: str = "", **changes: object) -> None:
    """Somebody asks for a bid of $5.00 instead of $4.04 and another approves it."""
    asked = {
        "was_bid": "4.04",
        "was_market_price": "4.04",
        "closing_bid": "5.00",
        "market_price": "5.00",
        "reason": "a mistake",
        **changes,
    }
    dated, issuer = on or str(register.priced.bid_on), register.series.issuer_id
    agree(CALL_CORRECTION, register.priced.pk, asked, dated=dated, issuer_id=issuer)


def at_five(register: Register) -> None:
    update(register.priced, closing_bid=5, market_price=5, exercise_price="4.85")


def corrected_unasked(register: Register) -> None:
    at_five(register)


def corrected_otherwise(register: Register) -> None:
    correction(register, closing_bid="5.01")
    at_five(register)


def corrected_on_another_day(register: Register) -> None:
    correction(register, on=str(register.priced.delivered_on))
    at_five(register)


def corrected_twice(register: Register) -> None:
    """Back and forth: the first correction is done and cannot be done again."""
    correction(register)
    at_five(register)
    back = {"closing_bid": "4.04", "market_price": "4.04"}
    correction(register, was_bid="5.00", was_market_price="5.00", **back)
    update(register.priced, **back, exercise_price="3.838")
    at_five(register)


def corrected_while_exercised(register: Register) -> None:
    correction(register)
    answered()(register)
    at_five(register)


OF_SERIES_AND_SPLITS: dict[str, tuple[str, list[Attempt]]] = {
    "Series:stays_itself": (ITSELF, [change("series", id=10**6)]),
    "Series:stays_once_issued": (
        "A series of which warrants were issued stays with its issuer",
        [
            removal("series"),
            lambda register: update(register.series, issuer_id=register.stranger.pk),
        ],
    ),
    "Series:terms_stay_once_called": (
        "The terms of a series are fixed once it has been called",
        [
            change("series", **changed)
            for changed in (
                {"cap": 34},
                {"rate": "0.98"},
                {"low_rate": "0.96"},
                {"threshold": 6},
                {"opened_on": date(2001, 10, 1)},
            )
        ],
    ),
    "CallNotice:calls_start_without_a_price": (
        f"A call starts without a price|{RECORDED}",
        [
            again("priced", delivered_on=date(2001, 11, 26)),
            again("call", delivered_on=date(2001, 10, 31)),
            again("call", delivered_on=date(2001, 11, 19), recorded_at=LONG_AGO),
            again("call", delivered_on=date(2001, 11, 19), series_id=10**6),
        ],
    ),
    "CallNotice:priced_calls_stay": (
        CALLS_STAY,
        [
            change("priced", closing_bid=1, market_price=1, exercise_price="0.95"),
            change("priced", market_price="4.05"),
            change("priced", closing_bid=None, market_price=None, exercise_price=None),
            *(corrected_otherwise, corrected_unasked, corrected_twice, corrected_while_exercised),
            corrected_on_another_day,
        ],
    ),
    "CallNotice:calls_keep_their_days": (
        "A call keeps its series and its days",
        [
            change("call", id=10**6),
            change("call", series_id=10**6),
            change("call", delivered_on=date(2001, 11, 19)),
            change("call", bid_on=date(2001, 11, 26)),
            change("call", recorded_at=LONG_AGO),
            change("call", recorded_by_id=10**6),
        ],
    ),
    "CallNotice:the_price_follows_the_bid": (
        FOLLOWS_THE_BID,
        [
            change("priced", exercise_price=1),
            *(
                change("call", closing_bid=bid, market_price=bid, exercise_price=price)
                for bid, price in (
                    ("4.04", "3.8381"),
                    ("4.04", "3.9188"),  # 97% where 95% governs
                    ("5.00", "4.75"),
                    ("40", "38.80"),  # above the cap
                )
            ),
        ],
    ),
    "CallNotice:calls_stay": ("A call notice is never deleted", [removal("call")]),
    "RegisterSplit:splits_are_posted": (
        f"no exercise stands in answer to a call priced on its day or later|{RECORDED}",
        [
            split_under_an_answer,
            again("split", effective_on=date(2002, 12, 1), recorded_at=LONG_AGO),
        ],
    ),
    "RegisterSplit:splits_adjust_every_warrant": (
        ADJUSTS,
        [split_of, split_adjusting_one, split_under_an_entry],
    ),
    "RegisterSplit:splits_adjust_the_caps_of_calls": (
        "A call is priced with the cap of its series after the stock splits by its day",
        [split_under_a_capped_call],
    ),
    # The split is the placements'; what else its rule says is tested in tests/splits.
    "Split:splits_run_on": (
        RECORDED,
        [again("split", effective_on=date(2002, 12, 1), recorded_at=LONG_AGO)],
    ),
    "Split:splits_stay": (
        "A recorded stock split is never changed or deleted",
        [change("split", new=2), removal("split")],
    ),
    "Split:splits_are_not_truncated": (
        "A recorded stock split is never deleted",
        [emptying(Split)],
    ),
}
