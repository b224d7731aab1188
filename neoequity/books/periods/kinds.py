"""Kinds of record and of request for closed periods."""

from django.db.models import Model

from neoequity.books.approvals.kinds import RequestKind
from neoequity.books.history.telling import reopenings
from neoequity.books.kinds import Excused, RecordKind
from neoequity.books.models import Closing, Reopening
from neoequity.books.periods.closing import reopen
from neoequity.books.periods.rules import REOPENING
from neoequity.books.rights import CLOSE
from neoequity.books.triggers.reopening import REOPENING as REOPENING_SEAL


def _closing(key: int) -> Model:
    return Closing.objects.get(pk=key)


REQUESTS = (
    RequestKind(
        REOPENING,
        "Reopening of a period",
        effect=reopen,
        record=_closing,
        approving="Approving reopens the period.",
        once_approved="The period is open again.",
    ),
)

_OF_ITS_OWN_DAY = Excused(
    "It is dated on the day on which it is made; no closing reaches that far."
)

RECORDS = (
    RecordKind(
        Reopening,
        rights=(CLOSE,),
        pages=Excused("It stands on the page of its closing."),
        admin=Excused("It stands on the page of its closing."),
        documents=Excused("Its request says why; the closing has no document either."),
        dataset="closings",
        tells=reopenings,
        seal=REOPENING_SEAL,
        dated=_OF_ITS_OWN_DAY,
        late=_OF_ITS_OWN_DAY,
        proof=Excused("It has no figure of its own; the chain proves its fields."),
    ),
)
