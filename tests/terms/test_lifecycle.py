"""A placement's life: who may move it where, as one table that leaves nothing else open."""

from itertools import product

import pytest

from placements.terms.lifecycle import (
    MOVES,
    RESERVING,
    SOLD_UNDER,
    TRANSITIONS,
    Status,
    in_words,
    moves_from,
)

#: The contract's moves, told once more by hand (p. S-11).
TOLD = """
    issuer  propose   draft      proposed
    issuer  withdraw  draft      withdrawn
    issuer  withdraw  proposed   withdrawn
    agent   accept    proposed   accepted
    agent   decline   proposed   declined
    issuer  suspend   accepted   suspended
    issuer  resume    suspended  accepted
    issuer  close     accepted   closed
    issuer  close     suspended  closed
"""
CASES = {tuple(line.split()) for line in TOLD.strip().splitlines()}


def test_the_table_holds_the_moves_of_the_contract_and_no_others() -> None:
    table = {
        (move.party, move.verb, source.value, move.target.value)
        for move in MOVES.values()
        for source in move.sources
    }
    assert table == CASES


@pytest.mark.parametrize(("source", "verb"), list(product(Status, MOVES)), ids=str)
def test_a_status_offers_exactly_the_moves_that_start_from_it(source: Status, verb: str) -> None:
    offered = verb in [move.verb for move in moves_from(source)]
    assert offered is any(case[1:3] == (verb, source.value) for case in CASES)


def test_the_transitions_that_the_database_allows_are_those_of_the_table() -> None:
    assert {(str(source), str(target)) for source, target in TRANSITIONS} == {
        case[2:] for case in CASES
    }


@pytest.mark.parametrize("status", ["closed", "withdrawn", "declined"])
def test_closed_withdrawn_and_declined_are_the_end(status: str) -> None:
    assert moves_from(status) == []


def test_every_status_can_be_reached_from_a_draft() -> None:
    reached = {"draft"}
    for _ in Status:
        reached |= {target for _, _, source, target in CASES if source in reached}
    assert reached == set(Status)


def test_nothing_is_sold_or_held_back_without_the_agents_acceptance() -> None:
    assert set(SOLD_UNDER) == {"accepted", "suspended", "closed"}
    assert set(RESERVING) == {"accepted", "suspended"}


def test_a_sentence_says_is_a_draft() -> None:
    assert [in_words(status) for status in ("draft", "closed")] == ["a draft", "closed"]
