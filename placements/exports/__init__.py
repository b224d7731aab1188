"""The exported datasets: CSV files, byte for byte the same from page and command."""

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from neoequity.books.exporting.copying import Query, copy_csv, header, number_of_rows
from neoequity.books.exporting.parts import Parts, parts_one_by_one
from neoequity.books.exporting.query import ExportQuery, everything
from neoequity.books.models import Issuer
from neoequity.books.progress import steps
from neoequity.books.refusal import Reason, Refused
from neoequity.books.snapshot import one_snapshot
from placements.exports.agreements import AGREEMENTS, agreement_rows
from placements.exports.closings import CLOSINGS, closing_rows
from placements.exports.parts_of_sales import sale_parts
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
#: The same rows as many queries, one after the other; those of a filter are one query.
PARTS: Mapping[str, Parts] = {"sales": sale_parts}


def asked_rows(
    dataset: str, asked: ExportQuery, datasets: Mapping[str, Dataset] = DATASETS
) -> tuple[Sequence[str], Query]:
    """The columns and the query of one of the `datasets`.

    Raises Refused for an unknown dataset or issuer, and for an agreement that is not the issuer's.
    """
    if dataset not in datasets:
        raise Refused(
            [Reason(f"There is no dataset “{dataset}”; there are {', '.join(datasets)}.")]
        )
    issuers = Issuer.objects.values_list("slug", flat=True)
    if asked.issuer is not None and asked.issuer not in issuers:
        raise Refused([Reason(f"There is no issuer “{asked.issuer[:50]}”.")])
    agreements = Agreement.objects.values_list("slug", "issuer__slug")
    own = {slug for slug, issuer in agreements if asked.issuer in (None, issuer)}
    if asked.agreement is not None and asked.agreement not in own:
        raise Refused([Reason(f"There is no agreement “{asked.agreement[:50]}”.")])
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
        parts = asked_parts(dataset, asked)
        if parts is None:
            copy_csv(query, columns, out)
            return
        out.write(header(columns))
        with steps(lambda: number_of_rows(query)) as counted:
            counted.doing("Writing the rows")
            for lines in parts_one_by_one(parts, asked):
                counted.did(lines.count(b"\n"))
                out.write(lines)


def asked_parts(dataset: str, asked: ExportQuery) -> Parts | None:
    """The parts of a dataset that has very many rows; None where it is one query."""
    return PARTS.get(dataset) if asked.narrow is everything else None
