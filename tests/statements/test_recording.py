"""A file of a sender is recorded whole: all of its new lines with their statement, or nothing."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.documents.models import RecordAttachment
from neoequity.books.models import Seal
from neoequity.books.refusal import Refused
from neoequity.ledger import prove_books
from neoequity.statements.actions.considering import consider
from neoequity.statements.actions.senders import name_account
from neoequity.statements.models import Sender, Statement, StatementLine
from tests.books import nothing_changes, refused
from tests.factories import TODAY, UserFactory, usual
from tests.periods.closings import close
from tests.statements import files
from tests.statements.recorded import PAID, received, sender_of
from tests.statements.test_round_trips import Write

LAST = date(2001, 11, 30)
FILLS, MOVES, ACCOUNT = files.AGENT.name, files.TRANSFER_AGENT.name, files.BANK.name
CANCEL = "11/12/2001,11/16/2001,HV-3,Cancelled,HV-1,949710,4.0254,3822967.00,,,"


# What is kept


def test_every_figure_is_kept_as_the_agent_stated_it(agent: Sender) -> None:
    received(agent, files.sales(files.SALE), FILLS)
    line = StatementLine.objects.get()
    assert (line.side, line.number, line.day, line.kind) == ("agent", 2, files.NOV_9, "sale")
    assert (line.reference, line.reference_key) == ("HV-1", "hv-1")
    assert (line.shares, line.price) == (949_710, Decimal("4.0254"))
    assert (line.gross, line.commission) == (Decimal("3822967.00"), Decimal("152918.68"))
    assert (line.fees, line.net) == (Decimal("0.00"), Decimal("3670048.32"))
    assert (line.settles_on, line.amount) == (files.NOV_15, None)


def test_eight_decimals_are_kept(bank: Sender) -> None:
    lines = [files.payment(1, files.NOV_9, "0.12345678", "B-1")]
    received(bank, files.as_csv(lines, Decimal(0)), ACCOUNT)
    assert StatementLine.objects.get().amount == Decimal("0.12345678")


def test_a_line_is_read_back_as_it_was_recorded(agent: Sender) -> None:
    recorded = received(agent, files.sales(files.SALE), FILLS)
    assert StatementLine.objects.get().line == recorded.considered.stated.lines[0]


def test_the_statement_has_its_account_period_and_balances(bank: Sender) -> None:
    statement = received(bank, PAID, ACCOUNT).statement
    assert (statement.account, statement.format) == ("00123", "csv")
    assert (statement.first_day, statement.last_day) == (files.NOV_9, files.NOV_9)
    assert (statement.opening, statement.closing) == (Decimal("10.00"), Decimal("95.25"))
    assert (statement.line_count, statement.same_count) == (2, 0)


def test_two_equal_charges_of_a_day_are_two_lines(bank: Sender) -> None:
    charges = [files.payment(n, files.NOV_9, "-15.00", text="Charge") for n in (1, 2)]
    received(bank, files.as_csv(charges, Decimal(100)), ACCOUNT)
    assert list(StatementLine.objects.values_list("place", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "content",
    [
        PAID,
        PAID.decode().encode("utf-16"),
        PAID.replace(b"Wire in", b"Caf\xe9"),
    ],
    ids=["UTF-8", "UTF-16", "Windows"],
)
def test_the_file_is_kept_byte_for_byte(bank: Sender, content: bytes) -> None:
    statement = received(bank, content, ACCOUNT, name="../may/be.exe").statement
    kept = RecordAttachment.objects.get(sealed_as="statement", entry=statement.pk)
    assert bytes(kept.document.content) == content
    assert (kept.name, kept.document.sha256) == ("be.exe.csv", statement.sha256)


def test_a_workbook_and_xml_are_kept_too(bank: Sender) -> None:
    lines = [files.payment(1, files.NOV_9, "100.25", "B-1")]
    received(bank, files.as_camt053(lines, Decimal(0)), "camt.053", name="statement.xml")
    kept = RecordAttachment.objects.get()
    assert (kept.name, kept.document.content_type) == ("statement.xml", "application/octet-stream")


def test_a_statement_is_sealed_and_the_books_agree(agent: Sender) -> None:
    statement = received(agent, files.sales(files.SALE), FILLS).statement
    assert Seal.objects.filter(kind="statement", entry=statement.pk).count() == 1
    assert prove_books().differences == []


# Standard formats need no layout


@pytest.mark.parametrize(
    ("write", "named"),
    [
        (files.as_ofx, "ofx"),
        (files.as_ofx, "OFX or QFX"),
        (files.as_mt940, "MT940"),
        (files.as_camt053, "camt053"),
        (files.as_camt053, "camt.053"),
    ],
)
def test_a_bank_needs_no_layout_for_a_format_that_says_where_everything_is(
    db: None, write: Write, named: str
) -> None:
    lines = [files.payment(1, files.NOV_9, "100.25", "B-1")]
    statement = received(sender_of("bank"), write(lines, Decimal(0)), named).statement
    assert (statement.layout, statement.line_count) == (None, 1)


def test_a_layout_that_is_not_there_is_told_with_those_that_are(bank: Sender) -> None:
    with refused(
        "First Pine has no layout “Fills”. Approved are “First Pine account”.",
    ):
        received(bank, PAID, "Fills")


def test_a_sender_without_a_layout_says_so(db: None) -> None:
    agent = sender_of("agent")
    with refused("Harbor & Vine has no layout “ofx”. No layout of Harbor & Vine is approved yet."):
        received(agent, PAID, "ofx")


# The same file again, and month-to-date files


def test_the_same_file_twice_is_known(agent: Sender) -> None:
    received(agent, files.sales(files.SALE), FILLS)
    statement = Statement.objects.get()
    with refused(
        f"This file is known: it was recorded as {statement} of Harbor & Vine on 2001-11-30."
    ):
        received(agent, files.sales(files.SALE), FILLS)


def test_a_month_to_date_file_adds_only_what_is_new(
    agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], FILLS)
    second = received(agent, month_to_date[1], FILLS).statement
    assert (second.line_count, second.same_count) == (1, 1)
    references = StatementLine.objects.values_list("reference", "statement_id")
    assert list(references)[1] == ("HV-2", second.pk)
    assert StatementLine.objects.count() == 2


def test_a_month_to_date_file_with_an_earlier_line_spelled_otherwise_is_the_same(
    agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], FILLS)
    spelled = month_to_date[1].replace(b"HV-1", b"hv 001")
    assert received(agent, spelled, FILLS).statement.same_count == 1


def test_charges_without_reference_are_counted_on(bank: Sender) -> None:
    charges = [files.payment(n, files.NOV_9, "-15.00", text="Charge") for n in range(1, 4)]
    received(bank, files.as_csv(charges[:2], Decimal(100)), ACCOUNT)
    second = received(bank, files.as_csv(charges, Decimal(100)), ACCOUNT).statement
    assert (second.line_count, second.same_count) == (1, 2)
    assert list(StatementLine.objects.values_list("place", flat=True)) == [1, 2, 3]


def test_a_file_whose_lines_are_all_booked_keeps_its_balance(bank: Sender) -> None:
    received(bank, PAID, ACCOUNT)
    again = received(bank, PAID + b"\r\n", ACCOUNT).statement
    assert (again.line_count, again.same_count, again.closing) == (0, 2, Decimal("95.25"))
    assert prove_books().differences == []


def test_a_line_that_contradicts_a_booked_one_refuses_the_whole_file(
    agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], FILLS)
    changed = month_to_date[1].replace(b"949710", b"949711", 1)
    with refused(
        "Line 2, sale “HV-1”: shares 949,711 shares, not 949,710 shares as in what was read before."
    ):
        received(agent, changed, FILLS)


def test_a_line_that_stands_twice_in_a_file_refuses_it(agent: Sender) -> None:
    with refused("Line 3 says the same as line 2."):
        received(agent, files.sales(files.SALE, files.SALE), FILLS)


def test_a_booked_line_that_the_file_lacks_is_told(
    agent: Sender, month_to_date: list[bytes]
) -> None:
    received(agent, month_to_date[0], FILLS)
    other = files.SALE.replace("HV-1", "HV-9")
    considered = consider(agent, FILLS, files.sales(other), today=LAST)
    assert [line.reference for line in considered.comparison.missing] == ["HV-1"]
    assert considered.reasons == ()


# Cancels


def test_a_cancel_names_the_line_that_it_takes_back(agent: Sender) -> None:
    received(agent, files.sales(files.SALE), FILLS)
    considered = consider(agent, FILLS, files.sales(files.SALE, CANCEL), today=LAST)
    [cancel] = considered.taken_back
    assert cancel.line is not None
    assert (cancel.cancel.reference, cancel.line.reference) == ("HV-3", "HV-1")


def test_a_cancel_of_an_earlier_period_finds_its_line(agent: Sender) -> None:
    received(agent, files.sales(files.SALE), FILLS)
    [cancel] = consider(agent, FILLS, files.sales(CANCEL), today=LAST).taken_back
    assert cancel.line is not None
    assert cancel.line.day == files.NOV_9


# Days


def test_a_line_in_the_future_refuses_the_file(agent: Sender) -> None:
    with refused("Line 2: 2001-11-09 is in the future; today is 2001-11-08."):
        received(agent, files.sales(files.SALE), FILLS, today=date(2001, 11, 8))


def test_a_statement_of_a_closed_period_is_still_received(agent: Sender) -> None:
    close("2001-11", today=date(2001, 12, 3))
    statement = received(agent, files.sales(files.SALE), FILLS, today=date(2001, 12, 3)).statement
    assert (statement.received_on, statement.last_day) == (date(2001, 12, 3), files.NOV_9)


def test_nothing_is_received_on_a_day_that_is_closed(agent: Sender) -> None:
    close("2001-11", today=date(2001, 12, 3))
    with nothing_changes(), pytest.raises(Refused, match="was closed by"):
        received(agent, files.sales(files.SALE), FILLS, today=LAST)


# Accounts


def test_a_statement_of_another_account_is_refused(bank: Sender) -> None:
    name_account(sender=bank, number="777", name="Payroll", by=usual(), today=TODAY)
    with refused("The file is of the account “00123”; the accounts of First Pine are “777”."):
        received(bank, PAID, ACCOUNT)


def test_a_file_without_an_account_is_of_the_only_one(bank: Sender) -> None:
    name_account(sender=bank, number="00123", name="Operating", by=usual(), today=TODAY)
    nameless = PAID.replace(b"Account:,00123", b",")
    assert received(bank, nameless, ACCOUNT).statement.account == "00123"


def test_of_two_accounts_a_file_must_name_its_own(bank: Sender) -> None:
    for number in ("1", "2"):
        name_account(sender=bank, number=number, name=number, by=usual(), today=TODAY)
    with refused("The file names no account; the accounts of First Pine are “1”, “2”."):
        received(bank, PAID.replace(b"Account:,00123", b","), ACCOUNT)


def test_files_with_and_without_an_account_are_not_taken_for_the_same(bank: Sender) -> None:
    first = received(bank, PAID, ACCOUNT).statement
    with refused(
        f"The file names no account, but {first} of First Pine is of the account “00123”: record "
        "that account at First Pine first."
    ):
        received(bank, PAID.replace(b"Account:,00123", b","), ACCOUNT)


def test_an_account_is_named_before_another_of_the_same_sender(bank: Sender) -> None:
    first = received(bank, PAID, ACCOUNT).statement
    with refused(
        f"{first} of First Pine was recorded of the account “00123”: name that account first."
    ):
        name_account(sender=bank, number="777", name="Payroll", by=usual(), today=TODAY)


# Who


@pytest.mark.parametrize("group", ["CFO", "Auditor"])
def test_only_treasury_and_controllers_record(bank: Sender, group: str) -> None:
    with pytest.raises(Refused, match="that is for Controller or Treasury"):
        received(bank, PAID, ACCOUNT, by=UserFactory(group=group))
