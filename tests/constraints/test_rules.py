"""The table of rules names only what is there, and docs/rules.md is the table as it reads now."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from pgtrigger.registry import registered

from neoequity.books.kinds import checks_of
from neoequity.books.rules import GUARD, Rule
from neoequity.rules import ONLY_ACTIONS, PATH, SECTIONS, document
from placements.models import Sale
from placements.rules import ONLY_PYTHON
from placements.selectors.ledger.rows import CHECKS
from tests.constraints.frames import guards, rules
from tests.kinds.cases import all_cases
from warrants.selectors.ledger.rows import CHECKS as OF_THE_REGISTER

TESTS = Path(__file__).parents[1]
APPS = ("books", "placements", "warrants", "company", "statements")
#: Of the kinds whose pages the kernel makes, which have their cases in tests/kinds.
OF_KINDS = {rule.name for cases in all_cases() for rule in cases.model._meta.constraints}
RULES = [rule for section in SECTIONS for rule in section.rules]


def named(rule: Rule) -> str:
    return rule.words


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_each_rule_has_its_function(rule: Rule) -> None:
    module, _, name = rule.terms.rpartition(".")
    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_each_rule_has_its_constraint_or_trigger_or_its_part_in_one(rule: Rule) -> None:
    if rule.database in rules(*APPS) | guards(*APPS) | OF_KINDS:
        return
    module, _, name = rule.database.rpartition(".")
    sql = getattr(import_module(module), name).strip()
    assert any(sql in str(trigger.func) for _, trigger in registered())


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_each_rule_has_its_proof(rule: Rule) -> None:
    assert rule.proof in {
        GUARD,
        *(check.about for check in (*CHECKS, *OF_THE_REGISTER, *checks_of("statements"))),
    }


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_each_rule_has_its_test(rule: Rule) -> None:
    file, _, name = rule.test.partition("::")
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_constraint_on_sales_is_a_rule_or_about_numbers() -> None:
    of_entries = {
        "a_sale_number_is_used_once",
        "a_commission_has_the_sign_of_its_sale",
        "an_adjustment_concerns_a_day_and_is_dated_on_it_or_later",
    }
    constraints = {constraint.name for constraint in Sale._meta.constraints}
    assert constraints <= of_entries | {rule.database for rule in RULES}


def test_rules_are_named_once_and_every_exception_has_its_reason() -> None:
    assert len({rule.words for rule in RULES}) == len(RULES)
    assert all(reason.endswith(".") for reason in (ONLY_PYTHON | ONLY_ACTIONS).values())


def test_the_document_is_the_table_as_it_reads_now() -> None:
    stands = (settings.BASE_DIR / PATH).read_text(encoding="utf-8")
    assert stands == document(), f"{PATH} is out of date. Renew it: make docs"
