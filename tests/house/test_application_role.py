"""What the product may do in the database: read and write rows, and nothing else."""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from psycopg2 import extensions

from neoequity.embedded.base import APPLICATION
from tests.offices import Office, Opened

GRANTED = """
    SELECT c.relkind::text,
           ARRAY(SELECT DISTINCT a.privilege_type FROM aclexplode(c.relacl) a
                 WHERE a.grantee = %(role)s::regrole ORDER BY 1),
           EXISTS (SELECT 1 FROM aclexplode(c.relacl) a WHERE a.grantee = 0)
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
"""
MAY = """
    SELECT has_schema_privilege(%(role)s, 'public', 'USAGE'),
           has_schema_privilege(%(role)s, 'public', 'CREATE'),
           has_database_privilege(%(role)s, current_database(), 'CONNECT'),
           has_database_privilege(%(role)s, current_database(), 'TEMP'),
           has_database_privilege(%(role)s, current_database(), 'CREATE')
"""
ATTRIBUTES = """
    SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
           EXISTS (SELECT 1 FROM pg_auth_members WHERE member = %(role)s::regrole),
           EXISTS (SELECT 1 FROM pg_class WHERE relowner = %(role)s::regrole),
           EXISTS (SELECT 1 FROM pg_proc WHERE proowner = %(role)s::regrole)
    FROM pg_roles WHERE rolname = %(role)s
"""
FUNCTIONS = """
    SELECT proname FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace AND has_function_privilege(%(role)s, oid, 'EXECUTE')
    ORDER BY 1
"""
NOT_ALLOWED = psycopg2.errors.lookup("42501")  # insufficient_privilege
REFUSED_BY_TRIGGER = psycopg2.errors.lookup("23000")  # ours alone raise no more specific code
ROLE = {"role": APPLICATION}

REFUSED = {
    "an altered table": "ALTER TABLE placements_sale ADD COLUMN mine integer",
    "a guard switched off": "ALTER TABLE placements_sale DISABLE TRIGGER ALL",
    "a guard dropped": "ALTER TABLE placements_sale DROP CONSTRAINT a_price_is_positive",
    "an emptied table": "TRUNCATE placements_sale CASCADE",
    "a dropped table": "DROP TABLE placements_sale CASCADE",
    "a temporary table": "CREATE TEMP TABLE mine (id integer)",
    "a table": "CREATE TABLE mine (id integer)",
    "a schema": "CREATE SCHEMA mine",
    "a view": "CREATE VIEW mine AS SELECT * FROM placements_sale",
    "a function": "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "another function in place of ours": (
        "CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE sql "
        "AS 'SELECT NULL'"
    ),
    "a trigger": (
        "CREATE TRIGGER mine BEFORE INSERT ON placements_sale "
        "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    "a rule": "CREATE RULE mine AS ON INSERT TO placements_sale DO INSTEAD NOTHING",
    "an index": "CREATE INDEX mine ON placements_sale (id)",
    "a policy": "CREATE POLICY mine ON placements_sale USING (false)",
    "a role": "CREATE ROLE mine LOGIN",
    "sleeping triggers": "SET session_replication_role = replica",
    "the owner's role": "SET ROLE neoequity",
    "the owner's session": "SET SESSION AUTHORIZATION neoequity",
    "a program's output": "COPY placements_sale TO PROGRAM 'cat'",
    "a program": "COPY placements_sale (remark) FROM PROGRAM 'id'",
    "a file written": "COPY placements_sale TO '/tmp/sales'",
    "a file read": "COPY placements_sale FROM '/etc/passwd'",
    "a file seen": "SELECT pg_read_file('PG_VERSION')",
    "a moved sequence": "SELECT setval('placements_sale_id_seq', 1)",
    "a configuration read anew": "SELECT pg_reload_conf()",
    "a setting of the server": "ALTER SYSTEM SET fsync = off",
}

WRITTEN_BY_TRIGGERS = {
    "heads": "UPDATE books_chainhead SET length = 0",
    "seals": "INSERT INTO books_seal SELECT * FROM books_seal LIMIT 1",
    "the log's head": "UPDATE books_changelog SET length = 0",
    "the log": "INSERT INTO books_loggedchange SELECT * FROM books_loggedchange LIMIT 1",
    "totals of days": "UPDATE placements_daytotal SET gross = 0",
    "aggregates": "DELETE FROM placements_saleaggregate",
    "totals of agreements": "UPDATE placements_agreement SET gross_sold = 0",
    "totals of placements": "UPDATE placements_placement SET gross_sold = 0",
    "versions of terms": "UPDATE placements_termversion SET capacity = 1000000",
    "balances": "DELETE FROM warrants_balance",
    "warrants": "UPDATE warrants_warrant SET outstanding = 0",
    "what a second person approves": "UPDATE books_secondperson SET is_needed = false",
}
ON_A_TABLE_OF_ONES_OWN = """
    DROP TABLE IF EXISTS mine;
    CREATE TEMP TABLE mine (id integer);
    CREATE OR REPLACE FUNCTION pg_temp.write() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {statement}; RETURN NULL; END $$;
    CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION pg_temp.write();
"""


@pytest.fixture(scope="module")
def office(opened: Opened, prepared: Office) -> Office:
    return opened("roles", like=prepared)


@pytest.fixture(scope="module")
def application(office: Office) -> Iterator[extensions.connection]:
    """A connection of the application's own, as what is served has it."""
    with closing(psycopg2.connect(**{**office.place, "user": APPLICATION})) as application:
        application.autocommit = True
        yield application


def rows(connection: extensions.connection, sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, ROLE)
        return cursor.fetchall()


def test_it_selects_inserts_updates_and_deletes_on_tables_and_uses_sequences(
    application: extensions.connection,
) -> None:
    granted = {(kind, *rights, public) for kind, rights, public in rows(application, GRANTED)}  # type: ignore[misc]  # of a query

    assert granted == {
        ("r", "DELETE", "INSERT", "SELECT", "UPDATE", False),
        ("S", "USAGE", False),
    }


def test_it_may_connect_and_make_nothing(application: extensions.connection) -> None:
    assert rows(application, MAY) == [(True, False, True, False, False)]


def test_it_is_nobody_in_particular_and_owns_nothing(application: extensions.connection) -> None:
    assert rows(application, ATTRIBUTES) == [(False,) * 8]


def test_it_calls_no_function_of_a_trigger(application: extensions.connection) -> None:
    assert [name for (name,) in rows(application, FUNCTIONS)] == [
        "_pgh_attach_context",
        "_pgtrigger_should_ignore",
        "books_seen_issuers",
        "placements_refresh_statistics",
    ]


@pytest.mark.parametrize("statement", REFUSED.values(), ids=[*REFUSED])
def test_it_is_refused(application: extensions.connection, statement: str) -> None:
    with pytest.raises(NOT_ALLOWED), application.cursor() as cursor:
        cursor.execute(statement)


# The guards hold by themselves, too: beside a role that may make temporary tables


@pytest.fixture(scope="module")
def careless(prepared: Office, opened: Opened) -> Office:
    """Its owner gave the application more than it needs."""
    careless = opened("careless", like=prepared)
    careless.ask(f'GRANT TEMP ON DATABASE "{careless.place["dbname"]}" TO {APPLICATION}')
    return careless


@pytest.fixture
def with_temporary_tables(careless: Office) -> Iterator[extensions.connection]:
    """A connection of the application's to it."""
    with closing(psycopg2.connect(**{**careless.place, "user": APPLICATION})) as application:
        application.autocommit = True
        yield application


@pytest.mark.parametrize("statement", WRITTEN_BY_TRIGGERS.values(), ids=[*WRITTEN_BY_TRIGGERS])
def test_what_triggers_write_no_trigger_of_ones_own_writes(
    with_temporary_tables: extensions.connection, statement: str
) -> None:
    with with_temporary_tables.cursor() as cursor:
        cursor.execute(ON_A_TABLE_OF_ONES_OWN.format(statement=statement))
        with pytest.raises(REFUSED_BY_TRIGGER):
            cursor.execute("INSERT INTO mine VALUES (1)")


def test_a_trigger_of_ones_own_cannot_run_as_the_owner(
    with_temporary_tables: extensions.connection,
) -> None:
    with with_temporary_tables.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE theirs (LIKE placements_termversion)")
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'pgtrigger_versions_take_force%'"
        )
        [[function]] = cursor.fetchall()
        with pytest.raises(NOT_ALLOWED, match="permission denied for function"):
            cursor.execute(
                "CREATE TRIGGER theirs AFTER INSERT ON theirs "
                f"FOR EACH ROW EXECUTE FUNCTION {function}()"
            )


def test_a_path_of_ones_own_leads_no_trigger_astray(
    with_temporary_tables: extensions.connection,
) -> None:
    with with_temporary_tables.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE books_loggedchange (LIKE public.books_loggedchange)")
        cursor.execute("SET search_path = pg_temp, public")
        cursor.execute("SELECT count(*) FROM public.books_loggedchange")
        [before] = cursor.fetchone() or [0]
        cursor.execute(
            "UPDATE placements_placement SET remark = 'by another path' WHERE number = 1"
        )
        changed = cursor.rowcount
        cursor.execute("SELECT count(*) FROM public.books_loggedchange")
        assert cursor.fetchone() == (before + changed,)
        assert changed
