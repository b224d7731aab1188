"""`write_schema FILE`: writes what the migrations made, for `verify_ledger` to compare with."""

from argparse import ArgumentParser
from pathlib import Path

from neoequity.books.management.plain import PlainCommand
from neoequity.books.proof.schema import standing_schema, written, written_schema

_HEAD = "# Digest, kind and name of all that the migrations make; written by `write_schema`.\n"


class Command(PlainCommand):
    help = (
        "Writes a line for each table, column, guard and function of the database to a file, but "
        "for those in the other files of NEOEQUITY_SCHEMAS."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *_args: object, file: Path, **_options: object) -> None:
        elsewhere = written_schema(but=file.resolve())
        schema = {
            thing: digest for thing, digest in standing_schema().items() if thing not in elsewhere
        }
        file.write_text(_HEAD + written(schema))
        self.stdout.write(f"{file} has {len(schema):,} objects.")
