"""`import_prices FILE.csv [--issuer SLUG]`: record market prices in a file, all or none."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.refusal import Refused
from neoequity.clock import today
from neoequity.company.actions.prices import Recorded, record_prices
from neoequity.company.imports import COLUMNS, Prices, read_prices
from neoequity.periods.named import issuer_named

_MOST_DAYS_TOLD = 100


class Command(PlainCommand):
    help = (
        "Records the market prices in a file, all of them or none. The first line names the "
        f"columns, in any order: {', '.join(COLUMNS)}; any but date and source may be left out. A "
        "day that the books have with the same figures is skipped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.csv", type=Path)
        parser.add_argument("--issuer", metavar="SLUG", help="needed where the books have several")
        add_user_option(parser)

    def handle(
        self, *_args: object, file: Path, issuer: str | None, user: str | None, **_options: object
    ) -> None:
        read = _read(Path(file))
        try:
            with acting("import_prices", user) as person:
                named = issuer_named(issuer)
                recorded = record_prices(named, read.days, by=person, today=today())
        except Refused as refused:
            raise read.refused(refused) from refused
        for line in _told(named.name, recorded):
            self.stdout.write(line)


def _read(path: Path) -> Prices:
    if not path.is_file():
        raise CommandError(f"{path} is not a file.")
    size = path.stat().st_size
    with path.open("rb") as file:
        return read_prices(file, size)


def _told(issuer: str, recorded: Recorded) -> list[str]:
    """One line for what was recorded, and one for what was skipped."""
    days, skipped = recorded
    if days:
        lines = [f"{issuer}: {_counted(len(days))}, {days[0]} to {days[-1]}"]
    else:
        lines = [f"{issuer}: nothing to record"]
    if skipped:
        shown = ", ".join(str(day) for day in skipped[:_MOST_DAYS_TOLD])
        more = len(skipped) - _MOST_DAYS_TOLD
        lines.append(
            f"{issuer}: {_counted(len(skipped))} on the books already with the same figures, "
            f"skipped: {shown}{f' and {more:,} more' if more > 0 else ''}"
        )
    return lines


def _counted(days: int) -> str:
    return f"{days:,} market price{'' if days == 1 else 's'}"
