"""`print_seals`: prints the fields that the seal of each kind of entry covers, in order."""

from neoequity.books.kinds import sealed_kinds
from neoequity.books.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Prints each kind of entry in the chain with the fields that its seal covers, in their "
        "order: what is needed to calculate a digest again (docs/chain.md)."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        for kind in sorted(sealed_kinds(), key=lambda sealed: sealed.kind):
            self.stdout.write(f"{kind.kind}: {' '.join([*kind.columns, *kind.later])}")
