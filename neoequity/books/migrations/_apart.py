"""Operations that keep the rows of issuers apart; see `neoequity.books.triggers.seen`."""

from collections.abc import Iterator, Mapping

from django.db import migrations

from neoequity.books.triggers.seen import keep_apart, keep_together, of_issuer, of_row


def rows_by_issuer(*tables: str) -> Iterator[migrations.RunSQL]:
    """These tables have the issuer of each row."""
    return kept_apart(dict.fromkeys(tables, of_issuer()))


def rows_by_row(**tables: tuple[str, str]) -> Iterator[migrations.RunSQL]:
    """These have a row of another table, by its name and the column."""
    return kept_apart({name: of_row(*way) for name, way in tables.items()})


def history_by_issuer(*tables: str) -> Iterator[migrations.RunSQL]:
    """As `rows_by_issuer`, for events that triggers write."""
    return kept_apart(dict.fromkeys(tables, of_issuer()), is_history=True)


def history_by_row(**tables: tuple[str, str]) -> Iterator[migrations.RunSQL]:
    """As `rows_by_row`, for events that triggers write."""
    return kept_apart({name: of_row(*way) for name, way in tables.items()}, is_history=True)


def kept_apart(
    tables: Mapping[str, str], *, is_history: bool = False
) -> Iterator[migrations.RunSQL]:
    """Each table with the SQL that says which rows are seen."""
    for table, which in tables.items():
        yield migrations.RunSQL(
            keep_apart(table, which, is_history=is_history), keep_together(table)
        )
