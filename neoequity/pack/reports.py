"""The reports of a pack, as PDF: of a closed period they are those of the moment of its closing."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from django.utils import timezone

from neoequity.books.refusal import Refused
from neoequity.pack.archive import Write
from neoequity.pack.scope import Scope
from neoequity.reports.all import REPORTS
from neoequity.reports.report import Asked
from neoequity.reports.scope import Head, head_of
from neoequity.reports.writers.pdf import write_pdf

_MAKER = "the auditors' pack"


def report_files(scope: Scope) -> Iterator[tuple[str, Write]]:
    """The name of each report's file, and what writes it.

    A report that cannot be made, for a figure that nobody recorded, says so in a text instead.
    """
    asked = Asked(
        scope.issuer,
        scope.period.starts_on,
        scope.period.ends_on,
        scope.as_of,
        scope.as_of,
        scope.known_at,
    )
    head = _head(scope, asked)
    for report in REPORTS.values():
        if not report.packed:
            continue
        try:
            content = report.build(asked)
        except Refused as refused:
            yield f"{report.name}.txt", partial(_write_text, f"{refused}\n")
        else:
            yield f"{report.name}.pdf", partial(write_pdf, report, content, head)


def _write_text(text: str, out: BinaryIO) -> None:
    out.write(text.encode())


def _head(scope: Scope, asked: Asked) -> Head:
    """As `head_of`, whose chain is that of the pack; made when the period was closed."""
    closing = scope.closing
    maker = closing.recorded_by.get_username() if closing else _MAKER
    made_at = closing.recorded_at if closing else timezone.now()
    return head_of(asked, maker, made_at)._replace(
        chain_length=scope.chain_position, chain_digest=scope.chain_digest
    )
