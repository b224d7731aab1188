"""The product's actions, found wherever they live."""

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from neoequity.books.kinds import Pages, record_kinds
from tests.architecture.source import modules

Action = Callable[..., Any]


@cache
def all_actions() -> dict[str, Action]:
    """Every function that an @action made, by its name."""
    names = [
        module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for module in modules()
        if "@action(" in module.text
    ]
    declared = {
        kind.pages.act.__module__ for kind in record_kinds() if isinstance(kind.pages, Pages)
    }
    found = [
        (name, member)
        for module in sorted({*names, *declared})
        for name, member in inspect.getmembers(import_module(module), inspect.isfunction)
        if member.__module__ == module and hasattr(member, "needs")
    ]
    actions: dict[str, Action] = dict(found)
    assert len(actions) == len(found), "Two actions have the same name."
    return actions
