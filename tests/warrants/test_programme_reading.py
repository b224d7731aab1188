"""Holders and Class B Warrants in a programme file: read strictly, each fault in a sentence."""

from typing import Any

import pytest

from neoequity.books.refusal import Refused
from neoequity.programme import read_whole
from tests.warrants.shipped import Change, content
from warrants.terms.programme import HolderFacts, WarrantProgramme, read_warrants


def faults(change: Change) -> list[str]:
    said = content()
    change(said)
    with pytest.raises(Refused) as refusal:
        read_whole(said)
    return [reason.sentence for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            lambda said: said["holder"][0].update(category="bank", colour="red"),
            [
                (
                    "Holder 1: “category” is not valid: it must be one of agent, agent_officer, "
                    "agent_partner, agent_director, participant, participant_officer, other, not "
                    "“bank”."
                ),
                "Holder 1 has a key that does not belong there: “colour”.",
            ],
        ),
        (
            lambda said: said["series"][0].update(cap=33.75),
            [
                (
                    "Series “class-b”: “cap” is not valid: it must stand in quotes, such as "
                    '"4.0254", not 33.75.'
                )
            ],
        ),
        (
            lambda said: said["series"][0]["opening"][1].pop("shares"),
            ["Series “class-b”, opening 2 lacks the key “shares”."],
        ),
        (
            lambda said: said["series"][0].update(low_rate="0.98"),
            [
                (
                    "Series “class-b” has a rate of 0.97 and below it one of 0.98; 97% is written "
                    "as 0.97, and the lower one is no higher."
                )
            ],
        ),
        (
            lambda said: said["series"][0]["opening"][0].update(holder="nobody"),
            ["Series “class-b” opens with the holder “nobody”; the file has none."],
        ),
        (
            lambda said: said["series"][0]["opening"].append(said["series"][0]["opening"][0]),
            [
                "Series “class-b” has two openings of the holder “montrose-investments”.",
                (
                    "Series “class-b” opens with 5,120,400 shares; 4,000,000 first issued less "
                    "586,400 exercised are 3,413,600."
                ),
            ],
        ),
        (
            lambda said: said["holder"].append(said["holder"][0]),
            [
                "The holder “cantor-fitzgerald” stands in the file twice.",
                "The agent among the holders “Cantor Fitzgerald & Co.” stands in the file twice.",
            ],
        ),
        (
            lambda said: said["holder"][0].update(name="Cantor"),
            ["The holder “Cantor” is called the agent; no agreement of the file names it."],
        ),
    ],
)
def test_every_fault_is_told_in_a_sentence(change: Change, sentences: list[str]) -> None:
    assert faults(change) == sentences


def test_the_faults_of_both_readers_are_told_at_once() -> None:
    def change(said: dict[str, Any]) -> None:
        said["issuer"].pop("ticker")
        said["holder"][0].pop("name")

    assert faults(change) == [
        "The issuer lacks the key “ticker”.",
        "Holder 1 lacks the key “name”.",
    ]


def test_a_page_may_stand_for_a_number_that_no_document_states() -> None:
    sales = read_whole(content()).placements.agreements[0]
    assert sales.terms["warrant_demand_limit"].value is None
    assert sales.terms["warrant_demand_limit"].page == "p. S-12"

    def without_value(said: dict[str, Any]) -> None:
        said["agreement"][0]["terms"]["warrant_due_days"].pop("value")

    assert faults(without_value) == [
        "Agreement “sales-agreement”, term “warrant_due_days”, lacks the key “value”."
    ]


def test_the_reader_of_warrants_looks_at_its_own_keys_only() -> None:
    holder = {"slug": "a", "name": "A", "category": "other"}

    assert read_warrants({"holder": [holder], "agreement": "no table"}) == WarrantProgramme(
        (HolderFacts("a", "A", "other", "", ""),), ()
    )
    assert read_warrants({}) == WarrantProgramme((), ())
