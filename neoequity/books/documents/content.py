"""What a file is, judged by its bytes alone, not by its name or a browser's claim."""

import csv
import re
import zipfile
from collections.abc import Callable
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_tz
from io import BytesIO, StringIO
from itertools import islice
from typing import NamedTuple

import filetype


class Format(NamedTuple):
    """An accepted file format, and the name endings under which it may be saved again."""

    name: str
    endings: tuple[str, ...]


PDF, PNG, GIF = "application/pdf", "image/png", "image/gif"
TEXT, CSV, MAIL = "text/plain", "text/csv", "message/rfc822"
FORMATS = {
    PDF: Format("PDF", (".pdf",)),
    PNG: Format("PNG", (".png",)),
    "image/jpeg": Format("JPEG", (".jpg", ".jpeg")),
    GIF: Format("GIF", (".gif",)),
    "image/tiff": Format("TIFF", (".tif", ".tiff")),
    "image/webp": Format("WebP", (".webp",)),
    TEXT: Format("plain text", (".txt", ".csv")),
    CSV: Format("CSV", (".csv", ".txt")),
    MAIL: Format("mail", (".eml",)),
}

#: A file that others read strictly before it is kept, such as a statement in its sender's layout.
AS_SENT = "application/octet-stream"
KEPT = {
    **FORMATS,
    AS_SENT: Format(
        "file as sent",
        (".csv", ".tsv", ".txt", ".xlsx", ".ofx", ".qfx", ".xml", ".sta", ".mt940", ".940"),
    ),
}

_PADDING = b"\0 \t\r\n\f"
# Tests of the end: a file cut short, or with another appended, is not of this format.
_ENDS: dict[str, Callable[[bytes], bool]] = {
    PDF: lambda content: (
        content.startswith(b"%PDF-") and content.rstrip(_PADDING).endswith(b"%%EOF")
    ),
    PNG: lambda content: content.endswith(b"IEND\xaeB`\x82"),
    GIF: lambda content: content.rstrip(b"\0").endswith(b";"),
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_PROGRAM = re.compile(r"\s*(#!|\{\\rtf|%!PS|%PDF)")
_MARKUP = re.compile(
    r"<(!doctype|\?xml|\?php|html|head|body|script|style|svg|iframe|object|embed|img)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(rb"[!-9;-~]+:[ \t]")
_HEADERS_AT_MOST = 64 * 1024
# The parser of addresses calls itself for each bracket and colon; no sender has as many.
_NESTS = re.compile(r"[(:]")
_NESTS_AT_MOST = 50
_ROWS_LOOKED_AT = 100


def content_type_of(content: bytes) -> str | None:
    """The media type, one of FORMATS; None for a file that is not accepted.

    A file that also opens as a ZIP archive is not accepted, whatever else it is: programs that read
    archives look at the end of a file and accept anything before it.
    """
    media_type: str | None = filetype.guess_mime(content)
    if media_type in FORMATS:
        whole = _ENDS.get(media_type, bool)(content)
        return media_type if whole and not zipfile.is_zipfile(BytesIO(content)) else None
    return MAIL if _is_mail(content) else _kind_of_text(content)


def named_by(content: bytes) -> str:
    """The media type that the bytes suggest, for a sentence; empty if they suggest none."""
    return filetype.guess_mime(content) or ""


def _is_mail(content: bytes) -> bool:
    """Whether it starts with mail headers that name a sender and a date."""
    if b"\0" in content or not _HEADER.match(content):
        return False
    headers = BytesHeaderParser().parsebytes(content[:_HEADERS_AT_MOST])
    line = str(headers.get("From", ""))
    sender = parseaddr(line)[1] if len(_NESTS.findall(line)) <= _NESTS_AT_MOST else ""
    return "@" in sender and parsedate_tz(str(headers.get("Date", ""))) is not None


def _kind_of_text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text) or _PROGRAM.match(text) or _MARKUP.search(text):
        return None
    return CSV if any(_is_table(text, delimiter) for delimiter in ",;\t") else TEXT


def _is_table(text: str, delimiter: str) -> bool:
    """At least two rows, each with the same number of cells, and more than one."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        widths = [len(row) for row in islice(reader, _ROWS_LOOKED_AT) if row]
    except csv.Error:
        return False
    return len(widths) > 1 and len(set(widths)) == 1 and widths[0] > 1
