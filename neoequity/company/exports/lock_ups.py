"""The dataset `lock_ups`: the window of each placement, and the consents that cover it."""

from collections.abc import Iterator
from datetime import date

from neoequity.books.exporting.copying import Query, values_query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.models import Issuer
from neoequity.company.models.lock_ups import situation_on

_Row = tuple[str, int, date | None, date | None, str | None]

LOCK_UPS = ("agreement", "placement", "from", "to", "consent")


def lock_up_rows(asked: ExportQuery) -> Query:
    """The windows as of the day, by agreement and placement; `to` is empty while one is open.

    `consent` has the record numbers of the consents that count on some of its days, as in the
    dataset `consents`, with a space between them.
    """
    issuers = Issuer.objects.order_by("slug")
    if asked.issuer is not None:
        issuers = issuers.filter(slug=asked.issuer)
    rows: list[_Row] = [row for issuer in issuers for row in _of(issuer, asked)]
    rows.sort(key=lambda row: row[:2])
    return values_query(rows)


def _of(issuer: Issuer, asked: ExportQuery) -> Iterator[_Row]:
    situation = situation_on(issuer, asked.as_of, asked.known_at)
    for window in situation.windows:
        slug = window.terms.slug
        if asked.agreement in (None, slug):
            consents = [str(given.row.pk) for given in situation.counting(window)]
            yield slug, window.placement, *window.span, " ".join(consents) or None
