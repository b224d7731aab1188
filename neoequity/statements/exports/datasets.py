"""`statements`, a row a line, and the files, layouts, senders and accounts behind them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable

from neoequity.books.exporting.copying import Moment, PlainText, Query, query_of
from neoequity.books.exporting.query import ExportQuery
from neoequity.statements.models import (
    Layout,
    Sender,
    SenderAccount,
    SignOff,
    Statement,
    StatementLine,
)

_Columns = Mapping[str, str | Combinable]


def _recorded(path: str = "") -> dict[str, str | Combinable]:
    return {
        "recorded_at": Moment(f"{path}recorded_at"),
        "recorded_by": PlainText(f"{path}recorded_by__username"),
    }


LINES: _Columns = {
    "side": "side",
    "sender": PlainText("sender__slug"),
    "account": PlainText("account"),
    "statement_number": "statement_id",
    "line": "number",
    "day": "day",
    "kind": "kind",
    "reference": PlainText("reference"),
    "text": PlainText("text"),
    "shares": "shares",
    "price": "price",
    "gross": "gross",
    "commission": "commission",
    "fees": "fees",
    "net": "net",
    "amount": "amount",
    "settles_on": "settles_on",
    "cancels": PlainText("cancels"),
    **_recorded("statement__"),
}
FILES: _Columns = {
    "statement_number": "pk",
    "side": "sender__side",
    "sender": PlainText("sender__slug"),
    "account": PlainText("account"),
    "format": "format",
    "layout": PlainText("layout__name"),
    "version": "layout__version",
    "received_on": "received_on",
    "first_day": "first_day",
    "last_day": "last_day",
    "opening_balance": "opening",
    "closing_balance": "closing",
    "new_lines": "line_count",
    "lines_booked_already": "same_count",
    "file_name": PlainText("file_name"),
    "sha256": "sha256",
    **_recorded(),
}
LAYOUTS: _Columns = {
    "sender": PlainText("sender__slug"),
    "layout": PlainText("name"),
    "version": "version",
    "content": PlainText("content"),
    "approved_by": PlainText("approval__decided_by__username"),
    **_recorded(),
}
SENDERS: _Columns = {
    "sender": PlainText("slug"),
    "side": "side",
    "name": PlainText("name"),
    **_recorded(),
}
SIGN_OFFS: _Columns = {
    "agreement": PlainText("agreement__slug"),
    "side": "side",
    "sign_off": "pk",
    "first_day": "first_day",
    "last_day": "last_day",
    "signed_on": "signed_on",
    "ours": "ours_amount",
    "ours_shares": "ours_shares",
    "theirs": "theirs_amount",
    "theirs_shares": "theirs_shares",
    "note": PlainText("note"),
    "chain_length": "chain_length",
    "chain_digest": "chain_digest",
    "sha256": "digest",
    **_recorded(),
    "statement": PlainText("statement"),
}
ACCOUNTS: _Columns = {
    "sender": PlainText("sender__slug"),
    "account": PlainText("number"),
    "name": PlainText("name"),
    **_recorded(),
}


def line_rows(asked: ExportQuery) -> Query:
    """Lines of statements dated by the day and recorded by the moment, in order of recording."""
    rows = asked.narrow(StatementLine.objects.filter(day__lte=asked.as_of))
    return _asked(rows, LINES, asked, path="sender__", recorded="statement__recorded_at")


def file_rows(asked: ExportQuery) -> Query:
    """Statements received by the day, one row a file."""
    rows = asked.narrow(Statement.objects.filter(received_on__lte=asked.as_of))
    return _asked(rows, FILES, asked, path="sender__")


def layout_rows(asked: ExportQuery) -> Query:
    """Every version of every layout."""
    return _asked(Layout.objects.all(), LAYOUTS, asked, path="sender__")


def sender_rows(asked: ExportQuery) -> Query:
    """Every sender."""
    return _asked(Sender.objects.all(), SENDERS, asked, path="")


def sign_off_rows(asked: ExportQuery) -> Query:
    """Sign-offs made by the day, superseded ones among them."""
    rows = SignOff.objects.filter(signed_on__lte=asked.as_of, **asked.under("agreement"))
    return _known(rows, SIGN_OFFS, asked)


def account_rows(asked: ExportQuery) -> Query:
    """Every account at a sender."""
    return _asked(SenderAccount.objects.all(), ACCOUNTS, asked, path="sender__")


def _asked(
    rows: QuerySet[Any],
    columns: _Columns,
    asked: ExportQuery,
    *,
    path: str,
    recorded: str = "recorded_at",
) -> Query:
    """The rows of the issuer that was asked for; `path` leads to what has one."""
    rows = rows.filter(**{f"{path}{key}": slug for key, slug in asked.under("").items()})
    return _known(rows, columns, asked, recorded)


def _known(
    rows: QuerySet[Any], columns: _Columns, asked: ExportQuery, recorded: str = "recorded_at"
) -> Query:
    """The rows that were recorded by the moment, in order of recording."""
    if asked.known_at is not None:
        rows = rows.filter(**{f"{recorded}__lte": asked.known_at})
    ordered: QuerySet[Model, Any] = rows.order_by("pk").values_list(*columns.values())
    return query_of(ordered)
