"""The table of rules: what stands both in Python and in the database, rule by rule.

Rows only name things; `tests/constraints/test_rules.py` checks that all of them exist, and that
`docs/rules.md` is the table as it reads now.
"""

from typing import NamedTuple

#: The proof of a rule whose rows are not counted again: `verify_ledger` looks for the guard itself.
GUARD = "guard"

ON_ONE_ROW = "constraints/test_rules_on_one_row.py::test_what_breaks_a_rule_is_refused_by_its_name"
GUARDED = "constraints/test_guards.py::test_what_a_trigger_guards_is_refused_with_its_sentence"


class Rule(NamedTuple):
    """A rule in words, and where it stands.

    `terms` is a function by its full name, of the terms or, where rows have to be read, of the
    actions; `database` a constraint, a unique column as `Model.column`, a trigger as `Model:name`,
    or by its full name the SQL that triggers run; `proof` a check of the ledger; `test` one of
    `tests`, by its path below it.
    """

    words: str
    terms: str
    database: str
    proof: str = GUARD
    test: str = ON_ONE_ROW


class Section(NamedTuple):
    """The rules on one kind of record."""

    title: str
    rules: tuple[Rule, ...]
