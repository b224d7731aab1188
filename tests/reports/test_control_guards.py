"""Every rule that the report of controls lists names a guard that exists."""

import pytest
from pgtrigger.registry import registered

from neoequity.books.rules import Rule
from neoequity.reports.controls.limits import guard_in_words
from neoequity.rules import SECTIONS

RULES = [rule for section in SECTIONS for rule in section.rules]


def rule(words: str) -> Rule:
    """The rule that says so."""
    return next(each for each in RULES if each.words == words)


@pytest.mark.parametrize(
    ("words", "guard"),
    [
        ("A capacity is more than $0", "constraint capacity_is_positive"),
        ("A request is decided once", "trigger decisions_stand of Approval"),
        ("A closing is reopened once", "uniqueness of Reopening.closing"),
        (
            "An accepted placement fits into what is free, on its day and on every later one",
            "trigger acceptance_fits_capacity",
        ),
    ],
)
def test_a_rule_is_listed_with_its_guard(words: str, guard: str) -> None:
    assert guard_in_words(rule(words)) == guard


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.words)
def test_no_rule_is_listed_without_a_guard(each: Rule) -> None:
    kind, _, names = guard_in_words(each).partition(" ")
    assert kind in ("constraint", "trigger", "uniqueness")
    if kind == "trigger":
        triggers = {str(trigger.name) for _, trigger in registered()}
        assert set(names.partition(" of ")[0].split(", ")) <= triggers
    assert names
