"""What recording a file would do: it is read and compared with the booked lines."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from neoequity.books.days import written
from neoequity.books.periods.locks import reasons_against_days
from neoequity.books.refusal import Reason, Refused
from neoequity.statements.actions.layouts import in_force, standard
from neoequity.statements.models import Layout, Sender, Statement, StatementLine
from neoequity.statements.terms.faults import MOST_FAULTS
from neoequity.statements.terms.identity import (
    NEW,
    SAME,
    Cancel,
    Comparison,
    cancels,
    compare,
    key_of,
)
from neoequity.statements.terms.layout import Layout as Terms
from neoequity.statements.terms.layout import plain
from neoequity.statements.terms.line import Line
from neoequity.statements.terms.line import Statement as Stated
from neoequity.statements.terms.reading import read


class Chosen(NamedTuple):
    """How a file is read: by a layout in force, or by a format alone."""

    terms: Terms
    layout: Layout | None = None


class Considered(NamedTuple):
    """A file against the books; it can be recorded if there are no `reasons`.

    `keys` are the keys of the booked lines that the comparison names, by the line's identity.
    `taken_back` are the cancels among the new lines, each with what it takes back.
    """

    sender: Sender
    chosen: Chosen
    stated: Stated
    comparison: Comparison
    reasons: tuple[Reason, ...]
    keys: Mapping[int, int]
    taken_back: tuple[Cancel, ...]

    @property
    def new(self) -> list[Line]:
        """The lines that recording would book."""
        return self.comparison.of(NEW)

    @property
    def same(self) -> int:
        """How many lines are booked already."""
        return len(self.comparison.of(SAME))


def choose(sender: Sender, named: str) -> Chosen:
    """How to read a file of this sender. Raises Refused, naming the layouts that there are."""
    layouts = in_force(sender)
    for layout in layouts:
        if plain(layout.name) == plain(named):
            return Chosen(layout.terms, layout)
    if form := standard(sender, named):
        return Chosen(Terms(name=named, side=sender.side, format=form))
    known = ", ".join(f"“{layout.name}”" for layout in layouts)
    there = f"Approved are {known}." if known else f"No layout of {sender} is approved yet."
    raise Refused([Reason(f"{sender} has no layout “{named[:100]}”. {there}", "layout")])


def consider(sender: Sender, named: str, content: bytes, *, today: date) -> Considered:
    """What recording the file would do. Raises Refused if it cannot be read, or is known already.

    Recording asks it again under its lock.
    """
    chosen = choose(sender, named)
    return compared(sender, chosen, read(content, chosen.terms), today=today)


def compared(sender: Sender, chosen: Chosen, stated: Stated, *, today: date) -> Considered:
    """A file that is read against the books. Raises Refused if it was recorded before."""
    _refuse_known(sender, stated)
    stated, of_the_account = _of_its_account(sender, stated)
    rows = _booked(sender, stated)
    booked = [row.line for row in rows]
    comparison = compare(booked, stated)
    new = comparison.of(NEW)
    reasons = (
        *of_the_account,
        *reasons_against_days(sender.issuer_id, [today]),
        *_in_the_future(stated, today),
        *_in_the_lines(comparison),
    )
    added = {id(line) for line in new}
    taken_back = tuple(each for each in cancels([*booked, *new]) if id(each.cancel) in added)
    keys = {id(line): row.pk for line, row in zip(booked, rows, strict=True)}
    return Considered(sender, chosen, stated, comparison, reasons, keys, taken_back)


def _refuse_known(sender: Sender, stated: Stated) -> None:
    known = Statement.objects.filter(sender=sender, sha256=stated.sha256).first()
    if known is not None:
        raise Refused(
            [
                Reason(
                    f"This file is known: it was recorded as {known} of {sender} on "
                    f"{written(known.received_on)}.",
                    "file",
                )
            ]
        )


def _of_its_account(sender: Sender, stated: Stated) -> tuple[Stated, list[Reason]]:
    """The statement with the account it belongs to, and the reason if that is none.

    A file that names no account is of the only one that the sender has.
    """
    named = list(sender.accounts.order_by("pk").values_list("number", flat=True))
    if named:
        account = stated.account or (named[0] if len(named) == 1 else "")
        stated = stated._replace(account=account)
        if account in named:
            return stated, []
        known = ", ".join(f"“{number}”" for number in named)
        which = f"is of the account “{account}”" if account else "names no account"
        return stated, [Reason(f"The file {which}; the accounts of {sender} are {known}.", "file")]
    other = Statement.objects.filter(sender=sender)
    other = other.exclude(account="") if not stated.account else other.filter(account="")
    if (before := other.order_by("pk").first()) is None:
        return stated, []
    sentence = (
        f"{before} of {sender} names no account, but this file is of the account "
        f"“{stated.account}”: whether their lines are the same cannot be told."
        if stated.account
        else f"The file names no account, but {before} of {sender} is of the account "
        f"“{before.account}”: record that account at {sender} first."
    )
    return stated, [Reason(sentence, "file")]


def _booked(sender: Sender, stated: Stated) -> list[StatementLine]:
    """The booked lines of the account that a line of the file could repeat, contradict or cancel.

    They are of the file's period, or have a reference or the shares of a cancel in it.
    """
    rows = StatementLine.objects.filter(sender=sender, account=stated.account)
    if not stated.lines and stated.first_day is None:
        return []
    names = {key_of(name) for line in stated.lines for name in (line.reference, line.cancels)}
    canceled = {line.shares for line in stated.lines if line.kind == "cancel" and line.shares}
    of_the_period = Q(day__range=(stated.first_day, stated.last_day))
    by_name = Q(reference_key__in=names - {""})
    return list(rows.filter(of_the_period | by_name | Q(shares__in=canceled)).order_by("pk"))


def _in_the_future(stated: Stated, today: date) -> Iterator[Reason]:
    late = [line for line in stated.lines if line.day > today]
    for line in late[:MOST_FAULTS]:
        yield Reason(
            f"Line {line.number}: {written(line.day)} is in the future; today is {written(today)}."
        )
    if len(late) > MOST_FAULTS:
        yield Reason(f"{len(late) - MOST_FAULTS:,} more lines are in the future.")


def _in_the_lines(comparison: Comparison) -> Iterator[Reason]:
    """The sentence of each line that contradicts or repeats another, up to a hundred."""
    against = [each for each in comparison.lines if each.verdict not in {NEW, SAME}]
    yield from (Reason(each.sentence) for each in against[:MOST_FAULTS])
    if len(against) > MOST_FAULTS:
        yield Reason(f"{len(against) - MOST_FAULTS:,} more lines contradict others.")
