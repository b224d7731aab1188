"""The table of rules of all apps, as written to `docs/rules.md`."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from neoequity.books.rules import GUARD, Rule, Section
from neoequity.books.rules.kernel import SECTIONS as OF_THE_KERNEL
from neoequity.company.rules import ONLY_ACTIONS as ONLY_ACTIONS_OF_THE_COMPANY
from neoequity.company.rules import SECTIONS as OF_THE_COMPANY
from neoequity.statements.rules import ONLY_ACTIONS as ONLY_ACTIONS_OF_STATEMENTS
from neoequity.statements.rules import SECTIONS as OF_STATEMENTS
from placements.rules import ONLY_ACTIONS as ONLY_ACTIONS_OF_PLACEMENTS
from placements.rules import ONLY_PYTHON
from placements.rules import SECTIONS as OF_PLACEMENTS
from warrants.rules import SECTIONS as OF_WARRANTS

SECTIONS: tuple[Section, ...] = (
    *OF_PLACEMENTS,
    *OF_WARRANTS,
    *OF_THE_COMPANY,
    *OF_STATEMENTS,
    *OF_THE_KERNEL,
)
ONLY_ACTIONS = ONLY_ACTIONS_OF_PLACEMENTS | ONLY_ACTIONS_OF_THE_COMPANY | ONLY_ACTIONS_OF_STATEMENTS
PATH = Path("docs/rules.md")

_HEAD = """# The table of rules

Each of these rules stands twice: in Python, where an action refuses with a sentence before anything
is written, and in the database, which refuses the same whoever writes. The last two columns say how
`verify_ledger` proves it afterwards (by counting the rows again, or by looking for the guard), and
which test breaks it. Random sales are held against both standings by
[test_same_verdict.py](../tests/constraints/test_same_verdict.py).

`manage.py print_triggers` prints the SQL as it stands in the database, each piece under the name
that it has here. This file is written by `manage.py write_rules` (`make docs`) from the tables of
[placements](../placements/rules), [warrants](../warrants/rules.py), the
[company](../neoequity/company/rules.py), [statements](../neoequity/statements/rules.py) and the
[kernel](../neoequity/books/rules); a test fails while it says something else than they do.
"""
_COLUMNS = "| Rule | In Python | In the database | Proof | Test |\n|---|---|---|---|---|"


def document() -> str:
    """The whole of `docs/rules.md`."""
    parts = [_HEAD]
    parts += ["\n".join(_section(section)) for section in SECTIONS]
    parts.append("\n".join(_named("What only Python can know", ONLY_PYTHON)))
    parts.append("\n".join(_named("What only the actions refuse so far", ONLY_ACTIONS)))
    return "\n".join(parts)


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.title}\n"
    yield _COLUMNS
    for rule in section.rules:
        cells = (rule.words, _linked(rule.terms), _guard(rule), _proof(rule), _test(rule))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _linked(name: str) -> str:
    """A link to a function or constant: its module and name, with the path of its file."""
    module, _, last = name.rpartition(".")
    path = settings.BASE_DIR / module.replace(".", "/")
    file = f"{module.replace('.', '/')}{'/__init__.py' if path.is_dir() else '.py'}"
    return f"[`{module.rpartition('.')[2]}.{last}`](../{file})"


def _guard(rule: Rule) -> str:
    table, _, trigger = rule.database.partition(":")
    if trigger:
        return f"trigger `{trigger}` of {table}"
    column = rule.database.split(".")
    if len(column) == 1:
        return f"constraint `{rule.database}`"
    return f"unique `{rule.database}`" if column[0].istitle() else _linked(rule.database)


def _proof(rule: Rule) -> str:
    return "guard in place" if rule.proof == GUARD else f"{rule.proof}, counted again"


def _test(rule: Rule) -> str:
    file, _, name = rule.test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../tests/{file})"


def _named(title: str, reasons: dict[str, str]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| What | Why |\n|---|---|"
    for what, why in reasons.items():
        yield f"| {what[0].upper()}{what[1:]} | {why} |"
    yield ""
