"""Policies of rows: a session sees those of the issuers that its setting names, else all.

`neoequity.books.seen` makes the setting. Triggers run as the owner of the tables, whom no policy
concerns, so totals, rules and seals are made of all rows whoever acts.
"""

#: The setting of a session: nothing for all issuers, or their keys as PostgreSQL writes an array.
SETTING = "neoequity.issuers"
POLICY = "rows_of_the_issuers_that_are_seen"

# Declared immutable, it is asked once, when a statement is planned: whoever sees all has the plans
# of a database without policies, and whoever sees one issuer those of a condition on its key. A
# statement whose plan was kept from before would see what was seen then; the application keeps
# none, and triggers that read run as the owner.
SEEN_ISSUERS = f"""
    CREATE FUNCTION books_seen_issuers() RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT NULLIF(current_setting('{SETTING}', true), '')::bigint[] $$
"""


def of_issuer(column: str = "issuer_id") -> str:
    """The rows whose column is the key of an issuer that is seen."""
    return f"{column} = ANY (books_seen_issuers())"


def of_row(table: str, column: str) -> str:
    """The rows whose column is the key of a row of the table, which has a policy of its own."""
    return f"EXISTS (SELECT 1 FROM {table} seen WHERE seen.id = {column})"  # constants


def keep_apart(table: str, which: str, *, is_history: bool = False) -> str:
    """Have the table show such rows alone, by the SQL that says which they are.

    Of a history, whatever the triggers of a row write is inserted: they run as whoever changes the
    row, which has its own policy, and keep their plans, which must not depend on who that was.
    """
    check = " WITH CHECK (true)" if is_history else ""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY {POLICY} ON {table} USING (books_seen_issuers() IS NULL OR {which}){check};"
    )


def keep_together(table: str) -> str:
    """Undo `keep_apart`."""
    return f"DROP POLICY {POLICY} ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
