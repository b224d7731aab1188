"""What racing processes do with one file; each tells how it ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.synchronize import Barrier
from typing import Any
from unittest.mock import patch

from django.db import transaction

from neoequity.statements.actions import matching, statements
from neoequity.statements.actions.considering import Considered
from neoequity.statements.actions.matches import post_matches
from neoequity.statements.actions.matching import match_by_hand
from neoequity.statements.models import Sender, StatementLine
from neoequity.statements.models.kept_entries import Row, Scope
from placements.models import Sale
from tests.races.racers import PATIENCE, controller, somebody
from tests.roles import unguarded
from tests.statements import files
from tests.statements.recorded import received

SECOND = files.SALE.replace("HV-1", "HV-2")


def record_the_same_file(number: int, line: Barrier) -> str:
    return _recorded(files.sales(files.SALE))


def record_a_file_with_the_same_line(number: int, line: Barrier) -> str:
    """Two month-to-date files: both have the first sale, each ends with an empty line more."""
    return _recorded(files.sales(files.SALE) + b"\r\n" * number)


def record_the_same_line_without_the_lock(number: int, line: Barrier) -> str:
    """Both have compared before either inserts: what the action does, without its lock."""
    with _unlocked(line):
        return _recorded(files.sales(files.SALE) + b"\r\n" * number)


def match_the_same_line(number: int, line: Barrier) -> str:
    """Two Controllers match the same line with the same sale, by hand and at once."""
    return _matched()


def match_the_same_line_without_the_lock(number: int, line: Barrier) -> str:
    """Both have read what is open before either posts: what the action does, without its lock."""
    post = post_matches

    def together(*args: Any, **kwargs: Any) -> list[int]:
        line.wait(PATIENCE)  # the worst moment for the other to have read the same
        return post(*args, **kwargs)

    with (
        patch.object(matching, "lock_side", lambda _scope: None),
        patch.object(matching, "post_matches", together),
    ):
        return _matched()


def match_the_same_line_unguarded(number: int, line: Barrier) -> str:
    """The same, without the triggers as well."""
    with transaction.atomic(), unguarded():
        return match_the_same_line_without_the_lock(number, line)


def _matched() -> str:
    sender, today = Sender.objects.get(), date(2001, 11, 30)
    rows = [Row("line", StatementLine.objects.get().pk), Row("entry", Sale.objects.get().pk)]
    scope = Scope(sender.issuer, sender.side, today)
    match_by_hand(scope, rows, by=controller(), today=today)
    return "matched"


def _recorded(content: bytes) -> str:
    recorded = received(
        Sender.objects.get(), content, files.AGENT.name, by=somebody(), today=date(2001, 11, 30)
    )
    return f"{recorded.statement.line_count} new"


@contextmanager
def _unlocked(line: Barrier) -> Iterator[None]:
    insert = statements._insert

    def together(statement: int, considered: Considered) -> None:
        line.wait(PATIENCE)  # the worst moment for the other to have compared the same
        insert(statement, considered)

    def nothing(*_args: Any) -> None:
        return

    with (
        patch.object(statements, "lock_sender", nothing),
        patch.object(statements, "_insert", together),
    ):
        yield
