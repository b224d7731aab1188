"""`import_statement SIDE FILE --layout NAME`: record a statement of others, all of it or none."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from neoequity.books.documents.rules import reasons_against_size
from neoequity.books.management.person import acting, add_user_option
from neoequity.books.management.plain import PlainCommand
from neoequity.books.refusal import Refused, refuse_if_any
from neoequity.clock import today
from neoequity.periods.named import issuer_named
from neoequity.statements.actions.considering import choose
from neoequity.statements.actions.statements import MOST_BYTES, Recorded, record_statement
from neoequity.statements.models import Sender
from neoequity.statements.terms.line import SIDES

_MOST_MISSING = 100


class Command(PlainCommand):
    help = (
        "Records what an agent, a transfer agent or a bank states: every line of the file that is "
        "not booked yet, or nothing if a line is wrong or contradicts a booked one. For OFX, MT940 "
        "and camt.053 the name of the layout may be the format."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("side", choices=list(SIDES))
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--layout", metavar="NAME", required=True)
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what recording would give"
        )
        parser.add_argument("--issuer", metavar="SLUG", help="needed where several have the layout")
        parser.add_argument(
            "--sender", metavar="SLUG", help="needed where several senders have the layout"
        )
        add_user_option(parser)

    def handle(
        self,
        *_args: object,
        side: str,
        file: Path,
        layout: str,
        dry_run: bool,
        issuer: str | None,
        sender: str | None,
        user: str | None,
        **_options: object,
    ) -> None:
        content = _read(Path(file))
        with acting("import_statement", user) as person:
            recorded = record_statement(
                _sender(side, layout, issuer, sender),
                layout=layout,
                file_name=Path(file).name,
                content=content,
                by=person,
                today=today(),
            )
            transaction.set_rollback(dry_run)
        for line in _told(recorded):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("A dry run: nothing was recorded.")


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise CommandError(f"{path} is not a file.")
    refuse_if_any(reasons_against_size(path.stat().st_size, MOST_BYTES))
    return path.read_bytes()


def _sender(side: str, layout: str, issuer: str | None, slug: str | None) -> Sender:
    """The only sender on this side that has the layout. Raises CommandError or Refused."""
    senders = Sender.objects.filter(side=side).select_related("issuer").order_by("slug")
    if issuer is not None:
        senders = senders.filter(issuer=issuer_named(issuer))
    if slug is not None:
        senders = senders.filter(slug=slug)
    candidates = list(senders)
    if not candidates:
        named = f" “{slug}”" if slug is not None else ""
        raise CommandError(f"There is no {SIDES[side].lower()}{named} among the senders.")
    if len(candidates) == 1:
        return candidates[0]
    able = [each for each in candidates if _has(each, layout)]
    if len(able) == 1:
        return able[0]
    if not able:
        names = ", ".join(each.slug for each in candidates)
        raise CommandError(f"None of the senders {names} has a layout “{layout}”.")
    names = ", ".join(f"{each.issuer.slug}/{each.slug}" for each in able)
    raise CommandError(
        f"The layout “{layout}” belongs to several senders: name one with --issuer and --sender, "
        f"such as {names}."
    )


def _has(sender: Sender, layout: str) -> bool:
    try:
        choose(sender, layout)
    except Refused:
        return False
    return True


def _told(recorded: Recorded) -> Iterator[str]:
    """One line for what was recorded, and one for each booked line that the file lacks."""
    statement, considered = recorded
    account = f", account {statement.account}" if statement.account else ""
    period = f", {statement.first_day} to {statement.last_day}" if statement.first_day else ""
    yield (
        f"{considered.sender}{account}{period}: {statement.line_count:,} new, "
        f"{statement.same_count:,} booked already"
    )
    missing = considered.comparison.missing
    for line in missing[:_MOST_MISSING]:
        named = f" “{line.reference}”" if line.reference else ""
        yield f"Booked before, but not in this file: {line.kind}{named} of {line.day}"
    if len(missing) > _MOST_MISSING:
        yield f"… and {len(missing) - _MOST_MISSING:,} more."
