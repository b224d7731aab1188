"""`write_rules`: writes the table of rules to docs/rules.md."""

from django.conf import settings

from neoequity.books.management.plain import PlainCommand
from neoequity.rules import PATH, SECTIONS, document


class Command(PlainCommand):
    help = f"Writes the table of rules into {PATH}."

    def handle(self, *_args: object, **_options: object) -> None:
        (settings.BASE_DIR / PATH).write_text(document(), encoding="utf-8")
        rules = sum(len(section.rules) for section in SECTIONS)
        self.stdout.write(f"{PATH} holds {rules} rules.")
