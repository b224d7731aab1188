"""The history as a dataset, for `export history` and `/exports/history.csv`."""

from datetime import date, timedelta

from neoequity import clock
from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.history_export import history_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.history.query import HistoryQuery, RecordKey
from neoequity.books.history.sources import sources
from neoequity.books.models import Issuer
from neoequity.history.filters import end_of
from placements.models import Agreement

_MOMENT = timedelta(microseconds=1)


def history_by(as_of: date) -> HistoryQuery:
    """What had been recorded by the end of a day; for today, everything."""
    return HistoryQuery(until=end_of(as_of) if as_of < clock.today() else None)


def history_rows(asked: ExportQuery) -> Query:
    """The requested history, newest first."""
    sought: HistoryQuery = asked.narrow(history_by(asked.as_of))
    if asked.known_at is not None:
        end = asked.known_at + _MOMENT
        sought = sought._replace(until=min(end, sought.until or end))
    if asked.agreement is not None:
        agreement = Agreement.objects.get(slug=asked.agreement)
        sought = sought._replace(under=RecordKey(Agreement, agreement.pk))
    if asked.issuer is not None:
        sought = sought._replace(issuer=Issuer.objects.get(slug=asked.issuer).pk)
    return history_query(sources(), sought)
