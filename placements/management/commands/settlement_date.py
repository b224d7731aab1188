"""`settlement_date DATE… [--days N]`: when trades of these dates settle, as CSV; no database."""

import re
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from neoequity.books import calendar
from neoequity.books.days import read_day

MOST_DAYS = 30


class Command(BaseCommand):
    help = (
        "Prints trade_date,settlement_date for each trade date, by the market's standard cycle on "
        "that date. Exceptional days recorded in the database are not looked at."
    )
    requires_system_checks = ()

    # Both arguments are parsed in `handle`, as errors of argparse would exit with status 2.
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dates", nargs="*", metavar="DATE", help="a trade date, YYYY-MM-DD")
        parser.add_argument("--days", metavar="N", help="settlement days, 0 to 30")

    def handle(self, *args: object, dates: list[object], days: object, **options: object) -> None:
        if not dates:
            raise CommandError("Give at least one trade date, as YYYY-MM-DD.")
        count = None if days is None else _parse_days(str(days))
        lines, refusals = ["trade_date,settlement_date"], []
        for text in dates:
            try:
                trade_date = _parse_trade_date(str(text))
                lines.append(f"{trade_date},{calendar.settlement_date(trade_date, count)}")
            except ValueError as refusal:
                refusals.append(str(refusal))
        if refusals:
            raise CommandError("\n".join(refusals))
        self.stdout.write("\n".join(lines))


def _parse_days(text: str) -> int:
    if not re.fullmatch("[0-9]{1,2}", text) or int(text) > MOST_DAYS:
        raise CommandError(f"--days must be a whole number from 0 to {MOST_DAYS}, not “{text}”.")
    return int(text)


def _parse_trade_date(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise ValueError(f"“{text}” is not a date; write it as YYYY-MM-DD, such as 2001-11-09.")
    kind = calendar.day_kind(day)
    if not kind.trading:
        raise ValueError(f"{day} is not a trading day: {kind.source}.")
    return day
