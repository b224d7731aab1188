"""`export_programme [--output FILE.toml]`: writes what `load_programme` reads."""

from argparse import ArgumentParser

from neoequity.books.management.output import add_force_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.management.sending import send
from neoequity.periods.named import issuer_named
from neoequity.programme_export import programme_file


class Command(PlainCommand):
    help = (
        "Writes issuer, shelves, agreements with their terms and pages as signed, fee tiers, "
        "holders, series and the company's facts as a programme file. What came later, such as "
        "amendments, placements and sales, is not in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--issuer", metavar="SLUG", help="needed where the books have several")
        parser.add_argument("--output", metavar="FILE.toml", help="write to FILE.toml")
        add_force_option(parser)

    def handle(
        self,
        *_args: object,
        issuer: str | None,
        output: str | None,
        force: bool,
        **_options: object,
    ) -> None:
        content = programme_file(issuer_named(issuer)).encode()
        send(lambda out: out.write(content), output, force=force, stdout=self.stdout)
