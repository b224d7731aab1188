"""A report as workbook: its data first, then each table that people read, then what it is about."""

from typing import BinaryIO

from neoequity.books.exporting.workbook import Sheet, write_workbook
from neoequity.reports.facts import facts_of
from neoequity.reports.report import Content, Report
from neoequity.reports.scope import Head


def write_report_workbook(report: Report, content: Content, head: Head, out: BinaryIO) -> None:
    """Write the report: one sheet a table, whose name and columns do not change."""
    about = [("Report", report.title), *facts_of(head)]
    sheets = [Sheet(table.name, table.columns, table.rows, about) for table in content.sheets]
    write_workbook(sheets, out, made_at=head.made_at, title=report.title)
