"""Two roles in the database: the owner of the tables, and the application that uses their rows.

The application reads, inserts, updates and deletes rows and can do nothing else: through it nobody
takes away a guard, not even with SQL of their own. The owner makes and changes tables; `migrate`,
`restore` and `backup` need it. Without DATABASE_OWNER_URL one role is both, which
`check --deploy` refuses and the first screen tells to whoever administers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection
from psycopg2.sql import SQL, Composable, Identifier

_OURS = """
    SELECT c.relname, c.relkind = 'S' FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
      AND pg_has_role(c.relowner, 'USAGE')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
# Whoever may call a trigger's function may hang it on a table of their own, and it runs as the
# owner. Triggers themselves call it whoever sent the statement.
_FUNCTIONS = """
    SELECT p.proname, pg_get_function_identity_arguments(p.oid),
           p.prorettype = 'trigger'::regtype
    FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
      AND pg_has_role(p.proowner, 'USAGE')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    ORDER BY 1, 2
"""
_EXISTS = "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)"

# Each with what it says of the role of this connection; a superuser has them all.
_TOO_MUCH = {
    "is a superuser of the database": (
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ),
    "owns tables": """
        SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace
                       AND pg_has_role(relowner, 'USAGE'))""",
    "may make roles or databases": """
        SELECT rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
        FROM pg_roles WHERE rolname = current_user""",
    "may run programs or write files on the server": """
        SELECT pg_has_role('pg_execute_server_program', 'USAGE')
            OR pg_has_role('pg_write_server_files', 'USAGE')""",
    "may make temporary tables": "SELECT has_database_privilege(current_database(), 'TEMP')",
    "may make tables": "SELECT has_schema_privilege('public', 'CREATE')",
    "may empty tables or hang triggers on them": """
        SELECT EXISTS (SELECT 1 FROM pg_class
                       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                         AND has_table_privilege(oid, 'TRUNCATE, TRIGGER'))""",
    "may call functions of triggers": """
        SELECT EXISTS (SELECT 1 FROM pg_proc
                       WHERE pronamespace = 'public'::regnamespace
                         AND prorettype = 'trigger'::regtype AND prosecdef
                         AND has_function_privilege(oid, 'EXECUTE'))""",
}


class NoRoleError(Exception):
    """The application's role does not exist; the text says how to make it."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables inside, if the settings say who that is.

    It is another connection, so no transaction may be open.
    """
    application = {name: connection.settings_dict[name] for name in settings.DATABASE_OWNER}
    if application == settings.DATABASE_OWNER:
        yield
        return
    if connection.in_atomic_block:
        raise RuntimeError("A transaction is open: the owner would not see it.")
    connection.close()
    connection.settings_dict.update(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)


def has_two_roles() -> bool:
    """Whether the settings name an owner who is not the application."""
    owner = settings.DATABASE_OWNER.get("USER")
    return owner is not None and owner != settings.DATABASE_APPLICATION


def _refuse_without_application() -> None:
    """Raise NoRoleError unless the application's role is there: its owner chooses its password."""
    role = settings.DATABASE_APPLICATION
    with connection.cursor() as cursor:
        cursor.execute(_EXISTS, [role])
        if not cursor.fetchone()[0]:
            raise NoRoleError(
                f'The role "{role}" that DATABASE_URL names does not exist. As the owner, run: '
                f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN PASSWORD '…'"
            )


def grants() -> list[str]:
    """The statements that give the application what it needs, and nothing else; to be repeated."""
    with connection.cursor() as cursor:
        cursor.execute(_OURS)
        relations = cursor.fetchall()
        cursor.execute(_FUNCTIONS)
        functions = cursor.fetchall()
        statements = [
            *_on_database(),
            *_on_relations([name for name, is_sequence in relations if not is_sequence]),
            *_on_relations([name for name, is_sequence in relations if is_sequence], "SEQUENCE"),
            *_on_functions(functions),
        ]
        return [statement.as_string(cursor.connection) for statement in statements]


def apply_grants() -> None:
    """As the owner: have the application's role do what it needs, and nothing else.

    Raises NoRoleError if it does not exist.
    """
    _refuse_without_application()
    with connection.cursor() as cursor:
        for statement in grants():
            cursor.execute(statement)


def too_much() -> list[str]:
    """What the role of this connection may do though the application need not; empty if nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({query})' for query in _TOO_MUCH.values())}")
        return [words for words, may in zip(_TOO_MUCH, cursor.fetchone(), strict=True) if may]


def role_warning() -> str:
    """A sentence for whoever administers about the role of this connection; empty if it is right.

    Of all that it may do too much, the worst is named.
    """
    words = next(iter(too_much()), "")
    return f"The role with which NeoEquity uses the database {words}." if words else ""


@register(Tags.security, deploy=True)
def check_role(**_kwargs: object) -> list[CheckMessage]:
    """Refuse to serve with a role that could take the guards away."""
    try:
        warning = role_warning()
    except DatabaseError as error:
        first = next(iter(str(error).strip().splitlines()), type(error).__name__)
        return [Error(f"Which role NeoEquity has in the database cannot be seen: {first}")]
    if not warning:
        return []
    return [
        Error(
            warning,
            hint="Give it a role of its own: DATABASE_URL, DATABASE_OWNER_URL, manage.py roles.",
            id="neoequity.E001",
        )
    ]


def _application() -> Identifier:
    return Identifier(settings.DATABASE_APPLICATION)


def _on_database() -> Iterator[Composable]:
    database = Identifier(connection.settings_dict["NAME"])
    yield SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database)
    yield SQL("REVOKE ALL ON DATABASE {} FROM {}").format(database, _application())
    yield SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, _application())
    yield SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield SQL("REVOKE ALL ON SCHEMA public FROM {}").format(_application())
    yield SQL("GRANT USAGE ON SCHEMA public TO {}").format(_application())


def _on_relations(names: list[str], kind: str = "TABLE") -> Iterator[Composable]:
    if not names:
        return
    rights = "USAGE" if kind == "SEQUENCE" else "SELECT, INSERT, UPDATE, DELETE"
    listed = SQL(", ").join(Identifier("public", name) for name in names)
    yield SQL(f"REVOKE ALL ON {kind} {{}} FROM PUBLIC, {{}}").format(listed, _application())
    yield SQL(f"GRANT {rights} ON {kind} {{}} TO {{}}").format(listed, _application())


def _on_functions(functions: list[tuple[str, str, bool]]) -> Iterator[Composable]:
    for name, arguments, is_triggers in functions:
        signature = SQL("{}({})").format(Identifier("public", name), SQL(arguments))
        yield SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC, {}").format(signature, _application())
        if not is_triggers:
            yield SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(signature, _application())
