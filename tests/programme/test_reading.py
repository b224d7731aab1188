"""Reading a programme file: unknown, missing and wrong keys and contradictions, each a sentence."""

import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.refusal import Refused
from placements.terms.programme import Programme
from placements.terms.programme_file import read_programme

SMALL = """
[issuer]
slug = "acme"
name = "Acme, Inc."
ticker = "ACME"
market = "Nasdaq"

[[shelf]]
file_number = "333-1"
form = "Form S-3"

[[agreement]]
slug = "small"
name = "The Agreement"

[agreement.terms]
agent = { value = "An Agent", page = "p. 1" }
shelf = { value = "333-1", page = "p. 1" }
signed_on = { value = 2001-06-12, page = "p. 1" }
capacity = { value = "1000000.00", page = "p. 2", remark = "gross" }
methods = { value = ["negotiated"], page = "p. 2" }
settlement_days = { value = 3, page = "p. 3" }

[[agreement.fee_tier]]
above = "0"
rate = "0.04"

[[history.placement]]
agreement = "small"
number = 1
shares_offered = 1000
minimum_price = "4.00"
moves = [{ verb = "propose", on = 2001-10-01 }, { verb = "accept", on = 2001-10-02 }]

[[history.sale]]
agreement = "small"
placement = 1
trade_date = 2001-10-03
shares = 100
price = "4.10"
method = "negotiated"
agent_reference = "A-1"
"""

Change = Callable[[dict[str, Any]], object]


def small() -> dict[str, Any]:
    return tomllib.loads(SMALL)


def refusal(content: dict[str, Any]) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_programme(content)
    return [reason.sentence for reason in refused.value.reasons]


def test_a_small_file_says_what_it_says() -> None:
    programme = read_programme(small())

    agreement = programme.agreements[0]
    assert isinstance(programme, Programme)
    assert programme.issuer.name == "Acme, Inc."
    assert agreement.value("capacity") == Decimal("1000000.00")
    assert agreement.terms["capacity"].page == "p. 2"
    assert agreement.terms["capacity"].remark == "gross"
    assert agreement.value("termination_from") is None
    assert programme.placements[0].moves[1].verb == "accept"
    assert programme.sales[0].notice.gross is None


def test_a_file_without_history_has_none() -> None:
    content = small()
    del content["history"]

    assert read_programme(content).sales == ()


def agreement(content: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = content["agreement"][0]
    return first


def terms(content: dict[str, Any]) -> dict[str, Any]:
    stated: dict[str, Any] = agreement(content)["terms"]
    return stated


WRONG: list[tuple[Change, str]] = [
    (lambda c: c.pop("issuer"), "The file lacks the key “issuer”."),
    (lambda c: c["issuer"].pop("ticker"), "The issuer lacks the key “ticker”."),
    (lambda c: c.update(issuer=3), "The issuer must be a table."),
    (lambda c: c.update(isuer={}), "The file has a key that does not belong there: “isuer”."),
    (
        lambda c: c["issuer"].update(name=""),
        "The issuer: “name” is not valid: it must be text in quotes, on one line, not “”.",
    ),
    (
        lambda c: c["issuer"].update(slug="Acme Inc"),
        (
            "The issuer: “slug” is not valid: it must be a short name of small letters, digits and "
            "hyphens, in quotes, not “Acme Inc”."
        ),
    ),
    (
        lambda c: c.update(shelf={"file_number": "333-1"}),
        "The file: “shelf” is not valid: it must be a list of tables.",
    ),
    (
        lambda c: c["shelf"][0].update(file_number="3" * 21),
        (
            "Shelf 1: “file_number” is not valid: it must be no longer than 20 characters, not "
            "“333333333333333333333”."
        ),
    ),
    (
        lambda c: agreement(c).update(code="sa"),
        (
            "Agreement “small”: “code” is not valid: it must be a capital letter with up to 5 "
            "capitals or digits, such as SA, in quotes, not “sa”."
        ),
    ),
    (
        lambda c: terms(c).pop("capacity"),
        "Agreement “small”, terms, lacks the key “capacity”.",
    ),
    (
        lambda c: terms(c).update(commision={"value": 1}),
        "Agreement “small”, terms, has a key that does not belong there: “commision”.",
    ),
    (
        lambda c: terms(c)["capacity"].pop("page"),
        "Agreement “small”, term “capacity”, lacks the key “page”.",
    ),
    (
        lambda c: terms(c)["capacity"].update(pgae="p. 2"),
        "Agreement “small”, term “capacity”, has a key that does not belong there: “pgae”.",
    ),
    (
        lambda c: terms(c)["capacity"].update(value=25000000),
        (
            "Agreement “small”, term “capacity”,: “value” is not valid: it must stand in quotes, "
            'such as "25000000.00", not 25000000.'
        ),
    ),
    (
        lambda c: terms(c)["capacity"].update(value="25,000,000"),
        (
            "Agreement “small”, term “capacity”,: “value” is not valid: it must be an amount in "
            "dollars with at most two decimals, in plain digits such as 3822967.00, not "
            "“25,000,000”."
        ),
    ),
    (
        lambda c: terms(c)["settlement_days"].update(value=True),
        (
            "Agreement “small”, term “settlement_days”,: “value” is not valid: it must be a "
            "whole number from 1 to 30, without quotes, not true."
        ),
    ),
    (
        lambda c: terms(c)["signed_on"].update(value="2001-06-12"),
        (
            "Agreement “small”, term “signed_on”,: “value” is not valid: it must be a date "
            "without quotes, such as 2001-06-12, not “2001-06-12”."
        ),
    ),
    (
        lambda c: terms(c)["methods"].update(value=["by post"]),
        (
            "Agreement “small”, term “methods”,: “value” is not valid: it must be a list of one "
            "or more of negotiated, nasdaq, market_maker, ecn, other, each once, not ['by post']."
        ),
    ),
    (
        lambda c: agreement(c)["fee_tier"][0].update(rate="4%"),
        (
            "Agreement “small”, fee tier 1: “rate” is not valid: it must be a fraction with at "
            'most six decimals, such as "0.04", not “4%”.'
        ),
    ),
    (lambda c: agreement(c).pop("fee_tier"), "Agreement “small” has no fee tier."),
    (
        lambda c: c["history"]["placement"][0]["moves"][0].update(verb="sell"),
        (
            "History, placement 1, move 1: “verb” is not valid: it must be one of propose, "
            "withdraw, accept, decline, suspend, resume, close, not “sell”."
        ),
    ),
    (
        lambda c: c["history"]["placement"][0].pop("moves"),
        "History, placement 1 has no moves; the first one is “propose”.",
    ),
    (
        lambda c: c["history"]["sale"][0].update(delivery_remark="by hand"),
        "History, sale 1 has a “delivery_remark” without a “delivered_on”.",
    ),
    (
        lambda c: c["history"]["sale"][0].update(price=Decimal("4.1")),
        (
            "History, sale 1: “price” is not valid: it must stand in quotes, "
            'such as "4.0254", not 4.1.'
        ),
    ),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_a_wrong_key_is_named(change: Change, sentence: str) -> None:
    content = deepcopy(small())
    change(content)

    assert refusal(content) == [sentence]


def test_what_would_command_a_terminal_is_not_printed() -> None:
    content = small()
    content["\x1b[2J\nissuer"] = 1
    content["issuer"]["name"] = "Acme\x1b[2J\n"

    assert refusal(content) == [
        "The issuer: “name” is not valid: it must be text in quotes, on one line, not “Acme�[2J�”.",
        "The file has a key that does not belong there: “�[2J�issuer”.",
    ]


def test_a_file_with_a_thousand_faults_is_not_read_to_its_end() -> None:
    content = small()
    content["history"]["sale"] = [{}] * 1_000

    told = refusal(content)

    assert len(told) == 1_001
    assert told[-1] == "Too many errors; stopped reading here."


def test_every_fault_is_told_at_once() -> None:
    content = small()
    content["issuer"] = {}
    agreement(content)["name"] = 7

    assert len(refusal(content)) == 5


CONTRADICTIONS: list[tuple[Change, str]] = [
    (
        lambda c: terms(c).update(largest_commission={"value": "40000.01", "page": "p. 3"}),
        (
            "Agreement “small” states a largest commission of $40,000.01, but its fee tiers "
            "give $40,000.00 on $1,000,000.00."
        ),
    ),
    (
        lambda c: terms(c)["shelf"].update(value="333-2"),
        "Agreement “small” is drawn on the shelf “333-2”; the file has none.",
    ),
    (
        lambda c: agreement(c)["fee_tier"][0].update(above="1.00"),
        "Agreement “small”: A fee schedule starts above $0 and has each start once.",
    ),
    (
        lambda c: agreement(c)["fee_tier"][0].update(rate="4"),
        "Agreement “small”: The rate of a fee tier is from 0% to less than 100%.",
    ),
    (
        lambda c: terms(c).update(
            termination_from={"value": tomllib.loads("day = 2001-06-11")["day"], "page": "p. 3"}
        ),
        (
            "Agreement “small”: The agreement cannot be ended from 2001-06-11 on, before it was "
            "signed on 2001-06-12."
        ),
    ),
    (
        lambda c: c["shelf"].append(c["shelf"][0]),
        "The shelf “333-1” stands in the file twice.",
    ),
    (
        lambda c: c["history"]["sale"].append(c["history"]["sale"][0]),
        "The agent's reference “small, A-1” stands in the file twice.",
    ),
    (
        lambda c: c["history"]["placement"][0].update(number=2),
        (
            "The history has placement 2 of “small” in the place of 1: they are numbered "
            "1, 2, 3 in their order."
        ),
    ),
    (
        lambda c: c["history"]["sale"][0].update(placement=2),
        ("The sale “A-1” is made under placement 2 of “small”, which the file does not have."),
    ),
    (
        lambda c: c["history"]["placement"][0]["moves"].reverse(),
        "History, placement 1, move 1: the placement is a draft and cannot be accepted.",
    ),
    (
        lambda c: c["history"]["placement"][0]["moves"].append(
            {"verb": "accept", "on": date(2001, 10, 3)}
        ),
        "History, placement 1, move 3: the placement is accepted and cannot be accepted.",
    ),
    (
        lambda c: c["history"]["placement"][0]["moves"][1].update(on=date(2001, 9, 28)),
        ("History, placement 1, move 2 is dated 2001-09-28, before the move on 2001-10-01."),
    ),
    (
        lambda c: c["history"]["sale"][0].update(delivered_on=date(2001, 10, 2)),
        "History, sale 1 is delivered on 2001-10-02, before it was made on 2001-10-03.",
    ),
    (lambda c: c.update(agreement=[], history={}), "The file has no agreement."),
]


@pytest.mark.parametrize(("change", "sentence"), CONTRADICTIONS)
def test_a_file_that_contradicts_itself_is_refused(change: Change, sentence: str) -> None:
    content = deepcopy(small())
    change(content)

    assert refusal(content) == [sentence]
