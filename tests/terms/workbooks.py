"""Small workbooks of Excel, written part by part."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import escape

_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
_ROOT = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: Style 1 shows a number as a date, as Excel stores one.
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>
<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""

Cell = str | int | date | None


def workbook(
    *sheets: Sequence[Sequence[Cell]],
    hidden: Sequence[int] = (),
    parts: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A workbook with these sheets; a number may stand as text of digits behind a “=”."""
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT,
            "xl/workbook.xml": _workbook(len(sheets), hidden),
            "xl/_rels/workbook.xml.rels": _relations(len(sheets)),
            "xl/styles.xml": _STYLES,
            **{f"xl/worksheets/sheet{n}.xml": _sheet(rows) for n, rows in enumerate(sheets, 1)},
            **parts,
        }
    )


def archive(parts: Mapping[str, str]) -> bytes:
    """An archive with these parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return content.getvalue()


def _workbook(count: int, hidden: Sequence[int]) -> str:
    sheets = "".join(
        f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}" '
        f'state="{"hidden" if n in hidden else "visible"}"/>'
        for n in range(1, count + 1)
    )
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{relations}"><sheets>{sheets}</sheets></workbook>'


def _relations(count: int) -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    styles = f'<Relationship Id="rId99" Type="{kind}styles" Target="styles.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package}">{rows}{styles}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    lines = "".join(
        f'<row r="{n}">{"".join(_cell(f"{chr(65 + at)}{n}", cell) for at, cell in enumerate(row))}'
        "</row>"
        for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f'<c r="{place}" s="1"><v>{(cell - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, int) or cell.startswith("="):
        return f'<c r="{place}"><v>{str(cell).removeprefix("=")}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
