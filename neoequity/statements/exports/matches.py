"""`matches`, a row a part, and `accepted_differences`."""

from typing import Any

from django.db.models import Case, Exists, F, Model, OuterRef, Q, QuerySet, When
from django.db.models.expressions import Combinable

from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery
from neoequity.statements.models import AcceptedDifference, MatchPart

MATCHES = (
    *("match", "side", "accepted_on", "explanation", "undone_on", "undone_for", "sender"),
    *("statement_number", "line", "agreement", "entry", "receipt", "amount", "shares"),
    *("recorded_at", "recorded_by"),
)
DIFFERENCES = (
    *(
        "accepted_difference",
        "side",
        "kind",
        "accepted_on",
        "sender",
        "statement_number",
        "line",
        "agreement",
    ),
    *("entry", "amount", "shares", "reason", "undoes", "approved_by", "recorded_at"),
    "recorded_by",
)


def match_rows(asked: ExportQuery) -> Query:
    """The parts of matches accepted by the day, with the day by which each match was undone."""
    rows = MatchPart.objects.filter(match__accepted_on__lte=asked.as_of, match__undoes=None)
    if asked.known_at is not None:
        rows = rows.filter(match__recorded_at__lte=asked.known_at)
    if asked.agreement is not None:
        of_it = MatchPart.objects.filter(
            Q(entry__agreement__slug=asked.agreement) | Q(receipt__agreement__slug=asked.agreement),
            match=OuterRef("match"),
        )
        rows = rows.filter(Exists(of_it))
    undone = Q(match__undoing__accepted_on__lte=asked.as_of)
    if asked.known_at is not None:
        undone &= Q(match__undoing__recorded_at__lte=asked.known_at)
    columns: tuple[str | Combinable, ...] = (
        *("match_id", "match__side", "match__accepted_on", PlainText("match__explanation")),
        Case(When(undone, then=F("match__undoing__accepted_on"))),
        Case(When(undone, then=PlainText("match__undoing__reason"))),
        *(PlainText("line__sender__slug"), "line__statement_id", "line__number"),
        Case(
            When(entry__isnull=False, then=PlainText("entry__agreement__slug")),
            When(receipt__isnull=False, then=PlainText("receipt__agreement__slug")),
        ),
        *("entry__number", "receipt__number", "amount", "shares"),
        *(Moment("match__recorded_at"), PlainText("match__recorded_by__username")),
    )
    return _of_issuer(rows, columns, asked, path="match__")


def difference_rows(asked: ExportQuery) -> Query:
    """Differences accepted by the day; one that undoes another negates its figures."""
    rows = AcceptedDifference.objects.filter(accepted_on__lte=asked.as_of)
    if asked.known_at is not None:
        rows = rows.filter(recorded_at__lte=asked.known_at)
    if asked.agreement is not None:
        rows = rows.filter(agreement__slug=asked.agreement)
    columns: tuple[str | Combinable, ...] = (
        *("pk", "side", "kind", "accepted_on", PlainText("line__sender__slug")),
        *("line__statement_id", "line__number", PlainText("agreement__slug"), "entry__number"),
        *("amount", "shares", PlainText("reason"), "undoes_id"),
        *(PlainText("approval__decided_by__username"), Moment("recorded_at")),
        PlainText("recorded_by__username"),
    )
    return _of_issuer(rows, columns, asked, path="")


def _of_issuer(
    rows: QuerySet[Any], columns: tuple[str | Combinable, ...], asked: ExportQuery, *, path: str
) -> Query:
    if asked.issuer is not None:
        rows = rows.filter(**{f"{path}issuer__slug": asked.issuer})
    ordered: QuerySet[Model, Any] = rows.order_by("pk").values_list(*columns)
    return query_of(ordered)
