"""`send_digest`: mails what is due: digests, single notices and scheduled reports."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import CommandError
from django.utils import timezone

from neoequity.books.days import written
from neoequity.books.exporting.query import parse_day
from neoequity.books.management.plain import PlainCommand
from neoequity.books.refusal import Refused
from neoequity.clock import today
from neoequity.mail.due import Due, due_mail
from neoequity.mail.letters import Letter
from neoequity.mail.sending import MailServerError, NotSentError, mail_server, send_once


class Command(PlainCommand):
    help = "Mails morning digests, single notices and scheduled reports that are due, each once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="what is due on this day; default: today")
        parser.add_argument(
            "--dry-run", action="store_true", help="list what is due without sending"
        )

    def handle(self, *_args: object, on: str | None, dry_run: bool, **_options: object) -> None:
        day = _day(on)
        due = list(due_mail(day, today=today(), now=timezone.now()))
        if not due:
            self.stdout.write(f"Nothing is due on {written(day)}.")
        elif dry_run:
            for each in due:
                self._would_send(each)
        else:
            self._send(due)

    def _would_send(self, due: Due) -> None:
        try:
            self.stdout.write(f"Would send to {_to(due)}: {due.letter().subject}")
        except Refused as refused:
            self.stdout.write(f"Could not prepare for {_to(due)}: {_because(due, refused)}")

    def _send(self, due: list[Due]) -> None:
        sent, failed = 0, 0
        try:
            with mail_server() as connection:
                for each in due:
                    try:
                        letter = each.letter()
                        if send_once(each.person, each.key, letter, connection):
                            sent += 1
                            self.stdout.write(_sent(each, letter))
                    except (Refused, NotSentError) as error:
                        failed += 1
                        self.stdout.write(f"Not sent to {_to(each)}: {_because(each, error)}")
        except MailServerError as error:
            raise CommandError(
                f"{error} {_counted(sent, len(due))} sent; the next run sends the rest."
            ) from error
        if failed:
            raise CommandError(
                f"{_counted(sent, len(due))} sent; the next run tries the rest again."
            )


def _day(text: str | None) -> date:
    if text is None:
        return today()
    try:
        day = parse_day(text)
    except ValueError as fault:
        raise CommandError(str(fault)) from fault
    if day > today():
        raise CommandError(f"{written(day)} is in the future; today is {written(today())}.")
    return day


def _to(due: Due) -> str:
    return f"{due.person} <{' '.join(due.person.email.split())}>"


def _sent(due: Due, letter: Letter) -> str:
    return f"Sent to {_to(due)}: {letter.subject}"


def _because(due: Due, error: Exception) -> str:
    return f"{due.what}: {' '.join(str(error).split())}"


def _counted(sent: int, of: int) -> str:
    return f"{sent} of {of} {'mail' if of == 1 else 'mails'} {'was' if of == 1 else 'were'}"
