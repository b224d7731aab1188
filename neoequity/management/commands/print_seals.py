"""`print_seals`: prints the fields that the seal of each kind of entry covers, in order."""

from neoequity.books.kinds import logged_kinds, sealed_kinds
from neoequity.books.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Prints each kind of entry in the chains and in the change log with the fields that its "
        "seal covers, in their order: what is needed to calculate a digest again (docs/chain.md)."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        for kind in sorted([*sealed_kinds(), *logged_kinds()], key=lambda sealed: sealed.kind):
            self.stdout.write(f"{kind.kind}: {' '.join(kind.columns)}")
