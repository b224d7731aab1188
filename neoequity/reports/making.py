"""A report made in one of its forms, from one and the same state of the books."""

from typing import BinaryIO

from neoequity.reports.report import Content, Report
from neoequity.reports.scope import Head
from neoequity.reports.writers.pdf import write_pdf
from neoequity.reports.writers.table import write_csv
from neoequity.reports.writers.workbook import write_report_workbook

#: The forms of a report, and what each is to a browser.
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_report(report: Report, content: Content, head: Head, form: str, out: BinaryIO) -> None:
    """Write the report as one of the `FORMS`."""
    if form == "csv":
        write_csv(content, out)
    elif form == "pdf":
        write_pdf(report, content, head, out)
    else:
        write_report_workbook(report, content, head, out)


def file_name(report: Report, head: Head, form: str) -> str:
    """A report's name with its days: supplement-2001-10-29-2001-11-09.pdf."""
    return f"{report.name}-{head.since}-{head.until}.{form}"
