"""Damaged files by the action: all new lines are kept with their statement, or nothing is.

ODD=10 damages ten times as many, as `make odd` does; reading alone is damaged more often in
test_odd_statements.py.
"""

import os
from random import Random
from typing import Any

import pytest
from django.db import transaction

from neoequity.books.refusal import Refused
from neoequity.statements.models import Sender, Statement, StatementLine
from neoequity.statements.terms.layout import Layout
from tests.books import books
from tests.statements.recorded import able, received
from tests.statements.test_odd_statements import BOOK_LAYOUT, VALID, WORKBOOK, damaged

FILES_A_FORMAT = 30 * int(os.environ.get("ODD") or 1)


def each_format() -> list[Any]:
    return [
        pytest.param(name, content, layout, id=name)
        for name, content, layout in (*VALID, ("xlsx", WORKBOOK, BOOK_LAYOUT))
    ]


@pytest.mark.parametrize(("name", "content", "layout"), each_format())
def test_a_damaged_file_is_recorded_whole_or_leaves_nothing(
    db: None, name: str, content: bytes, layout: Layout
) -> None:
    sender = able(layout)
    before, chance = books(), Random(name)  # noqa: S311  # no secret: the same in every run
    refused = sum(
        was_refused(sender, bad, layout) for bad in damaged(content, chance, FILES_A_FORMAT)
    )
    assert refused > FILES_A_FORMAT // 4
    assert books() == before


def was_refused(sender: Sender, content: bytes, layout: Layout) -> bool:
    """Whether the file was refused, without a trace; one that was not is whole, and taken back."""
    try:
        with transaction.atomic():
            recorded = received(sender, content, layout.name)
            stated = [line for line in recorded.considered.stated.lines if line.kind != "balance"]
            assert [row.line for row in recorded.statement.lines.all()] == stated
            transaction.set_rollback(True)
    except Refused:
        pass
    else:
        return False
    return not Statement.objects.exists() and not StatementLine.objects.exists()
