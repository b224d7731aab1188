"""`import_sales FILE.csv [--dry-run]`: record the agent's notices in a file, all or none."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Count, Sum

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.money import ZERO, dollars
from neoequity.books.refusal import Reason, Refused
from neoequity.clock import today
from placements.actions.likely import likely_duplicates
from placements.actions.sale import record_sales
from placements.imports import COLUMNS, Notices, read_notices
from placements.models import Agreement, Sale

# A file of many similar sales would print a line for each.
_MOST_WARNINGS = 100


class Command(PlainCommand):
    help = (
        "Records the sales of an agent's notice, all of them or none. The first line names the "
        f"columns, in any order: {', '.join(COLUMNS)}; the last two may be left out."
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
                warnings = likely_duplicates(read.notices, read.named)
                sales = record_sales(read.notices, by=person, today=today())
                transaction.set_rollback(dry_run)
        except Refused as refused:
            raise read.refused(refused) from refused
        for line in (*_listed(warnings), *_summary(sales)):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("A dry run: nothing was recorded.")


def _read(path: Path) -> Notices:
    if not path.is_file():
        raise CommandError(f"{path} is not a file.")
    size = path.stat().st_size
    with path.open("rb") as file:
        return read_notices(file, size)


def _listed(warnings: list[Reason]) -> list[str]:
    """The warnings line by line, as many as are shown."""
    more = len(warnings) - _MOST_WARNINGS
    lines = [warning.sentence for warning in warnings[:_MOST_WARNINGS]]
    return [*lines, f"… and {more:,} more."] if more > 0 else lines


def _summary(sales: list[Sale]) -> list[str]:
    """One line per agreement: what was recorded under it, and what that adjusted."""
    by_agreement: dict[str, list[Sale]] = {}
    for sale in sales:
        by_agreement.setdefault(sale.agreement.name, []).append(sale)
    lines = []
    for name, rows in by_agreement.items():
        lines.append(
            f"{name}: {len(rows):,} {'sale' if len(rows) == 1 else 'sales'}, "
            f"{sum(sale.shares for sale in rows):,} shares, "
            f"gross {dollars(sum((sale.gross for sale in rows), ZERO))}, "
            f"commission {dollars(sum((sale.commission for sale in rows), ZERO))}"
        )
        lines += _adjusted(name, rows[0].agreement, max(sale.number for sale in rows))
    return lines


def _adjusted(name: str, agreement: Agreement, last: int) -> list[str]:
    """The adjustments that the file caused on sales posted before it."""
    rows = agreement.sales.filter(number__gt=last, adjusts__isnull=False)
    totals = rows.aggregate(number=Count("pk"), commission=Sum("commission", default=ZERO))
    if not totals["number"]:
        return []
    count = totals["number"]
    many = "1 adjustment" if count == 1 else f"{count:,} adjustments"
    return [f"{name}: {many} of the commission of other days, {dollars(totals['commission'])}"]
