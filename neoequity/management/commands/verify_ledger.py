"""`verify_ledger`: recalculates every total, looks for every guard, walks every chain."""

from django.core.management.base import CommandError

from neoequity.books.chain.heads import chain_heads
from neoequity.books.management.plain import PlainCommand
from neoequity.books.snapshot import one_snapshot
from neoequity.clock import today
from neoequity.findings import findings
from neoequity.ledger import prove_books


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
        with one_snapshot():
            proof, heads, open_findings = prove_books(), chain_heads(), findings(today())
        for difference in proof.differences:
            self.stdout.write(difference)
        if open_findings:
            self.stdout.write("Findings:")
        for finding in open_findings:
            self.stdout.write(finding.sentence)
        if proof.differences:
            many = len(proof.differences)
            raise CommandError(f"The ledger does not agree: {many:,} difference{'s'[: many > 1]}.")
        self.stdout.write(f"The ledger agrees: {proof.looked_at}")
        for head in heads:
            self.stdout.write(f"{head.issuer}: the chain's head is {head}.")
