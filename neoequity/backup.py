"""Backup of the whole database to one file, and restore, with pg_dump and pg_restore.

The password is passed in the child's environment, never on its command line.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.extensions import make_dsn

from neoequity.books.management.output import OutputError, new_file
from neoequity.embedded.server import PROGRAMS

#: Rows left out: users sign in again after a restore, and ask again for files in the background.
LEFT_OUT = ("django_session", "work_job", "work_piece")

# Tables that belong to an extension, such as a hosting provider's, are left out.
_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema'
      AND n.nspname NOT LIKE 'pg\\_%' AND NOT EXISTS (
          SELECT 1 FROM pg_depend d
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""
_MIGRATIONS = MigrationRecorder.Migration._meta.db_table
_COMPLAINT = re.compile(r"^pg_\w+: (?:error: )?")

Migration = tuple[str, str]


class BackupError(Exception):
    """A backup cannot be made or restored, and nothing was changed; the text says why."""


class Stamp(NamedTuple):
    """What identifies a file: its size in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.size:,} bytes, SHA-256 {self.sha256}"


def back_up(path: Path) -> Stamp:
    """Write a snapshot of the books to a new, private file that appears only when complete.

    Raises BackupError if there are no books, if the file exists or if pg_dump fails.
    """
    if os.path.lexists(path):
        raise BackupError(f"{path} is there already; a backup never replaces a file.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no directory {path.parent}.")
    if not MigrationRecorder(connection).has_table():
        raise BackupError("The database holds no books yet: there is nothing to back up.")
    try:
        with new_file(path, private=True) as draft:
            _dump(Path(draft.name), path)
    except OutputError as error:
        raise BackupError(str(error)) from error
    return stamp(path)


def _dump(draft: Path, path: Path) -> None:
    """Write the archive into the draft; what fails names the path that it is meant for."""
    try:
        without = (f"--exclude-table-data={table}" for table in LEFT_OUT)
        _run("pg_dump", "--format=custom", *without, f"--file={draft}")
        migrations_in(draft)
    except BackupError as error:
        why = str(error).replace(str(draft), str(path))
        raise BackupError(why if str(path) in why else f"{path}: {why}") from error


def migrations_in(path: Path) -> set[Migration]:
    """The migrations, as app and name, applied to the books in the archive.

    Raises BackupError for a file that is not an archive, or not one of NeoEquity.
    """
    contents = _read_archive("--list", str(path))
    if not re.search(rf" TABLE DATA \S+ {_MIGRATIONS} ", contents):
        raise BackupError(f"{path} is an archive of another database, not a backup of NeoEquity.")
    rows = _read_archive("--data-only", f"--table={_MIGRATIONS}", "--file=-", str(path))
    table = re.search(rf"^COPY \S*{_MIGRATIONS} .*?;\n(.*?)^\\\.$", rows, re.MULTILINE | re.DOTALL)
    cells = [line.split("\t") for line in table[1].splitlines()] if table else []
    return {(app, name) for _, app, name, _ in cells}


def unknown_here(migrations: set[Migration]) -> list[Migration]:
    """The migrations that this version does not have: the archive is from a newer one."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = {old for migration in known.values() for old in migration.replaces}
    return sorted(migrations - set(known) - replaced)


def tables_there() -> list[str]:
    """The names of all tables in the database, NeoEquity's or not."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [name for (name,) in cursor.fetchall()]


def put_back(path: Path) -> None:
    """Restore the archive into the empty database in one transaction.

    Raises BackupError if pg_restore fails, as with a damaged file.
    """
    _run(
        *("pg_restore", "--single-transaction", "--exit-on-error"),
        # Owner and privileges may differ on another server.
        *("--no-owner", "--no-privileges", str(path)),
    )


def stamp(path: Path) -> Stamp:
    """Size and SHA-256 of the file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Stamp(path.stat().st_size, digest.hexdigest())


def _run(program: str, *arguments: str) -> None:
    """Run the program on the database of the settings."""
    params = connection.get_connection_params()
    password = {"PGPASSWORD": str(params["password"])} if params.get("password") else {}
    target = {
        name: value
        for name, value in params.items()
        if name not in ("password", "cursor_factory")  # the latter is the driver's, not libpq's
    }
    _call(program, f"--dbname={make_dsn(**target)}", *arguments, environment=password)


def _read_archive(*arguments: str) -> str:
    return _call("pg_restore", *arguments, environment={})


def _call(program: str, *arguments: str, environment: dict[str, str]) -> str:
    completed = subprocess.run(
        [_newer_than_the_server(program), *arguments],
        env={**os.environ, "LC_ALL": "C", **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if completed.returncode:
        first = next(iter(completed.stderr.splitlines()), f"it ended with {completed.returncode}")
        error = _COMPLAINT.sub("", first).rstrip(".")
        raise BackupError(f"{program} failed, and nothing was changed: {error}.")
    return completed.stdout


def _newer_than_the_server(program: str) -> str:
    """The program on the PATH if it is as new as the server, else the embedded server's."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server_version = int(cursor.fetchone()[0]) // 10_000
    for candidate in (shutil.which(program), str(PROGRAMS / program)):
        if candidate and _version(candidate) >= server_version:
            return candidate
    raise BackupError(
        f"The server is PostgreSQL {server_version}, and there is no {program} as new as that. "
        f"Install PostgreSQL's client programs of version {server_version} or newer."
    )


def _version(program: str) -> int:
    """Its major version; 0 if the program does not print one."""
    completed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\) (\d+)", completed.stdout)
    return int(number[1]) if number else 0
