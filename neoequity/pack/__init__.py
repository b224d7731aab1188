"""The auditors' pack: a period's books in one archive with a manifest."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

from neoequity.books.documents.archive import Archived, archive_of_records
from neoequity.books.exporting.chain import CHAIN, chain_query
from neoequity.books.exporting.copying import Query, copy_csv
from neoequity.books.exporting.history_export import HISTORY, history_query
from neoequity.books.history.query import HistoryQuery
from neoequity.books.history.sources import sources
from neoequity.books.kinds import sealed_kinds
from neoequity.books.progress import steps
from neoequity.books.snapshot import one_snapshot
from neoequity.datasets import DATASETS, write_dataset
from neoequity.pack.archive import Archive, Write, table
from neoequity.pack.controls import CONTROLS, control_totals
from neoequity.pack.new_credentials import NEW_CREDENTIALS, new_credentials
from neoequity.pack.reports import report_files
from neoequity.pack.scope import Scope
from neoequity.reports.all import REPORTS
from placements.exports.commissions import COMMISSIONS, commission_rows
from placements.selectors.documents import archive_of
from warrants.selectors.documents import archive_of_entries

_README = """\
{title}
{rule}

The books of {issuer} under its controlled equity offering, as of {as_of} and as they were
recorded by {known_at}.
{standing}

datasets/            every dataset as of that day, one row an event
history.csv          every change recorded from {since} on: of this issuer,
                     and of people and the calendar, which belong to no issuer
new_credentials.csv  the requests of the period approved by accounts whose credentials
                     somebody else had set in the seven days before
reports/             the reports of the period, as people read them
commissions.csv      the dollars of each sale in each fee tier, and its commission
control_totals.csv   counted from the rows here{beside}
chain.csv            the chain of posted entries up to its head, with the fields of each
documents/           the documents on the records of the period
manifest.csv         lines, bytes and SHA-256 of every file

Chain head: {chain}
"""


def write_pack(scope: Scope, out: BinaryIO) -> None:
    """Write the archive. For a closed period its bytes are always the same.

    It is written piece by piece; only a single document, limited to the size of an upload, is held
    in memory.
    """
    with steps(_files) as counted, Archive(out, counted) as archive:
        with one_snapshot():
            _add_books(archive, scope)
        manifest = [(file.name, file.lines, file.size, file.sha256) for file in archive.filed]
        archive.add_text("manifest.csv", table(("file", "rows", "bytes", "sha256"), manifest))


def _files() -> int:
    """How many files the pack has at least: README and manifest, tables, reports; no documents."""
    tables = (HISTORY, NEW_CREDENTIALS, COMMISSIONS, CONTROLS, CHAIN)
    datasets = set(DATASETS) - {"history"}
    return 2 + len(tables) + len(datasets) + sum(report.packed for report in REPORTS.values())


def _add_books(archive: Archive, scope: Scope) -> None:
    archive.add_text("README.txt", _readme(scope), is_table=False)
    for name in DATASETS:
        if name != "history":  # added below, for the period only
            archive.add(f"datasets/{name}.csv", partial(write_dataset, name, scope.asked))
    sought = HistoryQuery(since=scope.since, until=scope.until, issuer=scope.issuer.pk)
    history = history_query(sources(), sought)
    archive.add("history.csv", _copying(history, HISTORY))
    archive.add("new_credentials.csv", _copying(new_credentials(scope), NEW_CREDENTIALS))
    for name, write in report_files(scope):
        archive.add(f"reports/{name}", write, is_table=False)
    archive.add("commissions.csv", _copying(commission_rows(scope.asked), COMMISSIONS))
    archive.add_text("control_totals.csv", table(CONTROLS, control_totals(scope)))
    chain = chain_query(scope.head, sealed_kinds(), until=scope.chain_position)
    archive.add("chain.csv", _copying(chain, CHAIN))
    for document in _documents(scope):
        archive.add_bytes(f"documents/{document.name}", document.content)


def _copying(query: Query, columns: Sequence[str]) -> Write:
    return lambda out: copy_csv(query, columns, out)


def _documents(scope: Scope) -> Iterator[Archived]:
    starts_on, ends_on = scope.period
    known_at = scope.known_at or datetime.max.replace(tzinfo=UTC)
    for archive in (archive_of, archive_of_entries, archive_of_records):
        yield from archive(scope.issuer, starts_on=starts_on, ends_on=ends_on, known_at=known_at)


def _readme(scope: Scope) -> str:
    title = f"NeoEquity auditors' pack, {scope.period.label}"
    closing = scope.closing
    standing = "The period is open: a pack made later may differ."
    if closing is not None:
        standing = (
            f"The period was closed by {closing.recorded_by.get_username()} (closing "
            f"{closing.number}); this pack is the same whenever it is made."
        )
    return _README.format(
        title=title,
        rule="=" * len(title),
        issuer=scope.issuer.name if closing is None else scope.issuer.slug,
        as_of=scope.as_of,
        known_at=scope.known_at.astimezone(UTC).isoformat() if scope.known_at else "now",
        standing=standing,
        since=scope.since.astimezone(UTC).isoformat() if scope.since else "the beginning",
        beside=", beside those of the closing" if closing else "",
        chain=f"{scope.chain_position} {scope.chain_digest}",
    )
