"""The kinds of record and of request that closed periods have."""

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.history.telling import reopenings
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import Closing, Reopening
from neoequity.books.periods.closing import reopen
from neoequity.books.periods.closing_triggers import REOPENING as REOPENING_SEAL
from neoequity.books.periods.rules import REOPENING


def _closing(key: int) -> Model:
    return Closing.objects.get(pk=key)


REQUESTS = (RequestKind(REOPENING, "Reopening of a period", effect=reopen, record=_closing),)

_OF_ITS_OWN_DAY = Excused(
    "It is dated on the day on which it is made; no closing reaches that far."
)

RECORDS = (
    RecordKind(
        Reopening,
        reopenings,
        seal=REOPENING_SEAL,
        dated=_OF_ITS_OWN_DAY,
        late=_OF_ITS_OWN_DAY,
    ),
)
