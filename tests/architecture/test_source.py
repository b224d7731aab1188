"""Rules of the house that can be read off the source; the arrows between rooms are import-linter's.

Each test lists what breaks its rule, by path and line, and the list is empty.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator

from tests.architecture.source import ROOT, modules

Function = ast.FunctionDef | ast.AsyncFunctionDef
MOST_LINES = 300
#: Drawers into which anything would fit.
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "constants", "exceptions"}
#: What reads the clock, chance or the outside world, in the standard library.
OUTSIDE = {"os", "sys", "time", "random", "secrets", "uuid", "socket", "subprocess", "pathlib"}
#: Plain Python that knows what the world agreed on: holidays, and how files of a kind are written.
PLAIN_KNOWLEDGE = {"holidays", "filetype", "python_calamine", "mt940", "defusedxml"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("timezone", "now")}
#: The apps that keep records, whose rooms follow the same rules.
APPS = ("placements", "warrants", "neoequity/company", "neoequity/statements")
ROOMS = ("terms", "triggers", "models", "actions", "selectors")
INNER_ROOMS = (
    "neoequity/books/",
    *(f"{app}/{room}/" for app in APPS for room in ROOMS),
)
#: Plain Python of the kernel and of the import of sales, which the terms may build on.
PLAIN = (
    *("neoequity/books/money.py", "neoequity/books/refusal.py", "neoequity/books/calendar.py"),
    "neoequity/books/days.py",
    *("neoequity/books/strict_table.py", "neoequity/books/approvals/rules.py"),
    *("neoequity/books/periods/rules.py", "neoequity/books/periods/checklist.py"),
    *("neoequity/books/documents/rules.py", "neoequity/books/documents/content.py"),
    *("neoequity/books/documents/file_name.py", "neoequity/books/typed_days.py"),
    *("placements/importing/columns.py", "placements/importing/table.py"),
    "placements/importing/workbook.py",
)
TERMS = (*(f"{app}/terms/" for app in APPS), *PLAIN)


def test_terms_import_the_standard_library_what_the_field_knows_and_each_other() -> None:
    allowed = (sys.stdlib_module_names - OUTSIDE) | PLAIN_KNOWLEDGE
    each_other = tuple(room.removesuffix(".py").strip("/").replace("/", ".") for room in TERMS)
    assert not [
        f"{module.name}: {name}"
        for room in TERMS
        for module in modules(room)
        for name in module.imports()
        if name.split(".")[0] not in allowed
        and name != "neoequity.books"
        and not name.startswith(each_other)
    ]


def test_every_module_of_the_kernel_has_its_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = {
        name.replace(".", "/")
        for contract in settings["tool"]["importlinter"]["contracts"]
        for layer in contract.get("layers", ())
        for name in layer.replace(":", " ").split()
        if name.startswith("neoequity.books.")
    }
    assert not [
        module.name
        for module in modules("neoequity/books/")
        if module.name != "neoequity/books/apps.py" and not module.name.endswith("/__init__.py")
        if not any(f"{module.name.removesuffix('.py')}/".startswith(f"{each}/") for each in listed)
    ]


def test_the_inner_rooms_never_read_the_clock() -> None:
    assert not [
        module.at(node)
        for module in modules()
        if module.name.startswith(INNER_ROOMS)
        for node in module.found(ast.Attribute)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]


def test_money_never_meets_a_float() -> None:
    def floats(node: ast.AST) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, float)
        named = getattr(node, "id", getattr(node, "attr", ""))
        return named in {"float", "FloatField"}

    assert not [
        module.at(node)
        for app in ("neoequity/books/", *(f"{each}/" for each in APPS))
        for module in modules(app)
        for node in module.found(ast.Constant, ast.Name, ast.Attribute)
        if floats(node)
    ]


def test_no_row_does_more_when_it_is_saved_or_deleted() -> None:
    assert not [
        module.at(node)
        for room in ("neoequity/books/", *(f"{app}/models/" for app in APPS))
        for module in modules(room)
        for node in module.found(ast.FunctionDef)
        if isinstance(node, ast.FunctionDef)
        if node.name in {"save", "delete", "bulk_create", "full_clean"}
    ]


def test_nothing_is_done_by_signal_but_the_making_of_rows_that_follow_from_the_code() -> None:
    """Groups and market closures, after each migrate, as Django itself makes permissions."""
    assert not [
        f"{module.name}: {name}"
        for module in modules()
        if module.name not in ("neoequity/apps.py", "neoequity/books/apps.py")
        for name in module.imports()
        if "signals" in name or "django.dispatch" in name
    ]


def test_no_import_hides_in_a_function() -> None:
    assert not [
        module.at(inner)
        for module in modules()
        for function in module.found(ast.FunctionDef, ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def test_a_module_says_first_what_lives_in_it() -> None:
    assert not [
        module.name
        for module in modules()
        if module.text.strip() and not ast.get_docstring(module.tree)
    ]


def test_a_module_that_grows_too_long_becomes_a_folder() -> None:
    long = {module.name: len(module.text.splitlines()) for module in modules()}
    assert not {name: lines for name, lines in long.items() if lines > MOST_LINES}


def test_no_module_is_a_drawer() -> None:
    def parts(name: str) -> Iterator[str]:
        yield from name.removesuffix(".py").split("/")

    assert not [module.name for module in modules() if DRAWERS & set(parts(module.name))]
