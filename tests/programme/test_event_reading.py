"""Reading events: each kind with exactly its keys, every fault with the event's place and kind."""

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.refusal import Refused
from neoequity.programme import read_whole
from neoequity.programme_events import EVENT_KINDS, Event
from tests.programme.told import (
    Content,
    amended,
    delivered,
    event,
    moved,
    opened,
    programme,
    reversal,
    sold,
    split,
)

DAY = date(2001, 11, 1)
ENTRY = {"warrant": 1, "on": DAY, "holder": "agent", "shares": 100}

#: An event of each kind with all keys it may have, as said once and read once.
EACH: dict[str, Content] = {
    "placement": event(
        "placement",
        number=1,
        shares_offered=1000,
        minimum_price="4.00",
        expected_price="4.50",
        remark="a block",
    ),
    "move": {**moved("propose", DAY), "note": "by telephone"},
    "sale": sold(
        "N-1",
        DAY,
        1000,
        "4.0300",
        gross="4028.00",
        commission="161.12",
        deductions="12.00",
        settlement_date=date(2001, 11, 7),
        settlement_reason="as agreed",
        remark="a block",
        agent="Example Securities LLC",
    ),
    "delivery": {**delivered("N-1", DAY), "remark": "by book entry"},
    "reversal": reversal("N-1", DAY),
    "receipt": event(
        "receipt",
        on=DAY,
        amount="3854.88",
        bank_reference="FW-1",
        remark="by wire",
        parts=[
            {"agent_reference": "N-1", "amount": "3866.88", "remark": "in part"},
            {"entry": 2, "amount": "-12.00"},
        ],
    ),
    "amendment": amended(
        DAY,
        terms={"capacity": "30000000.00"},
        fee_tiers=[{"above": "0.00", "rate": "0.03", "page": "p. 2"}],
    ),
    "correction": amended(DAY, "correction", terms={"warrant_life_years": 5}),
    "terminate": event(
        "terminate",
        on=DAY,
        noticed_on=date(2001, 10, 1),
        by="agent",
        document="Notice of termination",
        page="p. 1",
        reason="as agreed",
    ),
    "reinstate": event(
        "reinstate", on=DAY, document="Letter", page="p. 1", reason="the agent agreed"
    ),
    "notice": event(
        "notice",
        on=DAY,
        sales=[
            {
                "agent_reference": "N-1",
                "shares": 1000,
                "price": "4.0300",
                "gross": "4028.00",
                "commission": "161.12",
                "fees": "0.00",
                "net": "3866.88",
                "settlement_date": date(2001, 11, 6),
            }
        ],
        remark="by fax",
        reason="a wrong price",
    ),
    "delivery_failure": event(
        "delivery_failure",
        agent_reference="N-1",
        on=DAY,
        new_day=date(2001, 11, 2),
        reason="no account",
    ),
    "split": split(DAY),
    "issue": event("issue", placement=1, on=DAY),
    "transfer": event("transfer", **ENTRY, to="officer"),
    "exercise": event("exercise", **ENTRY, way="cashless", market_price="9.00"),
    "cancel": event("cancel", **ENTRY, reason="over-issued"),
    "expire": event("expire", **ENTRY),
    "blackout": {
        "kind": "blackout",
        "from": date(2001, 10, 1),
        "to": DAY,
        "reason": "until the quarter is reported",
        "on": date(2001, 9, 30),
        "document": "Trading policy",
        "page": "p. 3",
    },
    "close": {
        "kind": "close",
        "period": "2001-10",
        "on": DAY,
        "notes": {"unsettled": "due in November"},
    },
}


def read(*events: Content) -> tuple[Event, ...]:
    return read_whole(programme(*events)).events


def refusal(*events: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(*events)
    return [reason.sentence for reason in refused.value.reasons]


def terms(**stated: Any) -> dict[str, Any]:
    """The terms of an amendment, as they are read."""
    [told] = read(amended(DAY, terms=stated))
    return dict(told.facts.terms)


def test_there_is_an_event_of_every_kind_here() -> None:
    assert set(EACH) == set(EVENT_KINDS)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_with_all_its_keys_is_read(kind: str) -> None:
    [told] = read(EACH[kind])

    assert (told.position, told.kind, len(told.sha256)) == (1, kind, 64)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_a_key_that_no_event_of_the_kind_has_is_named(kind: str) -> None:
    assert refusal({**EACH[kind], "colour": "red"}) == [
        f"Event 1 ({kind}) has a key that does not belong there: “colour”."
    ]


NEEDED: dict[str, str] = {
    "placement": "agreement number shares_offered",
    "move": "agreement placement verb on",
    "sale": "agreement placement trade_date shares price method agent_reference",
    "delivery": "agreement agent_reference on",
    "reversal": "agreement agent_reference on reason",
    "receipt": "agreement on amount bank_reference",
    "amendment": "agreement effective_on document page reason",
    "correction": "agreement effective_on document page reason",
    "terminate": "agreement on document reason",
    "reinstate": "agreement on document reason",
    "notice": "agreement on sales",
    "delivery_failure": "agreement agent_reference on new_day reason",
    "split": "on new old source",
    "blackout": "from to reason",
    "issue": "agreement on",
    "transfer": "agreement warrant on holder shares to",
    "exercise": "agreement warrant on holder shares",
    "cancel": "agreement warrant on holder shares reason",
    "expire": "agreement warrant on",
    "close": "period on",
}


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_the_keys_that_a_kind_needs_are_asked_for_and_the_others_are_not(kind: str) -> None:
    assert set(refusal({"kind": kind})) == {
        f"Event 1 ({kind}) lacks the key “{key}”." for key in NEEDED[kind].split()
    }
    assert read({key: EACH[kind][key] for key in ["kind", *NEEDED[kind].split()]})


def test_the_position_counts_all_events_from_one() -> None:
    first, *others = opened()

    assert refusal(first, *others, {"kind": "splits"}, {"kind": "split"})[:2] == [
        f"Event 4: “kind” is not valid: it must be one of {', '.join(EVENT_KINDS)}, not “splits”.",
        "Event 5 (split) lacks the key “on”.",
    ]
    assert refusal({}) == ["Event 1 lacks the key “kind”."]
    assert refusal(first, "sale") == ["Event 2 must be a table."]


def test_an_event_of_an_agreement_that_the_file_has_not_is_named() -> None:
    assert refusal({**moved("propose", DAY), "agreement": "another"}) == [
        "Event 1 (move) names the agreement “another”; the file has none."
    ]


def test_the_faults_of_events_stand_beside_those_of_the_rest_of_the_file() -> None:
    content = programme({"kind": "issue", "agreement": "facility"})
    content["issuer"]["ticker"] = 7

    with pytest.raises(Refused) as refused:
        read_whole(content)

    assert len(refused.value.reasons) == 2


def test_a_draft_is_dated_as_the_next_move_of_its_placement() -> None:
    draft = opened()[0]
    second = {**draft, "number": 2}
    events = read(
        draft,
        second,
        moved("propose", date(2001, 10, 4), placement=2),
        moved("propose", date(2001, 10, 3)),
        moved("accept", date(2001, 10, 5)),
    )

    assert [each.facts.on for each in events[:2]] == [date(2001, 10, 3), date(2001, 10, 4)]


def test_a_draft_that_makes_no_move_has_no_day_of_its_own() -> None:
    assert read(opened()[0])[0].facts.on is None


def test_terms_are_read_in_quotes_as_well_as_without() -> None:
    quoted = terms(
        capacity="30000000.00",
        warrant_coverage_rate="0.05",
        warrant_life_years="7",
        warrant_pooled="true",
        termination_from="2002-06-12",
        methods="negotiated, other",
    )
    plain = terms(
        capacity=30_000_000,
        warrant_coverage_rate=Decimal("0.05"),
        warrant_life_years=7,
        warrant_pooled=True,
        termination_from=date(2002, 6, 12),
        methods=["negotiated", "other"],
    )

    assert quoted == plain
    assert plain["capacity"] == Decimal(30_000_000)
    assert plain["methods"] == ["negotiated", "other"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("capacity", "a lot"),
        ("capacity", Decimal("1e999")),
        pytest.param("capacity", 10**5000, id="capacity-of thousands of digits"),
        ("warrant_life_years", "-1"),
        ("warrant_pooled", "yes"),
        ("termination_from", "2002-02-30"),
        ("methods", "by post"),
    ],
)
def test_a_term_that_cannot_be_read_is_named(name: str, value: Any) -> None:
    [sentence] = refusal(amended(DAY, terms={name: value}))

    assert sentence.startswith(f"Event 1 (amendment), terms,: “{name}” is not valid: it must ")


def test_a_term_that_no_agreement_has_is_named() -> None:
    assert refusal(amended(DAY, terms={"colour": "red"})) == [
        "Event 1 (amendment), terms, has a key that does not belong there: “colour”."
    ]


def test_fee_tiers_left_out_or_empty_stay_as_they_are() -> None:
    left_out, empty = read(amended(DAY), amended(DAY, fee_tiers=[]))

    assert left_out.facts.fee_tiers is None
    assert empty.facts.fee_tiers is None


def test_a_wrong_fee_tier_is_named_by_its_place() -> None:
    [sentence] = refusal(amended(DAY, fee_tiers=[{"above": "0.00", "rate": "4%"}]))

    assert sentence.startswith("Event 1 (amendment), fee tier 1: “rate” is not valid: it must be ")


@pytest.mark.parametrize("period", ["2001-13", "2001Q5", "October", 2001, "9999-01"])
def test_a_period_is_a_month_or_a_quarter(period: Any) -> None:
    [sentence] = refusal({**EACH["close"], "period": period})

    assert sentence.startswith(
        "Event 1 (close): “period” is not valid: it must be a month or quarter such as 2001-10 or "
        "2001Q4, not "
    )


def test_a_note_is_about_a_topic_that_may_stay_open() -> None:
    assert refusal({**EACH["close"], "notes": {"ledger": "never mind"}}) == [
        "Event 1 (close), notes, has a key that does not belong there: “ledger”."
    ]


@pytest.mark.parametrize("way", ["cash", "cashless", "cash_exercise", "cashless_exercise"])
def test_the_way_of_an_exercise_is_named_shortly_or_as_in_the_register(way: str) -> None:
    [told] = read({**EACH["exercise"], "way": way})

    assert told.facts.way == way.removesuffix("_exercise")


def test_an_expiry_names_a_holder_with_its_shares_or_neither() -> None:
    whole = EACH["expire"]

    assert refusal({key: value for key, value in whole.items() if key != "shares"}) == [
        "Event 1 (expire) names a holder with its shares, or neither."
    ]


SAME: list[Callable[[Content], Content]] = [
    lambda told: dict(reversed(told.items())),
    lambda told: {**told},
]
OTHER: list[Callable[[Content], Content]] = [
    lambda told: {**told, "price": "4.03"},  # as precise as it was written
    lambda told: {**told, "shares": 1001},
    lambda told: {**told, "remark": "another"},
]


@pytest.mark.parametrize("change", SAME)
def test_the_digest_does_not_ask_in_which_order_the_keys_stand(
    change: Callable[[Content], Content],
) -> None:
    assert read(EACH["sale"])[0].sha256 == read(change(EACH["sale"]))[0].sha256


@pytest.mark.parametrize("change", OTHER)
def test_the_digest_tells_every_other_change(change: Callable[[Content], Content]) -> None:
    assert read(EACH["sale"])[0].sha256 != read(change(EACH["sale"]))[0].sha256


def test_numbers_of_thousands_of_digits_and_tables_in_tables_are_told_in_a_sentence() -> None:
    deep = tomllib.loads(f"a{'.a' * 3000} = 1")

    for shares in (10**5000, deep):
        [sentence] = refusal({**EACH["sale"], "shares": shares})
        assert sentence.startswith(
            "Event 1 (sale): “shares” is not valid: it must be a whole number"
        )
        assert len(sentence) < 200
