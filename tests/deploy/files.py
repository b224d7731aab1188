"""What the files of `deploy` say, and what the product has: its commands and settings."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.core.management import get_commands

from tests.architecture.source import ROOT, modules

DEPLOY = ROOT / "deploy"
CONTAINER, SYSTEMD = DEPLOY / "container", DEPLOY / "systemd"
#: Functions of neoequity.environment that read the variable they are given.
_READERS = {"_read_url", "minutes", "seconds", "second_person", "secret", "switch", "words"}
_VARIABLE = re.compile(r"[A-Z][A-Z_]{3,}")


class Line(NamedTuple):
    """`key` = `value` in a section of a unit; a key may come again."""

    section: str
    key: str
    value: str


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text(CONTAINER / "compose.yaml"))
    return found


def services(product_only: bool = False) -> dict[str, dict[str, Any]]:
    """The services of compose.yaml; or those that run the product's image."""
    found: dict[str, dict[str, Any]] = compose()["services"]
    return {name: each for name, each in found.items() if "build" in each or not product_only}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments, each on one line."""
    whole = re.sub(r"\\\n\s*", "", text(CONTAINER / "Dockerfile"))
    lines = [line for line in whole.splitlines() if line and not line.startswith("#")]
    return [(name, told) for name, _, told in (line.partition(" ") for line in lines)]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    begins = max(number for number, (name, _) in enumerate(found) if name == "FROM")
    return found[begins:]


def units() -> dict[str, list[Line]]:
    """The lines of each unit, and of what is dropped into all of them, by file name."""
    paths = [*SYSTEMD.glob("*.service"), *SYSTEMD.glob("*.timer"), *SYSTEMD.glob("*.d/*.conf")]
    return {path.name: list(_lines(text(path))) for path in sorted(paths)}


def _lines(unit: str) -> Iterator[Line]:
    section = ""
    for line in unit.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
        elif line and not line.startswith("#"):
            key, is_one, value = line.partition("=")
            assert is_one, line
            assert section, line
            yield Line(section, key, value)


def values(unit: str, key: str) -> list[str]:
    return [line.value for line in units()[unit] if line.key == key]


def variables(environment_file: Path) -> dict[str, str]:
    """What an environment file sets."""
    lines = [line for line in text(environment_file).splitlines() if line[:1] not in ("", "#")]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


@cache
def settings_read() -> frozenset[str]:
    """Every variable of the environment that the product reads."""
    return frozenset(name for module in modules("neoequity/") for name in _read_in(module.tree))


def _read_in(tree: ast.Module) -> Iterator[str]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        of = getattr(getattr(call.func, "value", None), "attr", "")
        if name in _READERS or (name == "get" and of == "environ"):
            for told in call.args:
                if isinstance(told, ast.Constant) and _VARIABLE.fullmatch(str(told.value)):
                    yield str(told.value)


def without_file(name: str) -> str:
    """The setting that a variable is about: a secret may be told by its file."""
    return name.removesuffix("_FILE")


def commands_in(told: str) -> set[str]:
    """The commands that a text runs with manage.py."""
    return set(re.findall(r"manage\.py ([a-z_]+)", told))


def unknown_commands(told: str) -> set[str]:
    return commands_in(told) - set(get_commands())
