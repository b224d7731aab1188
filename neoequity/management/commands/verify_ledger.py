"""`verify_ledger`: count every total again from the rows, and look for every guard."""

from typing import Any

from django.core.management.base import CommandError

from neoequity.people.proof import prove_people
from placements.management.plain import PlainCommand
from placements.selectors.ledger import prove_ledger, together
from placements.selectors.snapshot import one_snapshot
from warrants.selectors.ledger import prove_register


class Command(PlainCommand):
    help = (
        "Proves every total, commission and capacity and every balance of the warrants again from "
        "the rows, that accounts stand as their history left them, and that all constraints and "
        "triggers are in place. Prints differences, and ends with 1 if there are any."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        with one_snapshot():
            proof = together([prove_ledger(), prove_register(), prove_people()])
        for difference in proof.differences:
            self.stdout.write(difference)
        if proof.differences:
            many = len(proof.differences)
            raise CommandError(f"The ledger does not agree: {many:,} difference{'s'[: many > 1]}.")
        self.stdout.write(f"The ledger agrees: {proof.looked_at}")
