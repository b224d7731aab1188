"""What the answers hold, as the API's own description (OpenAPI) tells it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field, create_model

from neoequity.books.exporting.columns import columns_of
from neoequity.books.exporting.sheets import Kind

_FIGURE = {"format": "decimal", "examples": ["3822967.00"]}
_TYPES: dict[Kind, tuple[Any, str, dict[str, Any] | None]] = {
    Kind.TEXT: (str, "Text", None),
    Kind.NUMBER: (int, "A whole number", None),
    Kind.SHARES: (int, "Shares, in those of the as-of day where the books say so", None),
    Kind.PRICE: (str, "Dollars a share, with four to eight decimals", _FIGURE),
    Kind.MONEY: (str, "Dollars and cents", _FIGURE),
    Kind.PERCENT: (str, "A fraction: 0.035 is 3.5%", _FIGURE),
    Kind.DAY: (date, "A day", None),
    Kind.MOMENT: (datetime, "A moment", None),
}


#: Rows of an answer: so many unless asked otherwise, and never more.
USUAL, MOST = 1_000, 100_000


class RowsWanted(Schema):
    """What an address asks of a dataset; the days are read as on pages."""

    as_of: date | None = Field(
        None, description="What had happened by the end of this day; today if left out"
    )
    known_at: datetime | None = Field(
        None, description="What had been recorded by this moment, in New York’s time or with a zone"
    )
    issuer: str = Field("", description="The short name of the only issuer; all if left out")
    agreement: str = Field("", description="The short name of the only agreement; all if left out")
    limit: int = Field(USUAL, ge=1, le=MOST, description="So many rows at most")
    offset: int = Field(0, ge=0, le=10**12, description="After so many rows")


class DaysWanted(RowsWanted):
    """What an address asks of a report."""

    since: date | None = Field(
        None, alias="from", description="The first day; that of the quarter if left out"
    )
    until: date | None = Field(
        None, alias="to", description="The last day; the as-of day if left out"
    )


class Problem(Schema):
    """Why there is no answer, in a sentence."""

    detail: str


class Books(Schema):
    """Of which state of the books an answer is."""

    as_of: date = Field(description="What had happened by the end of this day")
    known_at: datetime | None = Field(
        description="What had been recorded by this moment; null for all that has been"
    )
    issuer: str | None = Field(description="The only issuer; null for all")
    agreement: str | None = Field(description="The only agreement; null for all")
    chain_head: str = Field(description="Of each issuer: entries sealed, and their digest")


class Listed(Schema):
    """A report that can be asked for by its name."""

    name: str
    title: str
    about: str


class Reports(Schema):
    """All reports."""

    reports: list[Listed]


class Reported(Books):
    """A report's data, and its paragraphs as they may be pasted into a filing."""

    report: str
    since: date = Field(description="The first of its days")
    until: date = Field(description="The last of its days")
    columns: list[dict[str, str]] = Field(description="Name, heading and kind of each column")
    words: list[str]
    rows: list[dict[str, Any]]
    next_offset: int | None


def answer_of(dataset: str, columns: Sequence[str]) -> Any:
    """The schema of an answer with the rows of a dataset."""
    title = dataset.title().replace("_", "")
    fields: dict[str, Any] = {}
    for column in columns_of(columns):
        of, means, more = _TYPES[column.kind]
        fields[column.name] = (of | None, Field(description=means, json_schema_extra=more))
    row = create_model(f"{title}Row", __base__=Schema, **fields)
    return create_model(
        f"{title}Answer",
        __base__=Books,
        rows=(list[row], ...),  # type: ignore[valid-type]  # a class made at run time
        next_offset=(int | None, Field(description="Where the rows go on; null after the last")),
    )
