"""The exported datasets: CSV files, byte for byte the same from page and command."""

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from neoequity.books.exporting.copying import Query, copy_csv
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused
from neoequity.books.snapshot import one_snapshot
from placements.exports.agreements import AGREEMENTS, agreement_rows
from placements.exports.closings import CLOSINGS, closing_rows
from placements.exports.placements import PLACEMENTS, placement_rows
from placements.exports.receipts import RECEIPTS, receipt_rows
from placements.exports.sales import COLUMNS, sale_rows
from placements.models import Agreement


class Dataset(NamedTuple):
    """The columns of an export and the query that fills them."""

    columns: tuple[str, ...]
    rows: Callable[[ExportQuery], Query]


DATASETS = {
    "sales": Dataset(COLUMNS, sale_rows),
    "agreements": Dataset(tuple(AGREEMENTS), agreement_rows),
    "placements": Dataset(tuple(PLACEMENTS), placement_rows),
    "receipts": Dataset(RECEIPTS, receipt_rows),
    "closings": Dataset(tuple(CLOSINGS), closing_rows),
}


def asked_rows(
    dataset: str, asked: ExportQuery, datasets: Mapping[str, Dataset] = DATASETS
) -> tuple[Sequence[str], Query]:
    """The columns and the query of one of the `datasets`.

    Raises Refused for an unknown dataset, agreement or issuer.
    """
    if dataset not in datasets:
        raise Refused(
            [Reason(f"There is no dataset “{dataset}”; there are {', '.join(datasets)}.")]
        )
    slugs = Agreement.objects.values_list("slug", flat=True)
    if asked.agreement is not None and asked.agreement not in slugs:
        raise Refused([Reason(f"There is no agreement “{asked.agreement[:50]}”.")])
    issuers = Issuer.objects.values_list("slug", flat=True)
    if asked.issuer is not None and asked.issuer not in issuers:
        raise Refused([Reason(f"There is no issuer “{asked.issuer[:50]}”.")])
    columns, rows = datasets[dataset]
    return columns, rows(asked)


def write_export(
    dataset: str, asked: ExportQuery, out: BinaryIO, datasets: Mapping[str, Dataset] = DATASETS
) -> None:
    """Write one of the `datasets` to `out` as CSV, in pieces rather than in memory.

    Raises Refused, before anything is written, for an unknown dataset, agreement or issuer.
    """
    with one_snapshot():
        columns, query = asked_rows(dataset, asked, datasets)
        copy_csv(query, columns, out)
