"""The table of rules names only what is there."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from pgtrigger.registry import registered

from placements.models import Sale
from placements.models.rules import GUARD, ONLY_PYTHON, SALE_RULES, Rule
from placements.selectors.ledger.rows import CHECKS
from tests.constraints.frames import rules

HERE = Path(__file__).parent
BY_WORDS = {rule.words: rule for rule in SALE_RULES}


def named(rule: Rule) -> str:
    return rule.words


@pytest.mark.parametrize("rule", SALE_RULES, ids=named)
def test_each_rule_has_its_function(rule: Rule) -> None:
    module, _, name = rule.terms.rpartition(".")
    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("rule", SALE_RULES, ids=named)
def test_each_rule_has_its_constraint_or_its_part_in_a_trigger(rule: Rule) -> None:
    module, _, name = rule.database.rpartition(".")
    if not module:
        assert name in rules("books", "placements")
        return
    sql = getattr(import_module(module), name)
    assert any(sql in str(trigger.func) for _, trigger in registered())


@pytest.mark.parametrize("rule", SALE_RULES, ids=named)
def test_each_rule_has_its_proof(rule: Rule) -> None:
    assert rule.proof in {GUARD, *(check.about for check in CHECKS)}


@pytest.mark.parametrize("rule", SALE_RULES, ids=named)
def test_each_rule_has_its_test(rule: Rule) -> None:
    file, _, name = rule.test.partition("::")
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_constraint_on_sales_is_a_rule_or_about_numbers_and_reversals() -> None:
    of_entries = {
        "a_sale_number_is_used_once",
        "a_reversal_has_a_reason",
        "a_commission_has_the_sign_of_its_sale",
        "an_adjustment_concerns_a_day_and_is_dated_on_it_or_later",
    }
    constraints = {constraint.name for constraint in Sale._meta.constraints}
    assert constraints <= of_entries | {rule.database for rule in SALE_RULES}


def test_rules_are_named_once_and_every_exception_has_its_reason() -> None:
    assert len(BY_WORDS) == len(SALE_RULES)
    assert all(reason.endswith(".") for reason in ONLY_PYTHON.values())
