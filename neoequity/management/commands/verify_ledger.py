"""`verify_ledger`: recalculates every total, looks for every guard, walks every chain."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.proof.recording import last_full_proof
from neoequity.clock import today
from neoequity.ledger_statement import LedgerStatement, keep, ledger_statement, statement_since


class Command(PlainCommand):
    help = (
        "Counts every total, commission and capacity and every balance of the warrants again from "
        "the rows, checks that accounts stand as their history left them and that all constraints "
        "and triggers are in place, and walks the chains of seals over the posted entries and over "
        "every other change. Prints differences, and ends with 1 if there are any; then findings, "
        "which somebody has to settle or explain although the books agree; and, if there are no "
        "differences, the head of the change log and of each issuer's chain, to hold against what "
        "was printed before. A proof without differences is put on record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--continue",
            dest="continued",
            action="store_true",
            help="examine only what came after the last full proof on record, as quickly however "
            "large the books are: new entries and changes, the totals against one another, and "
            "every guard. Changes to what stood before are found by a full proof alone",
        )
        parser.add_argument(
            "--no-record",
            dest="record",
            action="store_false",
            help="put nothing on record, for instance in a restored copy",
        )
        add_user_option(parser)

    def handle(
        self,
        *_args: object,
        continued: bool,
        record: bool,
        user: str | None,
        **_options: object,
    ) -> None:
        statement = self._statement(continued)
        for line in statement.lines:
            if line != statement.verdict or statement.agrees:
                self.stdout.write(line)
        if not statement.agrees:
            raise CommandError(statement.verdict)
        if record:
            with acting("verify_ledger", user) as person:
                keep(statement, by=person)

    def _statement(self, continued: bool) -> LedgerStatement:
        full = last_full_proof() if continued else None
        if continued and full is None:
            self.stdout.write("No full proof is on record to continue from: this one is full.")
        return statement_since(full) if full else ledger_statement(today())
