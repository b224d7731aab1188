"""`print_triggers [TABLE]`: prints the triggers in the database."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.core.management.base import CommandError

from neoequity.books.management.plain import PlainCommand
from neoequity.books.proof.standing import Standing, is_a_table, standing_triggers

_PREFACE = (
    "-- The triggers as they stand in the database, in the order in which they fire. Left out is\n"
    "-- how each begins: it takes back SET pgtrigger.ignore, so that no session can lift it.\n"
    "-- What a session can lift says so. A name in capitals is that of the SQL below it in the\n"
    "-- source."
)


class Command(PlainCommand):
    help = (
        "Prints the triggers of a table, or of all tables, as they stand in the database: when "
        "each fires, in that order, and the function it runs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "table", metavar="TABLE", nargs="?", help="such as placements_sale (default: all)"
        )

    def handle(self, *_args: object, table: str | None, **_options: object) -> None:
        if table is not None and not is_a_table(table):
            raise CommandError(
                f"The database has no table {table}. Leave the name out to print every table."
            )
        triggers = list(standing_triggers(table))
        if table is not None and not triggers:
            self.stdout.write(f"The table {table} has no triggers.")
            return
        self.stdout.write(_PREFACE)
        for name, group in groupby(triggers, key=lambda trigger: trigger.table):
            self.stdout.write("\n".join(_of_a_table(name, group)))


def _of_a_table(table: str, triggers: Iterable[Standing]) -> Iterator[str]:
    yield f"\n\n{table}\n{'=' * len(table)}"
    for number, trigger in enumerate(triggers, start=1):
        yield f"\n{number}. {trigger.name}"
        yield f"   {trigger.fires}"
        if trigger.condition:
            yield f"   when {trigger.condition}"
        if trigger.lifted:
            yield "   a session can lift it with SET pgtrigger.ignore"
        before = ""
        for line in trigger.body:
            if not before or (line.startswith("--") and not before.startswith("--")):
                yield ""
            yield f"    {line}"
            before = line
