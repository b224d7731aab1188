"""All the books in one file and back: PostgreSQL's own archive, by pg_dump and pg_restore.

The password travels in the environment of the child, never on its command line.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.extensions import make_dsn

from neoequity.embedded.server import PROGRAMS

#: Rows that are no books: whoever was logged in logs in again.
LEFT_OUT = "django_session"

# Tables that came with an extension, such as a provider's, are nobody's books.
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
    """A backup cannot be made or restored; the text says why. Nothing was changed."""


class Stamp(NamedTuple):
    """What tells one file from another: bytes, and SHA-256 in hexadecimal."""

    size: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.size:,} bytes, SHA-256 {self.sha256}"


def back_up(path: Path) -> Stamp:
    """Write the books, as of one moment, to a new file that appears whole and stays private.

    Raises BackupError where there are no books, the file is there already or pg_dump fails.
    """
    path = path.resolve()
    if path.exists():
        raise BackupError(f"{path} is there already; a backup never replaces a file.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no directory {path.parent}.")
    if not MigrationRecorder(connection).has_table():
        raise BackupError("The database holds no books yet: there is nothing to back up.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
    os.close(handle)
    draft = Path(name)
    try:
        _run("pg_dump", "--format=custom", f"--exclude-table-data={LEFT_OUT}", f"--file={draft}")
        migrations_in(draft)
        _keep(draft, path)
    except FileExistsError as error:
        raise BackupError(f"{path} was made by someone else meanwhile; it stays.") from error
    finally:
        draft.unlink(missing_ok=True)
    return stamp(path)


def migrations_in(path: Path) -> set[Migration]:
    """The migrations, as app and name, that the books in the archive have been through.

    Raises BackupError for a file that is no archive, or no archive of these books.
    """
    listed = _read_archive("--list", str(path))
    if not re.search(rf" TABLE DATA \S+ {_MIGRATIONS} ", listed):
        raise BackupError(f"{path} is an archive of another database, not a backup of NeoEquity.")
    rows = _read_archive("--data-only", f"--table={_MIGRATIONS}", "--file=-", str(path))
    copied = re.search(rf"^COPY \S*{_MIGRATIONS} .*?;\n(.*?)^\\\.$", rows, re.MULTILINE | re.DOTALL)
    cells = [line.split("\t") for line in copied[1].splitlines()] if copied else []
    return {(app, name) for _, app, name, _ in cells}


def unknown_here(migrations: set[Migration]) -> list[Migration]:
    """Those that this version of the product does not know: a newer one made the archive."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = {old for migration in known.values() for old in migration.replaces}
    return sorted(migrations - set(known) - replaced)


def tables_there() -> list[str]:
    """The names of all tables in the database, whoever made them."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [name for (name,) in cursor.fetchall()]


def put_back(path: Path) -> None:
    """Restore the archive into the empty database, in one transaction: all of it or nothing.

    Raises BackupError when pg_restore finds a fault, such as a damaged file.
    """
    _run(
        *("pg_restore", "--single-transaction", "--exit-on-error"),
        # On another server the owner has another name, and others may enter.
        *("--no-owner", "--no-privileges", str(path)),
    )


def stamp(path: Path) -> Stamp:
    """Size and SHA-256 of the file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Stamp(path.stat().st_size, digest.hexdigest())


def _keep(draft: Path, path: Path) -> None:
    """Give the draft its name, on the disk before anyone is told that it is there."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    os.link(draft, path)  # unlike a rename, this refuses to replace
    directory = os.open(path.parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def _run(program: str, *arguments: str) -> None:
    """Run it on the database that the settings name."""
    given = connection.get_connection_params()
    password = {"PGPASSWORD": str(given["password"])} if given.get("password") else {}
    named = {
        name: value
        for name, value in given.items()
        if name not in ("password", "cursor_factory")  # the latter is the driver's, not libpq's
    }
    _call(program, f"--dbname={make_dsn(**named)}", *arguments, environment=password)


def _read_archive(*arguments: str) -> str:
    return _call("pg_restore", *arguments, environment={})


def _call(program: str, *arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [_newer_than_the_server(program), *arguments],
        env={**os.environ, "LC_ALL": "C", **environment},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        first = next(iter(done.stderr.splitlines()), f"it ended with {done.returncode}")
        complaint = _COMPLAINT.sub("", first).rstrip(".")
        raise BackupError(f"{program} failed, and nothing was changed: {complaint}.")
    return done.stdout


def _newer_than_the_server(program: str) -> str:
    """The program on the PATH if it is as new as the server, else the embedded server's own."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        wanted = int(cursor.fetchone()[0]) // 10_000
    for found in (shutil.which(program), str(PROGRAMS / program)):
        if found and _version(found) >= wanted:
            return found
    raise BackupError(
        f"The server is PostgreSQL {wanted}, and there is no {program} as new as that. "
        f"Install PostgreSQL's client programs of version {wanted} or newer."
    )


def _version(program: str) -> int:
    """Its major version; 0 for a program that does not tell."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\) (\d+)", told.stdout)
    return int(number[1]) if number else 0
