"""The datasets of all apps, for the command `export` and for `/exports/<dataset>.csv`."""

from functools import partial
from typing import BinaryIO

from neoequity.books.exporting.history_export import HISTORY
from neoequity.books.exporting.plain_text import BOM
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.kinds import Dataset as Declared
from neoequity.books.kinds import record_kinds
from neoequity.books.records.dataset import rows_of
from neoequity.company.exports.compensation import COMPENSATION, compensation_rows
from neoequity.company.exports.limits import LIMITS, limit_rows
from neoequity.company.exports.lock_ups import LOCK_UPS, lock_up_rows
from neoequity.company.exports.share_events import SHARE_EVENTS, share_event_rows
from neoequity.history.dataset import history_rows
from placements.exports import DATASETS as PLACEMENT_DATASETS
from placements.exports import Dataset, write_export
from warrants.exports import DATASETS as WARRANT_DATASETS

DATASETS: dict[str, Dataset] = {
    **PLACEMENT_DATASETS,
    **WARRANT_DATASETS,
    "limits": Dataset(LIMITS, limit_rows),
    "lock_ups": Dataset(LOCK_UPS, lock_up_rows),
    "share_events": Dataset(SHARE_EVENTS, share_event_rows),
    "history": Dataset(HISTORY, history_rows),
    "compensation": Dataset(COMPENSATION, compensation_rows),
    **{
        kind.dataset.name: Dataset(
            tuple(kind.dataset.columns), partial(rows_of, kind, kind.dataset)
        )
        for kind in record_kinds()
        if isinstance(kind.dataset, Declared)
    },
}


def write_dataset(dataset: str, asked: ExportQuery, out: BinaryIO, *, bom: bool = False) -> None:
    """Write a dataset to `out` as CSV, after a byte order mark if `bom`.

    Raises Refused for an unknown name.
    """
    if bom:
        out.write(BOM)
    write_export(dataset, asked, out, DATASETS)
