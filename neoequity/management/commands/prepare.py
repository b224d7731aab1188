"""`prepare`: does what is needed before the product can be served; idempotent."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from neoequity import clock, environment
from neoequity.backup import unknown_here
from neoequity.database_roles import as_owner
from neoequity.demo.people import make_people_with_passwords, random_password
from neoequity.people.demo_accounts import DEMO_NAMES, DEMO_PEOPLE
from neoequity.people.directory import with_passwords
from neoequity.people.models import User
from placements.models import Agreement

PROGRAMME = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"
TURN = 8_110_330  # the key of the advisory lock; arbitrary but fixed
_A_YEAR = timedelta(days=365)


class Command(BaseCommand):
    help = (
        "Bring the database and the static files up to date; on the first run, load the example "
        "programme and create the first user, and demo people if NEOEQUITY_TODAY is set. Running "
        "it again changes nothing."
    )

    def handle(self, *args: object, **options: object) -> None:
        with as_owner(), one_at_a_time():
            refuse_other_books()
            call_command("migrate", interactive=False, verbosity=0)
        with one_at_a_time():
            # The people come first: a start that ends between the two leaves no example without
            # them, and no password unseen.
            is_first_run = not Agreement.objects.exists()
            self.create_first_user(with_demo_people=is_first_run and clock.day_is_set())
            if is_first_run:
                call_command("load_programme", str(PROGRAMME), with_history=True, stdout=StringIO())
                self.stdout.write("The NeoTherapeutics programme is loaded, with its history.")
            collect_static_files()

    def create_first_user(self, *, with_demo_people: bool = False) -> None:
        """Create a superuser unless a user can sign in already; beside it, the demo people."""
        if with_passwords().exists():
            return
        name = os.environ.get("DJANGO_SUPERUSER_USERNAME") or "cfo"
        preset = environment.secret("DJANGO_SUPERUSER_PASSWORD")
        password = preset or random_password()
        _refuse_name(name)
        # Printed before the commit: a password that no one has seen must not take effect.
        with transaction.atomic():
            email = os.environ.get("DJANGO_SUPERUSER_EMAIL", "")
            first = User.objects.create_superuser(name, email, password)
            shown = "as set in DJANGO_SUPERUSER_PASSWORD" if preset else password
            self.stdout.write(f"First user: {name}\nPassword:   {shown}")
            if with_demo_people:
                self.create_demo_people(by=first)
                self.stdout.write("Note the passwords now: they are not shown again.")
            elif not preset:
                self.stdout.write("Note the password now: it is not shown again.")
            self.stdout.flush()

    def create_demo_people(self, *, by: User) -> None:
        """Create one user for each group, so that one visitor can enter, approve and close."""
        passwords = make_people_with_passwords(clock.real_day() + _A_YEAR, by=by)
        self.stdout.write("Demo people of the example, each with a password:")
        for name, password in passwords.items():
            part = DEMO_PEOPLE[name]
            self.stdout.write(f"  {name:16} {password}  {part.group}: {part.does}")


def _refuse_name(name: str) -> None:
    """Raise CommandError for a name that the first user cannot have."""
    if name in DEMO_NAMES:
        raise CommandError(
            f"The first user cannot be called {name}: that is the name of a demo person. "
            "Set DJANGO_SUPERUSER_USERNAME to another name."
        )
    if User.objects.filter(username=name).exists():
        raise CommandError(
            f"The first user cannot be called {name}: an account of that name that cannot "
            "sign in is there. Set DJANGO_SUPERUSER_USERNAME to another name."
        )


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
