"""The comparison after a run of kills is not blind: it finds what it is there to find."""

import pytest

from tests.durability.clerks import ACKNOWLEDGED, Act
from tests.durability.outcome import Found, Outcome

NOTHING: set[str] = set()
KINDS = ("import", "delivery", "receipt", "instruction", "match", "sign-off")


def compared(act: Act, there: set[str], right: set[str]) -> Outcome:
    outcome, found = Outcome(seed=0), Found(there, right)
    none = Found(NOTHING, NOTHING)
    outcome.compare([act], {kind: found if act.kind == kind else none for kind in KINDS})
    return outcome


def act(kind: str, answer: str) -> Act:
    return Act(kind, ("R1", "R2"), answer=answer)


@pytest.mark.parametrize("kind", KINDS)
def test_an_acknowledged_write_that_is_not_there_is_lost(kind: str) -> None:
    missing = act(kind, ACKNOWLEDGED)

    assert compared(missing, NOTHING, NOTHING).lost == [missing]


@pytest.mark.parametrize("answer", [ACKNOWLEDGED, "500"])
def test_a_write_of_which_a_part_is_there_is_half_written(answer: str) -> None:
    partial = act("import", answer)

    assert compared(partial, {"R1"}, {"R1"}).half_written == [partial]


def test_a_write_with_other_figures_is_half_written() -> None:
    wrong = act("import", "500")

    assert compared(wrong, {"R1", "R2"}, {"R1"}).half_written == [wrong]


def test_a_write_that_nobody_acknowledged_may_be_there_whole_or_not_at_all() -> None:
    whole = compared(act("import", "500"), {"R1", "R2"}, {"R1", "R2"})
    absent = compared(act("import", "500"), NOTHING, NOTHING)

    assert (whole.whole, absent.whole) == (1, 0)
    assert whole.lost == absent.lost == whole.half_written == absent.half_written == []
