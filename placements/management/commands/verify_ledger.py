"""`verify_ledger`: count every total again from the rows, and look for every guard."""

from typing import Any

from django.core.management.base import CommandError

from placements.management.plain import PlainCommand
from placements.selectors.ledger import prove_ledger


class Command(PlainCommand):
    help = (
        "Counts every total, commission and capacity again from the rows and checks that all "
        "constraints and triggers are in place. Prints differences, and ends with 1 if there are "
        "any."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        proof = prove_ledger()
        for difference in proof.differences:
            self.stdout.write(difference)
        if proof.differences:
            many = len(proof.differences)
            raise CommandError(f"The ledger does not agree: {many:,} difference{'s'[: many > 1]}.")
        self.stdout.write(f"The ledger agrees: {proof.looked_at}")
