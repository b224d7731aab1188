"""`verify_ledger`: recalculates every total, looks for every guard, walks every chain."""

from django.core.management.base import CommandError

from neoequity.books.management.plain import PlainCommand
from neoequity.clock import today
from neoequity.ledger_statement import ledger_statement


class Command(PlainCommand):
    help = (
        "Counts every total, commission and capacity and every balance of the warrants again from "
        "the rows, checks that accounts stand as their history left them and that all constraints "
        "and triggers are in place, and walks the chains of seals over the posted entries and over "
        "every other change. Prints differences, and ends with 1 if there are any; then findings, "
        "which somebody has to settle or explain although the books agree; and, if there are no "
        "differences, the head of the change log and of each issuer's chain, to hold against what "
        "was printed before."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        statement = ledger_statement(today())
        for line in statement.lines:
            if line != statement.verdict or statement.agrees:
                self.stdout.write(line)
        if not statement.agrees:
            raise CommandError(statement.verdict)
