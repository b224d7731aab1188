"""The dataset of the share ledger: what changed the shares outstanding, from the first count on."""

from itertools import dropwhile

from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.books.refusal import Reason, Refused
from neoequity.company.models.share_ledger import share_books
from neoequity.company.terms.shares import Row, RowKind
from placements.models import Agreement

SHARE_EVENTS = ("date", "event", "change", "outstanding", "source", "page", "remark")


def share_event_rows(asked: ExportQuery) -> Query:
    """The share ledger of one issuer; the first row is the opening count, whose change is empty.

    Changes before the first count are left out, for they are in it; where no count was stated all
    stand, and what is outstanding is empty. Raises Refused where the books
    have several issuers and neither an issuer nor an agreement says whose ledger is asked for.
    """
    issuer = _issuer_of(asked)
    if issuer is None:
        return values_query([])
    rows = share_books(issuer, asked.as_of, asked.known_at).rows
    if any(row.kind == RowKind.OPENING for row in rows):
        rows = list(dropwhile(_before_opening, rows))
    return values_query([_cells(row) for row in rows])


def _cells(row: Row) -> tuple[object, ...]:
    texts = (text or None for text in (row.source, row.page, row.remark))
    return (row.on, row.event, row.change, row.outstanding, *texts)


def _before_opening(row: Row) -> bool:
    return row.kind != RowKind.OPENING


def _issuer_of(asked: ExportQuery) -> Issuer | None:
    if asked.issuer is not None:
        return Issuer.objects.filter(slug=asked.issuer).first()
    if asked.agreement is not None:
        return Agreement.objects.select_related("issuer").get(slug=asked.agreement).issuer
    issuers = list(Issuer.objects.order_by("slug"))
    if len(issuers) > 1:
        names = ", ".join(issuer.slug for issuer in issuers)
        raise Refused([Reason(f"The books have several issuers: name one of {names}.")])
    return issuers[0] if issuers else None
