"""`write_rules`: writes the table of rules to docs/rules.md."""

from django.conf import settings

from neoequity.books.management.output import new_file
from neoequity.books.management.plain import PlainCommand
from neoequity.rules import PATH, SECTIONS, document


class Command(PlainCommand):
    help = f"Writes the table of rules into {PATH}."

    def handle(self, *_args: object, **_options: object) -> None:
        with new_file(settings.BASE_DIR / PATH, force=True) as file:
            file.write(document().encode())
        rules = sum(len(section.rules) for section in SECTIONS)
        self.stdout.write(f"{PATH} holds {rules} rules.")
