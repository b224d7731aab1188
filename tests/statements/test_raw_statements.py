"""Statements past every action: each constraint and trigger refuses what breaks it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Approval
from neoequity.people.models import User
from neoequity.statements.actions.layouts import propose_layout
from neoequity.statements.models import Layout, Sender, Statement, StatementLine, Upload
from tests.constraints.frames import each_guarded, each_ruled, guards, refused_by_rule, rules
from tests.constraints.frames import refused_although_triggers_are_to_be_ignored as refused
from tests.constraints.rows import (
    ask,
    columns_of,
    delete,
    insert,
    refused_by_database,
    truncate,
    update,
)
from tests.factories import TODAY, UserFactory, approved_alone, usual
from tests.statements import files
from tests.statements.recorded import able, received, sender_of
from tests.statements.test_raw_matches import GUARDS as GUARDS_OF_MATCHES
from tests.statements.test_raw_matches import RULES as RULES_OF_MATCHES
from tests.statements.test_raw_sign_offs import GUARDS as GUARDS_OF_SIGN_OFFS
from tests.statements.test_raw_sign_offs import RULES as RULES_OF_SIGN_OFFS
from tests.worlds import built_once

DIGEST_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ONE_DAY = {"first_day": files.NOV_9, "last_day": files.NOV_9}
NONE = {"first_day": None, "last_day": None, "line_count": 0, "lines_digest": DIGEST_OF_NOTHING}


class Shelf:
    """A recorded statement of the agent with two lines, one of the bank with one, and an upload."""

    def __init__(self) -> None:
        self.person: User = usual()
        self.agent: Sender = able(files.AGENT)
        self.layout: Layout = self.agent.layouts.get()
        cancel = files.SALE.replace("HV-1", "HV-2").replace("Sold,", "Cancelled,HV-1")
        self.statement: Statement = received(
            self.agent, files.sales(files.SALE, cancel), files.AGENT.name
        ).statement
        self.line: StatementLine = self.statement.lines.get(reference="HV-1")
        self.bank: Sender = sender_of("bank")
        charge = [files.payment(1, files.NOV_9, "-15.00")]
        self.charged = received(
            self.bank, files.as_ofx(charge, Decimal(0)), "ofx", name="bank.ofx"
        ).statement
        self.charge: StatementLine = self.charged.lines.get()
        self.upload = Upload.objects.create(
            person=self.person, sender=self.bank, layout="ofx", file_name="a", content=b"a"
        )


@built_once
def shelf(db: None) -> Shelf:
    return Shelf()


Attempt = Callable[[Shelf], object]


def statement(**changes: Any) -> Attempt:
    """INSERT another statement like the agent's, without lines, but for these columns."""

    def attempt(shelf: Shelf) -> None:
        told = {**NONE, "sha256": "0" * 64, **changes}
        columns = columns_of(shelf.statement, **told)
        del columns["recorded_at"]
        insert(Statement, columns)

    return attempt


def next_to(row: str, *, of: str = "statement", **changes: Any) -> Attempt:
    """INSERT a line like this one into a statement that is not posted yet."""

    def attempt(shelf: Shelf) -> None:
        key = ask("SELECT nextval(pg_get_serial_sequence('statements_statement', 'id'))")
        insert(StatementLine, columns_of(getattr(shelf, row), statement_id=key, **changes))

    return attempt


def layout(**changes: Any) -> Attempt:
    """INSERT the version that was asked for and approved, but for these columns."""

    def attempt(shelf: Shelf) -> None:
        terms = files.AGENT._replace(remarks=("Confidential",))
        request = propose_layout(shelf.agent, terms, by=usual("Controller"), today=TODAY)
        approved_alone(request, by=UserFactory(group="CFO"))
        told = {name: request.asked[name] for name in ("sender_id", "name", "version", "content")}
        told |= {"id": request.subject, "approval_id": request.pk}
        insert(Layout, {**told, "recorded_by_id": request.asked_by_id, **changes})

    return attempt


RULES: dict[str, list[Attempt]] = {
    "Layout.approval": [
        lambda shelf: layout(approval_id=shelf.layout.approval_id)(shelf),
    ],
    "a_layout_has_each_version_once": [layout(version=1)],
    "a_layout_has_a_name_and_a_version": [layout(name=""), layout(version=0)],
    "a_file_of_a_sender_is_recorded_once": [
        lambda shelf: statement(sha256=shelf.statement.sha256)(shelf)
    ],
    "a_table_is_read_by_a_layout": [statement(layout_id=None), statement(format="word")],
    "a_statement_covers_days_in_their_order": [
        statement(first_day=files.NOV_15, last_day=files.NOV_9),
        statement(last_day=files.NOV_9),
        statement(line_count=1),
    ],
    "a_statement_names_its_file": [
        *(statement(sha256=digest) for digest in ("", "G" * 64)),
        statement(file_name=""),
    ],
    "a_reference_is_booked_once_for_an_account": [
        next_to("line"),
        next_to("line", reference="hv 01", number=9),
    ],
    "a_line_without_reference_is_booked_once": [
        next_to("charge"),
        next_to("charge", text="Another wording", number=9),
    ],
    "a_line_is_of_a_known_kind": [
        next_to("line", kind=kind, reference_key="hv-9", reference="HV-9")
        for kind in ("balance", "dividend", "")
    ],
    "a_line_has_a_key_with_its_reference": [
        next_to("line", reference=""),
        next_to("line", reference_key=""),
    ],
    "only_lines_without_reference_have_a_place": [
        next_to("line", place=2, reference="HV-9", reference_key="hv-9"),
        next_to("charge", place=0),
    ],
    "Upload.person": [
        lambda shelf: insert(Upload, columns_of(shelf.upload, file_name="b")),
    ],
}

_STAY = "Statements are never changed or deleted once they are posted."
_LINES_STAY = "Lines of statements are never changed or deleted once they are posted."
_WITH_ITS_LINES = "A statement is posted with all of its lines, each of its account and period"
GUARDS: dict[str, tuple[str, list[Any]]] = {
    "Layout:layouts_are_not_truncated": (
        "Layouts are never changed or deleted.",
        [lambda shelf: truncate(Layout)],
    ),
    "Layout:layouts_stay": (
        "Layouts are never changed or deleted.",
        [
            lambda shelf: update(shelf.layout, content="{}"),
            lambda shelf: delete(shelf.layout),
        ],
    ),
    "Layout:layouts_are_posted": (
        "A layout is kept as one person asked for it and another approved it.",
        [
            layout(content="{}"),
            layout(name="Other", version=1),
            lambda shelf: layout(sender_id=shelf.bank.pk, version=1)(shelf),
            lambda shelf: layout(approval_id=request_of_another_kind(shelf))(shelf),
        ],
    ),
    "Layout:versions": (
        "The versions of a layout follow one another.",
        [layout(version=3)],
    ),
    "Statement:statements_are_not_truncated": (_STAY, [lambda shelf: truncate(Statement)]),
    "Statement:statements_stay": (
        _STAY,
        [
            lambda shelf: update(shelf.statement, closing=1),
            lambda shelf: delete(shelf.statement),
        ],
    ),
    "Statement:statements_are_posted": (
        _WITH_ITS_LINES,
        [
            statement(line_count=1, **ONE_DAY),
            statement(lines_digest="0" * 64),
        ],
    ),
    "Statement:the layout": (
        "A statement is read by a layout of its sender.",
        [
            lambda shelf: statement(sender_id=shelf.bank.pk)(shelf),
            statement(format="tsv"),
        ],
    ),
    "Statement:a_statement_has_its_file": (
        "A statement is kept with the file that it was read from.",
        [statement()],
    ),
    "StatementLine:lines_are_not_truncated": (
        _LINES_STAY,
        [lambda shelf: truncate(StatementLine)],
    ),
    "StatementLine:lines_stay": (
        _LINES_STAY,
        [
            lambda shelf: update(shelf.line, shares=1),
            lambda shelf: delete(shelf.line),
        ],
    ),
    "StatementLine:lines_are_posted": (
        "Lines are posted with their statement; it takes none afterwards.",
        [
            lambda shelf: insert(
                StatementLine,
                columns_of(shelf.line, reference="HV-9", reference_key="hv-9", number=9),
            )
        ],
    ),
    "StatementLine:the side": (
        "A line is of the side of its sender.",
        [next_to("line", side="bank", reference="HV-9", reference_key="hv-9")],
    ),
    "StatementLine:the key": (
        "The key of a line is that of its reference.",
        [
            next_to("line", reference="HV-9", reference_key="hv-8"),
            next_to("line", reference="---", reference_key="-"),
        ],
    ),
}


def request_of_another_kind(shelf: Shelf) -> int:
    """A request that another person has approved, but not for a layout."""
    other = Approval.objects.create(
        kind="proposal",
        subject=10**6,
        issuer=shelf.agent.issuer,
        asked={},
        asked_by=usual("Controller"),
    )
    return other.pk


def test_every_rule_and_every_guard_has_its_cases_here() -> None:
    assert rules("statements") == {*RULES, *RULES_OF_MATCHES, *RULES_OF_SIGN_OFFS}
    assert guards("statements") <= {*GUARDS, *GUARDS_OF_MATCHES, *GUARDS_OF_SIGN_OFFS}


@pytest.mark.parametrize(("rule", "attempt"), each_ruled(RULES))
def test_what_breaks_a_rule_is_refused_by_its_name(
    shelf: Shelf, rule: str, attempt: Attempt
) -> None:
    usual("Controller")
    refused_by_rule(shelf, rule, attempt)


@pytest.mark.parametrize(("sentence", "attempt"), each_guarded(GUARDS))
def test_what_a_trigger_guards_is_refused_by_its_sentence(
    shelf: Shelf, sentence: str, attempt: Attempt
) -> None:
    usual("Controller")
    refused(shelf, sentence, attempt)


def test_a_line_without_its_statement_is_refused_at_the_commit(shelf: Shelf) -> None:
    with refused_by_database("violates foreign key constraint"):
        next_to("line", reference="HV-9", reference_key="hv-9")(shelf)
