"""`prepare`: does what is needed before the product can be served; idempotent."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from neoequity.backup import unknown_here
from neoequity.database_roles import as_owner
from neoequity.people.models import User
from placements.models import Agreement

PROGRAMME = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"
TURN = 8_110_330  # the key of the advisory lock; arbitrary but fixed
_LETTERS = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679"  # no look-alikes


class Command(BaseCommand):
    help = (
        "Bring the database and the static files up to date; on the first run, load the example "
        "programme and create the first user. Running it again changes nothing."
    )

    def handle(self, *args: object, **options: object) -> None:
        with as_owner(), one_at_a_time():
            refuse_other_books()
            call_command("migrate", interactive=False, verbosity=0)
        with one_at_a_time():
            if not Agreement.objects.exists():
                call_command("load_programme", str(PROGRAMME), with_history=True, stdout=StringIO())
                self.stdout.write("The NeoTherapeutics programme is loaded, with its history.")
            self.create_first_user()
            collect_static_files()

    def create_first_user(self) -> None:
        """Create a superuser unless a user can sign in already."""
        can_log_in = User.objects.exclude(password="").exclude(
            password__startswith=UNUSABLE_PASSWORD_PREFIX
        )
        if can_log_in.exists():
            return
        name = os.environ.get("DJANGO_SUPERUSER_USERNAME") or "cfo"
        preset = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        password = preset or initial_password()
        if User.objects.filter(username=name).exists():
            raise CommandError(
                f"The first user cannot be called {name}: an account of that name that cannot "
                "log in is there. Set DJANGO_SUPERUSER_USERNAME to another name."
            )
        # Printed before the commit: a password that no one has seen must not take effect.
        with transaction.atomic():
            email = os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
            User.objects.create_superuser(name, email, password)
            shown = "as set in DJANGO_SUPERUSER_PASSWORD" if preset else password
            self.stdout.write(f"First user: {name}\nPassword:   {shown}")
            if not preset:
                self.stdout.write("Note the password now: it is not shown again.")
            self.stdout.flush()


def collect_static_files() -> None:
    """Collect the static files, unless neither they nor their sources changed since the last time.

    Compressing them takes seconds, which every start would wait for.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name(f"{root.name}.collected")
    if stamp.is_file() and stamp.read_text(encoding="ascii") == _static_files_digest(root):
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(_static_files_digest(root), encoding="ascii")


def _static_files_digest(root: Path) -> str:
    """Of size and time of every source and every collected file, and of what makes them."""
    sources = [
        Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    ]
    digest = hashlib.sha256(f"{django.get_version()} {settings.STORAGES}".encode())
    for path in sorted([*sources, *(each for each in root.rglob("*") if each.is_file())]):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def initial_password() -> str:
    """A random password that is easy to copy by hand."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


def refuse_other_books() -> None:
    """Refuse books made by another version's migrations."""
    why = _why_other()
    if why:
        raise CommandError(
            f"The database holds books of another version of NeoEquity ({why}), which this one "
            "cannot bring up to date. Nothing was changed: use that version, or begin new books in "
            "another database."
        )


def _why_other() -> str:
    unknown = unknown_here(set(MigrationRecorder(connection).applied_migrations()))
    if unknown:
        return f"{'.'.join(unknown[0])} is not known here"
    try:
        MigrationLoader(connection).check_consistent_history(connection)
    except InconsistentMigrationHistory:
        return "they began with other migrations"
    return ""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold an advisory lock, so that simultaneous starts prepare one after another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TURN])
