"""The product's own modules, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
APPS = ("neoequity", "placements", "warrants")


class Module(NamedTuple):
    """`name` is its path under the root."""

    name: str
    text: str
    tree: ast.Module

    def found(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of these kinds, wherever it stands."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def imports(self) -> Iterator[str]:
        """Everything imported, by its full name: `datetime`, `datetime.date`."""
        for node in self.found(ast.Import, ast.ImportFrom):
            if isinstance(node, ast.ImportFrom):
                yield str(node.module)
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)

    def at(self, node: ast.AST) -> str:
        """Where the node stands: path and line."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


def modules(under: str = "") -> list[Module]:
    """Every module of the apps below this path; what makemigrations wrote is left out."""
    return [module for module in _every_module() if module.name.startswith(under)]


@cache
def _every_module() -> list[Module]:
    paths = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
    names = [(path, path.relative_to(ROOT).as_posix()) for path in paths]
    return [
        Module(name, text := path.read_text(encoding="utf-8"), ast.parse(text))
        for path, name in names
        if "/migrations/" not in name
    ]
