"""Hard limits: every rule that the database keeps, as `docs/rules.md` lists them."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.utils.module_loading import import_string
from pgtrigger.registry import registered

from neoequity.books.proof.guards import count_guards, differences_in_guards
from neoequity.books.rules import Rule
from neoequity.reports.controls.control import Control, sentence
from neoequity.roles import book_apps
from neoequity.rules import SECTIONS

AREA = "Hard limits"


def hard_limits() -> tuple[list[Control], list[Control]]:
    """Whether all guards stand, in one line, and each rule with its guard.

    The guards are those of now: the database keeps no record of when they were looked at, but the
    proof at each closing looks at all of them.
    """
    amiss = [sentence for app in book_apps() for sentence in differences_in_guards(app)]
    return [_all_guards(amiss)], [
        _rule(section.title, rule, amiss) for section in SECTIONS for rule in section.rules
    ]


def _all_guards(amiss: list[str]) -> Control:
    counts = [count_guards(app) for app in book_apps()]
    constraints, triggers = (sum(each) for each in zip(*counts, strict=True))
    stand = f"{constraints:,} constraints and {triggers:,} triggers were looked for"
    found = " ".join(amiss) or "all are in place."
    return Control(
        AREA,
        "Guards of the database",
        "Limits are kept by the database itself, so that no page, file, command or statement of "
        "SQL gets round them.",
        "verify_ledger, and the proof at each closing",
        f"{stand}: {found}",
        constraints + triggers,
        len(amiss),
    )


def _rule(title: str, rule: Rule, amiss: list[str]) -> Control:
    names = _guards().get(rule.database, frozenset())
    against = [each for each in amiss if any(f"“{name}”" in each for name in names)]
    return Control(
        title,
        rule.words,
        sentence(rule.words),
        f"{guard_in_words(rule)}; {'.'.join(rule.terms.rsplit('.', 2)[1:])}",
        " ".join(against) or "In place.",
        len(names) or 1,
        len(against),
    )


def guard_in_words(rule: Rule) -> str:
    """The constraint, trigger or piece of a trigger that keeps the rule in the database."""
    table, _, trigger = rule.database.partition(":")
    if trigger:
        return f"trigger {trigger} of {table}"
    if "." not in rule.database:
        return f"constraint {rule.database}"
    if rule.database[0].isupper():
        return f"uniqueness of {rule.database}"
    names = ", ".join(sorted(_guards()[rule.database]))
    return f"trigger {names}"


@cache
def _guards() -> Mapping[str, frozenset[str]]:
    """The names under which the database keeps each rule: its constraint, or its triggers."""
    return {
        rule.database: frozenset(_names(rule.database))
        for section in SECTIONS
        for rule in section.rules
    }


def _names(database: str) -> Iterator[str]:
    _, _, trigger = database.partition(":")
    if trigger:
        yield trigger
    elif "." not in database:
        yield database
    elif not database[0].isupper():
        yield from _with_piece(import_string(database))


def _with_piece(piece: str) -> Iterator[str]:
    """The triggers that run a piece of SQL."""
    wanted = " ".join(piece.split())
    for _model, trigger in registered():
        if wanted in " ".join(str(trigger.func).split()):
            yield str(trigger.name)
