"""`load_programme FILE.toml [--with-history]`: loads issuer, agreements and holders."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.clock import today
from neoequity.programme import WholeProgramme, load_whole, read_whole
from neoequity.programme_text import MOST_BYTES, UnreadableError, parse


class Command(PlainCommand):
    help = (
        "Loads issuer, shelves, agreements, fee tiers and terms with their pages, and the holders "
        "and series of warrants, from a file. What is there and equal stays untouched; where the "
        "books differ from the file, it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.toml", type=Path)
        parser.add_argument(
            "--with-history",
            action="store_true",
            help="also the placements, sales and events in the file",
        )
        add_user_option(parser)

    def handle(
        self, *_args: object, file: Path, with_history: bool, user: str | None, **_options: object
    ) -> None:
        programme = _read(Path(file))
        with acting("load_programme", user) as person:
            created = load_whole(programme, by=person, today=today(), with_history=with_history)
        self.stdout.write("\n".join(created) or "Nothing to load: the books hold all of it.")


def _read(path: Path) -> WholeProgramme:
    if not path.is_file():
        raise CommandError(f"{path} is not a file.")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    try:
        return read_whole(parse(content))
    except UnreadableError as fault:
        raise CommandError(f"{path} {fault}.") from fault
