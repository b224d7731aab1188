"""What the triggers of series, calls and stock splits refuse."""

from datetime import date

from tests.constraints.rows import columns_of, insert, update
from tests.warrants.constraints.attempts import Attempt, again, change, emptying, entry, removal
from tests.warrants.constraints.conftest import Register
from warrants.models import Entry, Split

ITSELF = "A row keeps its id, for others point at it"
RECORDED = "The moment of recording is written by the database"
CALLS_STAY = "A call keeps its days, and the price that was set for it"
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


def split_before_an_entry(register: Register) -> None:
    entry(on=SPLIT_ON)(register)
    split_of(register)


def split_out_of_order(register: Register) -> None:
    insert(Split, {**columns_of(register.split, effective_on=date(2002, 9, 4))})


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
            change("priced", exercise_price=1),
            change("priced", closing_bid=1),
            change("priced", closing_bid=None, market_price=None, exercise_price=None),
            change("call", id=10**6),
            change("call", series_id=10**6),
            change("call", delivered_on=date(2001, 11, 19)),
            change("call", bid_on=date(2001, 11, 26)),
            change("call", recorded_at=LONG_AGO),
            change("call", recorded_by_id=10**6),
        ],
    ),
    "CallNotice:the_price_follows_the_bid": (
        "The price of a call is the lesser of the cap and its share of the closing bid",
        [
            change("call", closing_bid=bid, market_price=bid, exercise_price=price)
            for bid, price in (
                ("4.04", "3.8381"),
                ("4.04", "3.9188"),  # 97% where 95% governs
                ("5.00", "4.75"),
                ("40", "38.80"),  # above the cap
            )
        ],
    ),
    "CallNotice:calls_stay": ("A call notice is never deleted", [removal("call")]),
    "RegisterSplit:splits_come_before_entries": (
        "A stock split is recorded before later splits",
        [split_before_an_entry, split_out_of_order],
    ),
    "RegisterSplit:splits_adjust_every_warrant": (ADJUSTS, [split_of, split_adjusting_one]),
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
