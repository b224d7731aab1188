"""The datasets of all apps, for the command `export` and the addresses `/exports/<dataset>.…`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import BinaryIO, NamedTuple

from neoequity.books.chain.heads import heads_for_headers
from neoequity.books.exporting.columns import columns_of
from neoequity.books.exporting.copying import Query, header
from neoequity.books.exporting.history_export import HISTORY
from neoequity.books.exporting.parts import Stream
from neoequity.books.exporting.plain_text import BOM
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.sheets import Column
from neoequity.books.exporting.typed_rows import typed_rows
from neoequity.books.exporting.workbook import Sheet, write_workbook
from neoequity.books.kinds import Dataset as Declared
from neoequity.books.kinds import record_kinds
from neoequity.books.records.dataset import rows_of
from neoequity.books.snapshot import one_snapshot
from neoequity.company.exports.compensation import COMPENSATION, compensation_rows
from neoequity.company.exports.limits import LIMITS, limit_rows, typed_limits
from neoequity.company.exports.lock_ups import LOCK_UPS, lock_up_rows
from neoequity.company.exports.share_events import SHARE_EVENTS, share_event_rows
from neoequity.history.dataset import history_rows
from neoequity.statements.exports import datasets as statements
from neoequity.statements.exports import matches
from neoequity.statements.exports.reconciliation import (
    RECONCILIATION,
    reconciliation_rows,
    typed_reconciliation,
)
from placements.exports import DATASETS as PLACEMENT_DATASETS
from placements.exports import Dataset, asked_parts, asked_rows, sales, write_export
from placements.exports.instructions import INSTRUCTIONS, instruction_rows
from warrants.exports import DATASETS as WARRANT_DATASETS
from warrants.exports import entries

Typed = Callable[[list[object]], list[object]]

DATASETS: dict[str, Dataset] = {
    **PLACEMENT_DATASETS,
    **WARRANT_DATASETS,
    "limits": Dataset(LIMITS, limit_rows),
    "lock_ups": Dataset(LOCK_UPS, lock_up_rows),
    "share_events": Dataset(SHARE_EVENTS, share_event_rows),
    "history": Dataset(HISTORY, history_rows),
    "compensation": Dataset(COMPENSATION, compensation_rows),
    "delivery_instructions": Dataset(tuple(INSTRUCTIONS), instruction_rows),
    "statements": Dataset(tuple(statements.LINES), statements.line_rows),
    "statement_files": Dataset(tuple(statements.FILES), statements.file_rows),
    "matches": Dataset(matches.MATCHES, matches.match_rows),
    "accepted_differences": Dataset(matches.DIFFERENCES, matches.difference_rows),
    "layouts": Dataset(tuple(statements.LAYOUTS), statements.layout_rows),
    "senders": Dataset(tuple(statements.SENDERS), statements.sender_rows),
    "sender_accounts": Dataset(tuple(statements.ACCOUNTS), statements.account_rows),
    "reconciliation": Dataset(RECONCILIATION, reconciliation_rows),
    "sign_offs": Dataset(tuple(statements.SIGN_OFFS), statements.sign_off_rows),
    **{
        kind.dataset.name: Dataset(
            tuple(kind.dataset.columns), partial(rows_of, kind, kind.dataset)
        )
        for kind in record_kinds()
        if isinstance(kind.dataset, Declared)
    },
}

#: The columns that a workbook adds up, by dataset. Others have none: a closing may be reopened and
#: closed again, and a company's record may replace an earlier one, so both rows would count.
TOTALED: Mapping[str, Sequence[str]] = {
    "sales": ("shares", "gross", "commission", "net", "deductions", "cash_received"),
    "receipts": ("amount", "matched", "difference"),
    "agreements": (
        "gross_sold",
        "gross_settled",
        "reserved",
        "shares_sold",
        "commission",
        "net",
        "deductions",
    ),
    "placements": ("shares_offered", "shares_sold", "gross"),
    "warrants": ("shares", "exercised", "cancelled", "outstanding"),
    "warrant_entries": ("shares_issued", "cash"),
    "share_events": ("change",),
}
# The column of shares whose rows are each in the shares of their own day, and why it has no total.
_APART: Mapping[str, tuple[str, Callable[[ExportQuery], str]]] = {
    "sales": ("shares", sales.shares_apart),
    "warrant_entries": ("shares_issued", entries.shares_apart),
}
# Rows whose figures are texts in the CSV, for a column of it holds several kinds of figure.
_TYPED: Mapping[str, Typed] = {
    "limits": typed_limits,
    "reconciliation": typed_reconciliation,
}


class Making(NamedTuple):
    """What the sheet "About" tells of how a file was made: by whom, when, with which filter."""

    by: str
    at: datetime
    filtered: str = ""


def write_dataset(dataset: str, asked: ExportQuery, out: BinaryIO, *, bom: bool = False) -> None:
    """Write a dataset to `out` as CSV, after a byte order mark if `bom`.

    Raises Refused for an unknown name.
    """
    if bom:
        out.write(BOM)
    write_export(dataset, asked, out, DATASETS)


def dataset_stream(dataset: str, asked: ExportQuery, *, bom: bool = False) -> Stream | None:
    """The same bytes in pieces, of the books as they are now; None where they come as a whole.

    Raises Refused for an unknown name.
    """
    columns, _ = asked_rows(dataset, asked, DATASETS)
    parts = asked_parts(dataset, asked)
    if parts is None:
        return None
    return Stream(parts, asked, (BOM if bom else b"") + header(columns))


def write_dataset_workbook(dataset: str, asked: ExportQuery, out: BinaryIO, making: Making) -> None:
    """Write a dataset to `out` as a workbook: the rows and columns of its CSV, and totals.

    Raises Refused for an unknown name.
    """
    with one_snapshot():
        columns, query, typed = typed_dataset(dataset, asked)
        name = in_words(dataset)
        with closing(typed_rows(query, columns)) as rows:
            sheet = Sheet(name, columns, map(typed, rows), _about(asked, making))
            write_workbook([sheet], out, made_at=making.at, title=f"{name}, {asked.as_of}")


def typed_dataset(dataset: str, asked: ExportQuery) -> tuple[list[Column], Query, Typed]:
    """The columns of a dataset, its SQL, and what makes figures of a row's texts. Raises Refused.

    `typed_rows` reads the rows.
    """
    names, query = asked_rows(dataset, asked, DATASETS)
    columns = columns_of(names, TOTALED.get(dataset, ()), _apart(dataset, asked))
    return columns, query, _TYPED.get(dataset, list)


def _apart(dataset: str, asked: ExportQuery) -> dict[str, str]:
    if dataset not in _APART:
        return {}
    column, why = _APART[dataset]
    return {column: why(asked)}


def in_words(dataset: str) -> str:
    """A dataset's name as that of a sheet: "Warrant entries"; Excel keeps "History" for itself."""
    return "Change history" if dataset == "history" else dataset.replace("_", " ").capitalize()


def _about(asked: ExportQuery, making: Making) -> list[tuple[str, str]]:
    known_at = asked.known_at.isoformat() if asked.known_at else "all that had been recorded"
    heads = heads_for_headers()
    return [
        ("As of", asked.as_of.isoformat()),
        ("Known at", known_at),
        ("Issuer", asked.issuer or "all"),
        ("Agreement", asked.agreement or "all"),
        ("Filter", making.filtered or "none"),
        ("Made by", making.by),
        ("Chain head", heads["X-Chain-Head"]),
        ("Log head", heads.get("X-Log-Head", "")),
    ]
