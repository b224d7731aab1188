"""Every constraint of every model of the warrants, broken by a raw statement.

The models are asked for their constraints, so that a new one without a case here fails.
"""

from datetime import date

import pytest

from tests.constraints.frames import each_ruled, refused_by_rule, rules
from tests.constraints.rows import run
from tests.warrants.constraints.attempts import (
    Attempt,
    again,
    answered,
    cashless,
    change,
    entry,
    issued,
    reversal,
    transferred,
    unguarded,
    warrant,
)
from tests.warrants.constraints.conftest import Register
from tests.warrants.constraints.repeated import (
    approved_once,
    reversed_twice,
    split_approved_once,
)

EXERCISES = ("cash_exercise", "cashless_exercise")

#: Splits are rows of the placements, and are tested with the register that they adjust.
OF_SPLITS = {
    "an_issuer_splits_once_a_day",
    "a_split_changes_the_number_of_shares",
    "Split.approval",
}
CASES: dict[str, list[Attempt]] = {
    # Unique columns
    "Holder.slug": [again("agent")],
    "Series.slug": [again("series")],
    "Entry.reverses": [reversed_twice],
    "Entry.approval": [approved_once],
    "Split.approval": [split_approved_once],
    # Holders, series, splits and calls
    "a_holder_is_of_a_known_category": [again("agent", slug="new", category="friend")],
    "registration_is_demanded_or_joined": [again("request", kind="wish")],
    "a_call_price_is_a_fraction_of_the_bid_under_a_cap": [
        again("series", slug="new", **changed)
        for changed in ({"cap": 0}, {"rate": 0}, {"rate": "1.01"}, {"low_rate": 0})
    ]
    + [again("series", slug="new", low_rate="0.98")],
    # Documents
    "the_name_of_an_entryattachment_is_no_path": [
        again("notice", name=name) for name in ("", "../notice.pdf", "a/b.pdf", "a\nb.pdf")
    ],
    "a_document_proves_an_entry_in_some_way": [again("notice", kind="acceptance")],
    "an_entry_has_the_same_document_once": [again("notice")],
    "an_issuer_splits_once_a_day": [again("split")],
    "a_split_changes_the_number_of_shares": [
        again("split", effective_on=date(2002, 12, 1), new=new) for new in (0, 25)
    ]
    + [again("split", effective_on=date(2002, 12, 1), old=0)],
    "a_series_is_called_once_a_day": [again("call")],
    "the_bid_follows_the_notice": [again("call", delivered_on=date(2001, 11, 21))],
    "a_call_is_priced_from_bid_and_market_price": [
        unguarded(change("priced", **changed))
        for changed in (
            {"closing_bid": None},
            {"market_price": None},
            {"exercise_price": None},
            {"closing_bid": 0},
            {"market_price": 0},
            {"exercise_price": 0},
        )
    ],
    # Warrants
    "a_warrant_number_is_used_once": [warrant(number=1)],
    "a_warrant_is_for_shares": [warrant(shares=0)],
    "exercised_and_cancelled_stay_within_issued": [unguarded(change("warrant", outstanding=-1))],
    "a_warrant_is_the_agents_or_of_a_series": [
        warrant(exercise_price=None),
        warrant(exercise_price=0),
        warrant(agreement_id=None),
        again("opened", number=3, outstanding=0, exercise_price=1),
        again("opened", number=3, outstanding=0, series_id=None),
    ],
    "an_agents_warrant_has_all_its_clocks": [
        warrant(**{clock: None})
        for clock in (
            "cashless_from",
            "agreed_transfer_from",
            "nasd_transfer_from",
            "registrable_from",
            "expires_on",
        )
    ],
    # Entries
    "an_entry_number_is_used_once": [entry(number=4)],
    "an_entry_is_positive_and_its_reversal_negative": [
        entry(shares=0, shares_issued=0, cash=0),
        entry(shares=-100, shares_issued=-100, cash=-520),
        reversal(shares=100, shares_issued=100, cash=520),
    ],
    "an_entry_names_the_holders_of_its_kind": [
        entry(holder_from_id=None),
        entry(kind="gift", exercise_price=None, shares_issued=0, cash=0),
        transferred(holder_from_id=None),
        transferred(holder_to_id=None),
        issued({"holder_to_id": None}),
        transferred(kind="split"),
        transferred(kind="cancellation", reason="r"),
        transferred(kind="expiry"),
    ],
    "a_register_begins_with_the_issue": [
        issued({"number": 2}),
        again("issue", number=5),
        again("cancelled", number=1),
    ],
    "an_exercise_and_no_other_entry_has_a_price": [
        entry(exercise_price=None),
        entry(exercise_price=0, cash=0),
        *(
            transferred(**{column: 1})
            for column in ("exercise_price", "market_price", "shares_issued", "cash")
        ),
        lambda register: transferred(call_id=register.priced.pk)(register),
    ],
    "cash_is_shares_times_exercise_price": [
        entry(cash="520.01"),
        entry(cash="519.99"),
        entry(shares_issued=99),
        reversal(cash="-520.01"),
    ],
    "a_market_price_is_positive": [entry(market_price=0), entry(market_price=-1)],
    "a_cashless_exercise_pays_with_the_gain": [
        cashless(shares_issued=36),
        cashless(shares_issued=34),
        cashless(cash="0.01"),
        cashless(market_price=None),
        cashless(market_price="5.20", shares_issued=0),
        cashless(market_price="5.21", shares_issued=0),  # 100 x 0.01 / 5.21
    ],
    "a_cancellation_and_a_reversal_have_a_reason": [
        again("cancelled", number=5, reason=""),
        reversal(reason=""),
    ],
    # Balances
    "a_holder_has_one_balance_a_warrant": [unguarded(again("balance"))],
    "a_holder_never_gives_more_than_it_has": [
        entry(shares=491, shares_issued=491, cash="2553.20"),
        transferred(shares=491),
    ],
}


def test_every_rule_has_its_cases_here() -> None:
    assert {rule for rule, cases in CASES.items() if cases} == rules("warrants") | OF_SPLITS


@pytest.mark.parametrize(("rule", "attempt"), each_ruled(CASES))
def test_what_breaks_a_rule_is_refused_by_its_name(
    register: Register, rule: str, attempt: Attempt
) -> None:
    refused_by_rule(register, rule, attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        entry(),
        entry(shares=490, shares_issued=490, cash="2548.00"),
        cashless(),
        transferred(),
        reversal(),
        reversal("moved"),
        reversal("cancelled"),
        issued(),
        answered(),
    ],
    ids=lambda attempt: attempt.__qualname__.split(".")[0],
)
def test_the_true_row_itself_breaks_none(register: Register, attempt: Attempt) -> None:
    attempt(register)
    run("SET CONSTRAINTS ALL IMMEDIATE")
