"""Notices of agreements: when they can be terminated, shelves that expire, what blocks sales."""

from collections.abc import Iterator
from datetime import date, timedelta

from neoequity.blocked import OVERSOLD, SOLD_OUT, TERMINATED, UNSIGNED, blocks
from neoequity.books.days import written
from neoequity.books.refusal import cite
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import ahead_of
from placements.models import Shelf

#: Days before its end, or the day from which it can be ended, on which an agreement is told.
AHEAD = ((30, Urgency.SOON), (90, Urgency.INFORMATION))
#: So long after that day it is still told, for information.
AFTER = timedelta(days=30)
#: What capacity or the end tells, and what concerns nobody yet.
_TOLD_ELSEWHERE = (SOLD_OUT, TERMINATED, UNSIGNED)


def agreements(books: Books) -> Iterator[Notice]:
    """One for each day that is near, and one for each obstacle to sales."""
    yield from _terminated(books)
    yield from _terminable(books)
    yield from _shelves(books)
    yield from _blocked(books)


def _terminated(books: Books) -> Iterator[Notice]:
    """An end is told from its notice on, as soon as one is given, until it is a month old."""
    for position in books.positions:
        terms, day = position.in_force.terms, position.in_force.terms.terminated_on
        if day is None or books.as_of > day + AFTER:
            continue
        over = day <= books.as_of
        page = cite(position.pages.get("terminated_on", ""))
        yield Notice(
            Kind.TERMINATED,
            f"The {terms.name} {'was terminated on' if over else 'ends on'} {written(day)}{page}: "
            "nothing is placed or sold under it from that day on.",
            position.agreement.get_absolute_url(),
            Urgency.SOON,
            day,
            f"{position.agreement.slug}:{day.isoformat()}:{'over' if over else 'ahead'}",
        )


def _terminable(books: Books) -> Iterator[Notice]:
    for position in books.positions:
        terms, day = position.in_force.terms, position.in_force.terms.termination_from
        begun = day is not None and day <= books.as_of <= day + AFTER
        step = None if day is None else ahead_of(day, books.as_of, AHEAD)
        if day is None or not (step or begun) or terms.terminated_on is not None:
            continue
        days, urgency = step if step and not begun else (0, Urgency.INFORMATION)
        page = cite(position.pages.get("termination_from", ""))
        yield Notice(
            Kind.TERMINABLE,
            f"Either party can terminate the {terms.name} from {written(day)}{page}.",
            position.agreement.get_absolute_url(),
            urgency,
            day,
            f"{position.agreement.slug}:{day.isoformat()}:{days}",
        )


def _shelves(books: Books) -> Iterator[Notice]:
    seen: set[int] = set()
    for position in books.positions:
        shelf = position.in_force.terms.shelf
        if shelf.pk not in seen and shelf.expires_on is not None:
            seen.add(shelf.pk)
            yield from _shelf(shelf, shelf.expires_on, position.agreement.get_absolute_url(), books)


def _shelf(shelf: Shelf, day: date, href: str, books: Books) -> Iterator[Notice]:
    step = ahead_of(day, books.as_of, AHEAD)
    over = day < books.as_of <= day + AFTER
    if step is None and not over:
        return
    days, urgency = step or (-1, Urgency.SOON)
    yield Notice(
        Kind.SHELF_EXPIRING,
        f"{shelf} {'expired' if over else 'expires'} on {written(day)}; no shares can be sold "
        "from this shelf after that day.",
        href,
        urgency,
        day,
        f"{shelf.file_number}:{day.isoformat()}:{days}",
    )


def _blocked(books: Books) -> Iterator[Notice]:
    for block in blocks(books.positions, books.placements, books.as_of):
        if block.obstacle not in _TOLD_ELSEWHERE:
            urgent = block.obstacle == OVERSOLD
            yield Notice(
                Kind.SALES_BLOCKED,
                f"{block.name}: {block.why}",
                block.url,
                Urgency.URGENT if urgent else Urgency.INFORMATION,
                books.as_of,
                f"{block.obstacle}:{block.url}",
            )
