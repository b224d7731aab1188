"""SQL that seals posted entries: each in its issuer's chain, over the previous digest."""

from collections.abc import Mapping
from textwrap import dedent
from types import MappingProxyType
from typing import NamedTuple

from neoequity.books.triggers import refuse_where

# Forms of a column of the row `e` as text; docs/chain.md documents them for recomputing digests.
AS_IT_IS = 'e."{}"::text'
DAY = "to_char(e.\"{}\", 'YYYY-MM-DD')"
MOMENT = 'to_char(e."{}" AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'


#: Of a kind of entry that has been given no column since it was first sealed.
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


def sealed_columns(columns: str, **forms: str) -> dict[str, str]:
    """These columns in this order, as plain text unless `forms` gives them another form."""
    return {column: forms.get(column, AS_IT_IS) for column in columns.split()}


class Sealed(NamedTuple):
    """A kind of entry: the rows `e` of a table, with `issuer` found through `joins`.

    The seal covers `columns`. A column added later would change every existing seal: a nullable one
    stands in `later`, and is appended to the fields of rows in which it is not null; any other is
    sealed as a further kind of entry. `order` is the order of recording, `name` the entry's name in
    words, `where` the condition for rows that are entries, `day` the first day that one concerns,
    NULL if that may be any day.
    """

    kind: str
    table: str
    columns: Mapping[str, str]
    joins: str
    issuer: str
    order: str
    name: str
    where: str = "true"
    day: str = "NULL::date"
    later: Mapping[str, str] = NO_COLUMNS

    @property
    def payload(self) -> str:
        """The input of the digest, as SQL on the row `e`: a JSON array of strings and nulls."""
        fields = self._array(self.columns)
        columns = dict(self.columns)
        for column, form in self.later.items():
            columns[column] = form
            longer = self._array(columns)
            fields = f'CASE WHEN e."{column}" IS NULL THEN {fields} ELSE {longer} END'
        return f"({fields})::text" if self.later else f"{fields}::text"

    def _array(self, columns: Mapping[str, str]) -> str:
        texts = ", ".join(form.format(column) for column, form in columns.items())
        return f"json_build_array('{self.kind}', {texts})"

    @property
    def issuers(self) -> str:
        """SQL for the issuers of the rows just posted."""
        return self.issuers_of("posted")

    def issuers_of(self, rows: str) -> str:
        """SQL for the issuers of these rows."""
        return f"SELECT {self.issuer} FROM {rows} e {self.joins}"


def lock_heads(issuers: str) -> str:
    """SQL that locks the heads of these issuers' chains: always the last lock taken.

    A transaction with a head takes no other lock, so waiting for a head never causes a deadlock.
    """
    return (
        f"PERFORM 1 FROM books_chainhead WHERE issuer_id IN ({issuers}) "
        "ORDER BY issuer_id FOR NO KEY UPDATE;"
    )


def _refuse_without_chain(entries: Sealed, rows: str) -> str:
    return refuse_where(
        f"""
            SELECT 1 FROM ({entries.issuers_of(rows)}) AS posting (issuer)
            WHERE NOT EXISTS (SELECT 1 FROM books_chainhead WHERE issuer_id = posting.issuer)
            """,
        "What is posted is sealed in the chain of its issuer, and the chain is not there.",
    )


def seal(entries: Sealed, rows: str = "posted") -> str:
    """SQL that seals these rows (default: those just posted) one by one, under the heads' lock."""
    return _refuse_without_chain(entries, rows) + dedent(f"""
    DECLARE
        head books_chainhead%ROWTYPE;
        entry RECORD;
        entries BIGINT[];
        digests TEXT[];
        context_id UUID := _pgh_attach_context();
    BEGIN
        FOR head IN SELECT * FROM books_chainhead
                    WHERE issuer_id IN ({entries.issuers_of(rows)}) ORDER BY issuer_id LOOP
            entries := '{{}}';
            digests := '{{}}';
            FOR entry IN SELECT e.id, {entries.payload} AS payload
                         FROM {rows} e {entries.joins}
                         WHERE {entries.issuer} = head.issuer_id ORDER BY {entries.order} LOOP
                head.digest := encode(
                    sha256(convert_to(head.digest || entry.payload, 'UTF8')), 'hex');
                entries := array_append(entries, entry.id);
                digests := array_append(digests, head.digest::text);
            END LOOP;

            INSERT INTO books_seal
                (head_id, position, kind, entry, digest, context_id)
            SELECT head.id, head.length + s.place, '{entries.kind}', s.entry, s.digest,
                   context_id
            FROM unnest(entries, digests) WITH ORDINALITY AS s (entry, digest, place);

            UPDATE books_chainhead
            SET length = head.length + cardinality(entries), digest = head.digest
            WHERE id = head.id;
        END LOOP;
    END;
    """)
