"""A report as PDF/A-2a with tags (PDF/UA-1), set by typst: the same bytes for the same moment."""

import json
from pathlib import Path
from typing import BinaryIO, Literal

import typst

from neoequity.books.days import written
from neoequity.reports.cells import is_number, lines_of
from neoequity.reports.facts import facts_of
from neoequity.reports.report import Content, Report, Table
from neoequity.reports.scope import Head

#: Above this a table goes on in the CSV and the workbook, and the PDF says so: some 300 pages.
MOST_LINES = 10_000
#: More columns than this need the long side of the paper.
_UPRIGHT_COLUMNS = 8

_TEMPLATE = Path(__file__).with_name("report.typ")
_A: Literal["a-2a"] = "a-2a"
_UA: Literal["ua-1"] = "ua-1"


def write_pdf(report: Report, content: Content, head: Head, out: BinaryIO) -> None:
    """Write the report; the fonts are those of typst, so that every machine sets the same pages."""
    wide = max(len(table.columns) for table in content.shown) > _UPRIGHT_COLUMNS
    data = {
        "title": report.title,
        "entity": head.entity,
        "span": f"{written(head.since)} to {written(head.until)}",
        "facts": facts_of(head),
        "words": list(content.words),
        "charts": [
            {
                "title": chart.title,
                "svg": (report.compact and chart.small) or chart.svg,
                "alt": chart.sentence,
            }
            for chart in content.charts
        ],
        "tables": [_table(table) for table in content.shown],
        "wide": wide,
        "compact": report.compact,
    }
    out.write(
        typst.compile(
            _TEMPLATE.read_bytes(),
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            ignore_system_fonts=True,
            pdf_standards=[_A, _UA],
            timestamp=int(head.made_at.timestamp()),
        )
    )


def _table(table: Table) -> dict[str, object]:
    lines = lines_of(table, MOST_LINES)
    left_out = lines.number is None or lines.number > MOST_LINES
    more = f"These are the first {MOST_LINES:,} lines; the CSV and the workbook have all of them."
    return {
        "title": table.title,
        "note": table.note,
        "half": table.half,
        "empty": table.empty,
        "columns": [
            {"heading": column.heading, "number": is_number(column)} for column in lines.columns
        ],
        "rows": lines.rows,
        "totals": lines.totals,
        "more": more if left_out else "",
    }
