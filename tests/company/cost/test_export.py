"""The dataset of compensation, byte for byte."""

from datetime import date
from io import BytesIO, StringIO

from django.core.management import call_command
from django.test import Client

from neoequity.books.exporting.query import ExportQuery
from neoequity.datasets import write_dataset
from placements.models import Agreement
from tests.company.cost.offices import other_agreement, sold
from tests.factories import TODAY

_HEAD = "agreement,reading,item,amount,percent_of_gross,method"
_FLOOR, _FORMULA = "nasd-formula-floor v1", "nasd-formula v1"
_SALES = [
    "sales-agreement,to_date,commission,40000.00,4.00,",
    "sales-agreement,to_date,expenses,60000.00,6.00,",
    "sales-agreement,to_date,advisory,62500.00,6.25,",
    "sales-agreement,to_date,limit,80000.00,8.00,",
    f"sales-agreement,to_date,warrants,20000.00,2.00,{_FLOOR}",
    f"sales-agreement,to_date,total,182500.00,18.25,{_FLOOR}",
    f"sales-agreement,to_date,over,102500.00,10.25,{_FLOOR}",
    f"sales-agreement,to_date,refundable,60000.00,6.00,{_FLOOR}",
    f"sales-agreement,to_date,limit_first_met,6125000.00,,{_FLOOR}",
    f"sales-agreement,to_date,warrants,17500.00,1.75,{_FORMULA}",
    f"sales-agreement,to_date,total,180000.00,18.00,{_FORMULA}",
    f"sales-agreement,to_date,over,100000.00,10.00,{_FORMULA}",
    f"sales-agreement,to_date,refundable,60000.00,6.00,{_FORMULA}",
    f"sales-agreement,to_date,limit_first_met,5444444.45,,{_FORMULA}",
    "sales-agreement,at_maximum,commission,900000.00,3.60,",
    "sales-agreement,at_maximum,expenses,60000.00,0.24,",
    "sales-agreement,at_maximum,advisory,62500.00,0.25,",
    "sales-agreement,at_maximum,limit,2000000.00,8.00,",
    f"sales-agreement,at_maximum,warrants,500000.00,2.00,{_FLOOR}",
    f"sales-agreement,at_maximum,total,1522500.00,6.09,{_FLOOR}",
    f"sales-agreement,at_maximum,over,0.00,0.00,{_FLOOR}",
    f"sales-agreement,at_maximum,refundable,0.00,0.00,{_FLOOR}",
    f"sales-agreement,at_maximum,warrants,437500.00,1.75,{_FORMULA}",
    f"sales-agreement,at_maximum,total,1460000.00,5.84,{_FORMULA}",
    f"sales-agreement,at_maximum,over,0.00,0.00,{_FORMULA}",
    f"sales-agreement,at_maximum,refundable,0.00,0.00,{_FORMULA}",
]


def _file(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in (_HEAD, *lines)).encode()


def _written(as_of: date = TODAY, agreement: str | None = None) -> bytes:
    out = BytesIO()
    write_dataset("compensation", ExportQuery(as_of, agreement=agreement), out)
    return out.getvalue()


def test_both_readings_are_written_item_by_item(claimed: Agreement) -> None:
    sold(claimed, 250_000)
    assert _written() == _file(*_SALES)


def test_page_and_command_give_the_same_bytes(claimed: Agreement, reader: Client) -> None:
    sold(claimed, 250_000)
    download = reader.get("/exports/compensation.csv")
    printed = StringIO()
    call_command("export", "compensation", stdout=printed)
    assert b"".join(download) == printed.getvalue().encode() == _file(*_SALES)


def test_an_agreement_may_be_asked_for_alone(claimed: Agreement) -> None:
    other_agreement()
    sold(claimed, 250_000)
    assert _written(agreement="sales-agreement") == _file(*_SALES)
    assert {line.split(b",")[0] for line in _written().splitlines()[1:]} == {
        b"other-agreement",
        b"sales-agreement",
    }


def test_without_sales_there_is_no_percentage(claimed: Agreement) -> None:
    lines = _written(date(2001, 10, 30)).decode().split("\r\n")
    assert lines[1] == "sales-agreement,to_date,commission,0.00,,"
    assert lines[3] == "sales-agreement,to_date,advisory,62500.00,,"


def test_a_missing_term_leaves_empty_cells(db: None) -> None:
    other_agreement(expense_cap=None, advisory_share=None)
    lines = _written().decode().split("\r\n")
    assert lines[1] == "other-agreement,to_date,commission,,,"
    assert lines[5] == f"other-agreement,to_date,warrants,,,{_FLOOR}"
    assert {line.split(",")[3] for line in lines[1:-1]} == {""}
