"""Hard limits: every rule that the database keeps, as `docs/rules.md` lists them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from django.utils.module_loading import import_string
from pgtrigger.registry import registered

from neoequity.books.models import Closing
from neoequity.books.periods.checklist import LEDGER
from neoequity.books.proof.guards import count_guards, differences_in_guards
from neoequity.books.rules import Rule
from neoequity.reports.controls.control import NOT_RECORDED, Control, sentence
from neoequity.reports.report import Asked
from neoequity.roles import book_apps
from neoequity.rules import SECTIONS

AREA = "Hard limits"


def hard_limits(asked: Asked, closings: Sequence[Closing]) -> tuple[list[Control], list[Control]]:
    """Whether all guards stand, in one line, and each rule with its guard.

    The guards are looked for now. At an earlier moment only the proof of the last closing tells of
    them: it looked at all of them, and a period whose books do not agree is not closed.
    """
    if asked.known_at is None:
        amiss = [sentence for app in book_apps() for sentence in differences_in_guards(app)]
        found, rest = " ".join(amiss) or "all are in place.", "In place."
    else:
        amiss, rest = [], f"{NOT_RECORDED} for that moment."
        found = "no closing had looked at them by then."
        if closings:
            amiss, rest = _amiss_at(closings[-1]), f"In place at {closings[-1]}."
            found = " ".join(amiss) or f"all were in place at {closings[-1]}."
    return [_all_guards(found, len(amiss))], [
        _rule(section.title, rule, amiss, rest) for section in SECTIONS for rule in section.rules
    ]


def _amiss_at(closing: Closing) -> list[str]:
    """What the proof of a closing found."""
    return [
        str(line)
        for item in closing.checklist
        if item["topic"] == LEDGER and item["found"]
        for line in item["lines"]
    ]


def _all_guards(found: str, exceptions: int) -> Control:
    counts = [count_guards(app) for app in book_apps()]
    constraints, triggers = (sum(each) for each in zip(*counts, strict=True))
    stand = f"{constraints:,} constraints and {triggers:,} triggers keep the limits"
    return Control(
        AREA,
        "Guards of the database",
        "Limits are kept by the database itself, so that no page, file, command or statement of "
        "SQL gets round them.",
        "verify_ledger, and the proof at each closing",
        f"{stand}: {found}",
        constraints + triggers,
        exceptions,
    )


def _rule(title: str, rule: Rule, amiss: list[str], rest: str) -> Control:
    names = _guards().get(rule.database, frozenset())
    against = [each for each in amiss if any(f"“{name}”" in each for name in names)]
    return Control(
        title,
        rule.words,
        sentence(rule.words),
        f"{guard_in_words(rule)}; {'.'.join(rule.terms.rsplit('.', 2)[1:])}",
        " ".join(against) or rest,
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
