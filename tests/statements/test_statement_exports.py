"""The datasets of statements: a row a line, byte for byte, by day, moment and filter."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from neoequity.books.exporting.query import NEW_YORK, ExportQuery
from neoequity.books.history.lines import lines_about
from neoequity.books.history.query import RecordKey
from neoequity.books.periods.late import late_rows
from neoequity.books.periods.rules import parse_period
from neoequity.books.refusal import Refused
from neoequity.datasets import write_dataset
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.people.models import User
from neoequity.statements.models import Sender, Statement
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.periods.closings import close
from tests.statements import files
from tests.statements.recorded import PAID, received

LAST = date(2001, 11, 30)


@pytest.fixture
def tess(db: None) -> User:
    user: User = UserFactory(username="tess")
    return user


@pytest.fixture
def statement(agent: Sender, tess: User) -> Statement:
    return received(agent, files.sales(files.SALE), files.AGENT.name, by=tess).statement


def exported(dataset: str, day: date = LAST, **asked: Any) -> list[str]:
    out = BytesIO()
    write_dataset(dataset, ExportQuery(day, **asked), out)
    return out.getvalue().decode().split("\r\n")[:-1]


def test_a_line_is_exported_as_it_was_stated(statement: Statement) -> None:
    head, row = exported("statements")
    assert head == (
        "side,sender,account,statement,line,day,kind,reference,text,shares,price,gross,commission,"
        "fees,net,amount,settles_on,cancels,recorded_at,recorded_by"
    )
    text = statement.lines.get().text
    start = f"agent,harbor-vine,,{statement.pk},2,2001-11-09,sale,HV-1,"
    figures = (
        "949710,4.02540000,3822967.00000000,152918.68000000,0.00000000,3670048.32000000,,2001-11-15"
    )
    assert row.startswith(start)
    assert text.split(",", maxsplit=1)[0] in row
    assert f",{figures},,20" in row
    assert row.endswith("Z,tess")


def test_a_file_is_exported_with_its_balances(bank: Sender, tess: User) -> None:
    statement = received(bank, PAID, files.BANK.name, by=tess).statement
    _, row = exported("statement_files")
    assert row.startswith(
        f"{statement.pk},bank,first-pine,00123,csv,First Pine account,1,2001-11-30,2001-11-09,"
        f"2001-11-09,10.00000000,95.25000000,2,0,statement.csv,{statement.sha256},"
    )


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({}, 1),
        ({"day": date(2001, 11, 8)}, 0),
        ({"known_at": datetime(2001, 11, 1, tzinfo=NEW_YORK)}, 0),
        ({"issuer": "neotherapeutics"}, 1),
        ({"issuer": "another"}, 0),
    ],
)
def test_the_export_has_what_was_asked_for(
    statement: Statement, asked: dict[str, Any], rows: int
) -> None:
    assert len(exported("statements", **asked)) == 1 + rows


def test_lines_belong_to_no_agreement(statement: Statement) -> None:
    with pytest.raises(Refused, match="export it without an agreement"):
        exported("statements", agreement="sales-agreement")


def test_the_filter_of_the_page_is_that_of_its_files(
    statement: Statement, bank: Sender, settings: Any
) -> None:
    settings.NEOEQUITY_TODAY = LAST
    received(bank, PAID, files.BANK.name)
    auditor = logged_in(UserFactory(group="Auditor"))

    def rows(query: str) -> int:
        answer: Any = auditor.get(f"/exports/statements.csv?{query}")
        assert answer.status_code == 200
        return len(b"".join(answer.streaming_content).splitlines()) - 1

    assert (rows(""), rows("sender=first-pine"), rows(f"statement={statement.pk}")) == (3, 2, 1)
    assert auditor.get("/exports/statements.csv?day_from=soon").status_code == 400
    assert auditor.get("/exports/statements.xlsx").status_code == 200


def test_a_reference_that_a_spreadsheet_would_run_is_neutralised(bank: Sender) -> None:
    lines = [files.payment(1, files.NOV_9, "1.00", "=1+1")]
    received(bank, files.as_csv(lines, Decimal(0)), files.BANK.name)
    assert ",'=1+1," in exported("statements")[1]


def test_the_pack_holds_the_lines_and_the_file(statement: Statement) -> None:
    out = BytesIO()
    write_pack(scope_of(statement.sender.issuer, parse_period("2001-11"), LAST), out)
    pack = ZipFile(out)
    [kept] = [name for name in pack.namelist() if name.startswith("documents/statement/")]
    assert pack.read(kept) == files.sales(files.SALE)
    assert b"HV-1" in pack.read("datasets/statements.csv")
    assert b"Harbor & Vine fills" in pack.read("datasets/layouts.csv")


def test_the_history_tells_a_statement_in_a_sentence(statement: Statement) -> None:
    [line, *_] = lines_about(RecordKey(Statement, statement.pk))
    assert line.what.endswith(
        "statement of Harbor & Vine for 2001-11-09 to 2001-11-09 recorded: 1 new, 0 booked already"
    )


def test_what_became_known_of_a_closed_period_is_told_as_late(agent: Sender, tess: User) -> None:
    closing = close("2001-11", today=date(2001, 12, 3))
    statement = received(
        agent, files.sales(files.SALE), files.AGENT.name, by=tess, today=date(2001, 12, 4)
    ).statement
    [row] = late_rows(closing)
    assert row[2:5] == (f"Statement {statement.pk}", "Harbor & Vine", date(2001, 11, 9))
