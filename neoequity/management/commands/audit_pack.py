"""`audit_pack`: writes the auditors' pack of a period."""

from argparse import ArgumentParser
from pathlib import Path
from typing import BinaryIO, cast

from neoequity.books.management.output import add_force_option, new_file
from neoequity.books.management.plain import PlainCommand
from neoequity.clock import today
from neoequity.pack import write_pack
from neoequity.pack.scope import scope_of
from neoequity.periods.named import issuer_named, period_named


class Command(PlainCommand):
    help = (
        "Writes the auditors' pack of a month or quarter: every dataset as of its end, its "
        "history, the workings of commissions, documents, the chain and a manifest. For a closed "
        "period the file is the same whenever it is made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--period", metavar="PERIOD", required=True, help="such as 2001Q4 or 2001-10"
        )
        parser.add_argument("--issuer", metavar="SLUG", help="needed where the books have several")
        parser.add_argument("--output", metavar="FILE.zip", type=Path, required=True)
        add_force_option(parser)

    def handle(
        self,
        *_args: object,
        period: str,
        issuer: str | None,
        output: Path,
        force: bool,
        **_options: object,
    ) -> None:
        scope = scope_of(issuer_named(issuer), period_named(period), today())
        with new_file(output, force=force, private=True) as draft:
            write_pack(scope, cast(BinaryIO, draft))
        state = f"closing {scope.closing.number}" if scope.closing else "the period is open"
        self.stdout.write(f"{output}: {scope.period.label} of {scope.issuer.name}, {state}.")
        self.stdout.write(f"Chain head: {scope.chain_position} {scope.chain_digest}")
