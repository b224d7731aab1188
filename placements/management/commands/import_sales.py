"""`import_sales FILE.csv [--dry-run]`: record the agent's notices in a file, all or none."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.refusal import Reason, Refused
from neoequity.clock import today
from placements.actions.recorded import record_and_tell
from placements.imports import COLUMNS, OPTIONAL, Notices, read_notices

# A file of many similar sales would print a line for each.
_MOST_WARNINGS = 100


class Command(PlainCommand):
    help = (
        "Records the sales of an agent's notice, all of them or none. The first line names the "
        f"columns, in any order: {', '.join(COLUMNS)}; the last {len(OPTIONAL)} may be left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what recording would give"
        )
        add_user_option(parser)

    def handle(
        self, *_args: object, file: Path, dry_run: bool, user: str | None, **_options: object
    ) -> None:
        read = _read(Path(file))
        try:
            with acting("import_sales", user) as person:
                recorded = record_and_tell(read.notices, named=read.named, by=person, today=today())
                transaction.set_rollback(dry_run)
        except Refused as refused:
            raise read.refused(refused) from refused
        for line in (*_listed(recorded.warnings), *recorded.summary):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("A dry run: nothing was recorded.")


def _read(path: Path) -> Notices:
    if not path.is_file():
        raise CommandError(f"{path} is not a file.")
    size = path.stat().st_size
    with path.open("rb") as file:
        return read_notices(file, size)


def _listed(warnings: Sequence[Reason]) -> list[str]:
    """The warnings line by line, as many as are shown."""
    more = len(warnings) - _MOST_WARNINGS
    lines = [warning.sentence for warning in warnings[:_MOST_WARNINGS]]
    return [*lines, f"… and {more:,} more."] if more > 0 else lines
