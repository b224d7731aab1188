"""`import_sales FILE.csv [--dry-run]`: the agent's notices from a file, all rows or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

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

# A file of many equal sales would print as many lines.
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
        self, *_args: Any, file: Path, dry_run: bool, user: str | None, **_options: Any
    ) -> None:
        found = _read(Path(file))
        try:
            with acting("import_sales", user) as person:
                warnings = likely_duplicates(found.notices, found.named)
                sales = record_sales(found.notices, by=person, today=today())
                transaction.set_rollback(dry_run)
        except Refused as refused:
            raise found.refused(refused) from refused
        for line in (*_told(warnings), *_summary(sales)):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("A dry run: nothing was recorded.")


def _read(path: Path) -> Notices:
    if not path.is_file():
        raise CommandError(f"{path} is not a file.")
    size = path.stat().st_size
    with path.open("rb") as file:
        return read_notices(file, size)


def _told(warnings: list[Reason]) -> list[str]:
    """What looks like something else, line by line."""
    more = len(warnings) - _MOST_WARNINGS
    told = [warning.sentence for warning in warnings[:_MOST_WARNINGS]]
    return [*told, f"… and {more:,} more."] if more > 0 else told


def _summary(sales: list[Sale]) -> list[str]:
    """One line an agreement: what was recorded under it."""
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
    """What the file displaced on sales that were posted before it."""
    rows = agreement.sales.filter(number__gt=last, adjusts__isnull=False)
    found = rows.aggregate(number=Count("pk"), commission=Sum("commission", default=ZERO))
    if not found["number"]:
        return []
    many = "1 adjustment" if found["number"] == 1 else f"{found['number']:,} adjustments"
    return [f"{name}: {many} of the commission of other days, {dollars(found['commission'])}"]
