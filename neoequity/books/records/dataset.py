"""The export that the kernel writes for a kind of record."""

from neoequity.books.exporting.copying import Query, query_of
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.kinds import Dataset, RecordKind


def rows_of(kind: RecordKind, dataset: Dataset, asked: ExportQuery) -> Query:
    """The rows dated by the day and recorded by the moment, in the order of recording."""
    rows = kind.model._default_manager.filter(**asked.under(dataset.agreement))
    if isinstance(kind.dated, str):
        rows = rows.filter(**{f"{kind.dated}__lte": asked.as_of})
    if asked.known_at is not None:
        rows = rows.filter(recorded_at__lte=asked.known_at)
    return query_of(rows.order_by(*dataset.order).values_list(*dataset.columns.values()))
