"""Reconciliations and sign-offs as files: byte for byte, as of a day and as known at a moment."""

from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from neoequity.books.exporting.query import ExportQuery
from neoequity.books.history.lines import lines_about
from neoequity.books.history.query import RecordKey
from neoequity.books.periods.late import late_rows
from neoequity.books.periods.rules import parse_period
from neoequity.datasets import write_dataset
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.statements.models import Sender, SignOff
from tests.clients import logged_in
from tests.factories import AgreementFactory, UserFactory, sell, usual
from tests.periods.closings import close
from tests.statements import files
from tests.statements.recorded import able, received
from tests.statements.signing import DEC_3, Desk, charged, looked_after, signed, undone

LAST = date(2001, 11, 30)
HEAD = (
    "agreement,side,item,ours,theirs,difference,status,unit,date,ours_shares,theirs_shares,"
    "difference_shares"
)
MATCHED = "sales-agreement,bank,sale 1,3840.00,3840.00,0.00,matched,dollars,2001-11-15,0,0,0"
OPEN = (
    "sales-agreement,bank,sale 1,3840.00,0.00,-3840.00,not on their statement,dollars,2001-11-15,"
    "0,0,0"
)


def exported(dataset: str = "reconciliation", day: date = LAST, **asked: Any) -> list[str]:
    out = BytesIO()
    write_dataset(dataset, ExportQuery(day, **asked), out)
    return out.getvalue().decode().split("\r\n")[:-1]


def test_a_matched_entry_is_exported_down_to_zero(matched: Desk) -> None:
    assert exported() == [HEAD, MATCHED]


def test_the_command_writes_the_same_bytes(matched: Desk, capfdbinary: Any) -> None:
    call_command("export", "reconciliation", agreement="sales-agreement", as_of="2001-11-30")
    assert capfdbinary.readouterr().out == f"{HEAD}\r\n{MATCHED}\r\n".encode()


def test_both_sides_of_what_is_not_matched_are_exported(desk: Desk) -> None:
    line = f"line {desk.line.number} of statement {desk.line.statement_id}"
    assert exported() == [
        HEAD,
        OPEN,
        (
            f"sales-agreement,bank,{line},0.00,3840.00,3840.00,not in our books,dollars,2001-11-15,"
            "0,0,0"
        ),
    ]


def test_the_transfer_agents_figures_are_shares(desk: Desk, registry: Sender) -> None:
    rows = exported()
    assert rows[1] == (
        "sales-agreement,transfer_agent,sale 1,1000,0,-1000,not on their statement,shares,"
        "2001-11-15,1000,0,-1000"
    )


def test_on_the_day_before_it_is_due_there_is_nothing(matched: Desk) -> None:
    assert exported(day=date(2001, 11, 14)) == [HEAD]


def test_as_known_at_a_moment_is_what_was_matched_by_then(matched: Desk) -> None:
    match = matched.line.match_parts.get().match
    before = undone(match)
    assert exported()[1] == OPEN
    assert exported(known_at=match.recorded_at) == [HEAD, MATCHED]
    assert exported(known_at=before.recorded_at)[1] == OPEN


def test_lines_of_no_known_agreement_come_last(matched: Desk) -> None:
    AgreementFactory(other=True)
    line = charged(matched)
    rows = exported()
    assert rows[1] == MATCHED.replace("sale 1", "sale SA-1")
    assert rows[2] == (
        f",bank,line {line.number} of statement {line.statement_id},0.00,-15.00,-15.00,"
        "not in our books,dollars,2001-11-30,0,0,0"
    )
    assert len(exported(agreement="sales-agreement")) == 2


def test_the_workbook_has_dollars_and_shares_as_numbers(desk: Desk, registry: Sender) -> None:
    answer = logged_in(usual("Controller")).get("/exports/reconciliation.xlsx?as_of=2001-11-30")
    sheet = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    [header] = [row for row in sheet.iter_rows() if row[0].value == "agreement"]
    row = sheet[header[0].row + 1]
    assert [cell.value for cell in row[1:4]] == ["transfer_agent", "sale 1", 1000]
    assert row[3].number_format.startswith("#,##0_)")


def test_a_sign_off_is_exported_with_its_statement(matched: Desk) -> None:
    cora = UserFactory(username="cora", group="Controller")
    row = signed(matched.agreement, by=cora)
    head, line = exported("sign_offs", DEC_3)
    assert head == (
        "agreement,side,sign_off,first_day,last_day,signed_on,ours,ours_shares,theirs,"
        "theirs_shares,note,chain_length,chain_digest,sha256,recorded_at,recorded_by,statement"
    )
    assert line.startswith(
        f"sales-agreement,bank,{row.pk},2001-11-01,2001-11-30,2001-12-03,3840.00,0,3840.00,0,,"
        f"{row.chain_length},{row.chain_digest},{row.digest},"
    )
    assert '""key"":""item sales-agreement/1""' in line
    assert exported("sign_offs", LAST) == [head]


def test_the_history_tells_a_sign_off_with_both_balances(matched: Desk) -> None:
    row = signed(matched.agreement)
    [told, *_] = lines_about(RecordKey(SignOff, row.pk))
    assert told.what.endswith(
        "reconciliation of the Sales Agreement with the bank, 2001-11-01 to 2001-11-30, signed "
        "off: ours 3840.00 and 0 shares, theirs 3840.00 and 0 shares, SHA-256 " + row.digest
    )


def test_a_sign_off_after_the_closing_is_a_later_change(matched: Desk) -> None:
    closing = close("2001-11", today=DEC_3, accepted=NOTES)
    row = signed(matched.agreement)
    assert f"Sign-off {row.pk}" in [cell for late in late_rows(closing) for cell in late]


NOTES = {
    "unsettled": "Delivered in December.",
    "earlier": "Nothing was sold.",
    "documents": "Lost.",
    "findings": "Settled.",
    "warrants": "Issued.",
}


def packed(desk: Desk) -> ZipFile:
    out = BytesIO()
    write_pack(scope_of(desk.agreement.issuer, parse_period("2001-11"), DEC_3), out)
    return ZipFile(out)


def test_the_pack_of_a_closed_month_has_the_reconciliation_as_known_then(matched: Desk) -> None:
    signed(matched.agreement)
    close("2001-11", today=DEC_3, accepted=NOTES)
    before = packed(matched)
    undone(matched.line.match_parts.get().match)
    after = packed(matched)
    for name in ("datasets/reconciliation.csv", "reports/reconciliation.pdf"):
        assert after.read(name) == before.read(name)
    assert MATCHED.encode() in after.read("datasets/reconciliation.csv")


# The reports


def reported(name: str, **asked: str) -> list[str]:
    out = StringIO()
    call_command("report", name, since="2001-11-01", until="2001-11-30", stdout=out, **asked)
    return out.getvalue().splitlines()


@pytest.fixture
def _december(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = DEC_3


@pytest.mark.usefixtures("_december")
def test_the_report_has_the_columns_of_the_dataset(matched: Desk) -> None:
    assert reported("reconciliation") == [HEAD, MATCHED]


@pytest.mark.usefixtures("_december")
def test_the_reports_page_has_three_columns_and_their_total(matched: Desk) -> None:
    address = "/reports/reconciliation/?from=2001-11-01&to=2001-11-30"
    page = logged_in(usual("Controller")).get(address).content.decode()
    for words in ("Open before the period", "Ours", "Theirs", "Difference", "$3,840.00"):
        assert words in page


@pytest.mark.usefixtures("_december")
def test_open_items_are_reported_by_age_with_who_follows_them_up(desk: Desk) -> None:
    looked_after("bank", line=desk.line)
    head, *rows = reported("open_items")
    assert head.startswith("agreement,side,item,date,settlement_days_late,age,difference,unit")
    assert rows == [
        (
            "sales-agreement,bank,sale 1,2001-11-15,10,4 to 10 settlement days,-3840.00,dollars,"
            "not on their statement,"
        ),
        (
            f"sales-agreement,bank,line {desk.line.number} of statement {desk.line.statement_id},"
            "2001-11-15,10,4 to 10 settlement days,3840.00,dollars,not in our books,"
            f'"{usual()}, due Dec 5, 2001: Arrives on Dec 4."'
        ),
    ]


def test_a_cash_agent_of_several_agreements_is_reconciled_for_each(desk: Desk) -> None:
    other = AgreementFactory(other=True)
    agent = able(files.AGENT)
    received(agent, files.sales(files.SALE), files.AGENT.name)
    sell(desk.placement, today=DEC_3)
    rows = exported(agreement=other.slug)
    assert rows == [HEAD]
    assert Decimal("3670048.32") in [
        Decimal(row.split(",")[4]) for row in exported()[1:] if row.startswith(",agent")
    ]
