"""How every command exits: 0, or 1 with one clear message on standard error."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError

from neoequity.books.full_disk import is_full_disk
from neoequity.books.management.output import OutputError
from neoequity.books.refusal import Reason, Refused

#: How many sentences a message lists; the rest are only counted.
MOST_SENTENCES = 100
# argparse's exit status for a wrong option.
_WRONG_USAGE = 2


class PlainCommand(BaseCommand):
    """A command whose refusals and failures are sentences, never a traceback."""

    # System checks are for developers; a command makes its own and prints nothing else.
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except SystemExit as ended:
            raise SystemExit(1 if ended.code == _WRONG_USAGE else ended.code) from None

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Refused as refused:
            raise CommandError(sentences(refused.reasons)) from refused
        except OutputError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            if is_full_disk(error):
                raise CommandError(
                    f"The database's disk is full, and nothing was changed: {_first_line(error)}."
                ) from error
            raise CommandError(f"The database does not answer: {_first_line(error)}") from error
        except ProgrammingError as error:
            raise CommandError(
                f"The database is not prepared: {_first_line(error)}. Run: manage.py migrate"
            ) from error
        except DatabaseError as error:
            raise CommandError(f"The database refused: {_first_line(error)}") from error
        except KeyboardInterrupt as stopped:
            raise CommandError("Interrupted: nothing was changed.") from stopped
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{where}{error.strerror or error}.") from error


def sentences(reasons: tuple[Reason, ...]) -> str:
    """One sentence per line, up to MOST_SENTENCES, and how many more there are."""
    lines = [reason.sentence for reason in reasons[:MOST_SENTENCES]]
    more = len(reasons) - len(lines)
    if more:
        lines.append(f"… and {more:,} more.")
    return "\n".join(lines)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
