"""The table of rules that both Python and the database enforce.

Rows only name things; `tests/constraints/test_rules.py` checks that all of them exist, and that
`docs/rules.md` is the current table.
"""

from typing import NamedTuple

#: The proof of a rule without a recalculation: `verify_ledger` checks for the guard itself.
GUARD = "guard"

ON_ONE_ROW = "constraints/test_rules_on_one_row.py::test_what_breaks_a_rule_is_refused_by_its_name"
GUARDED = "constraints/test_guards.py::test_what_a_trigger_guards_is_refused_with_its_sentence"


class Rule(NamedTuple):
    """A rule in words, and where it is enforced.

    `terms` is the full name of a function in the terms or, if it has to read rows, in the actions;
    `database` a constraint, a unique column as `Model.column`, a trigger as `Model:name`, or the
    full name of SQL that triggers run; `proof` a check of the ledger; `test` the path of a test
    below `tests`.
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
