"""The one question: what needs this person on a day. Dashboard, inbox and mail ask it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from neoequity.books.accounts import User
from neoequity.books.days import written
from neoequity.company.actions.access_review import SIGN
from neoequity.notices.access import access_reviews, accounts
from neoequity.notices.agreements import agreements
from neoequity.notices.books import Books
from neoequity.notices.capacity import capacities
from neoequity.notices.company import filings, registers, runways
from neoequity.notices.documents import documents
from neoequity.notices.kinds import Kind
from neoequity.notices.lock_ups import lock_ups
from neoequity.notices.notice import Notice, Urgency, in_order, number_of
from neoequity.notices.periods import periods
from neoequity.notices.reconciliations import reconciliations
from neoequity.notices.requests import requests
from neoequity.notices.settlements import failed_deliveries, held_up_deliveries, settlements
from neoequity.notices.warrants import warrants
from neoequity.notices.words import counted
from neoequity.roles import KEEP_PEOPLE, READ_BOOKS, SEE_PEOPLE

#: So many of one kind are told; further ones are counted in one more notice.
MOST = 5

_TREASURY, _CFO, _CONTROLLER = "placements.add_sale", "books.approve", "books.close_period"


class Question(NamedTuple):
    """What notices of the books are made of, and for whom: any of these permissions is enough.

    A question that is `watched` is answered for readers of the books, too, who may act upon none of
    them, as auditors: for their information.
    """

    ask: Callable[[Books], Iterable[Notice]]
    acts: tuple[str, ...]
    watched: bool = False


_KEEPS = "company.add_filing"

#: In no order: notices have their own.
_QUESTIONS = (
    Question(settlements, ("placements.add_delivery", _CFO, _CONTROLLER), watched=True),
    Question(held_up_deliveries, ("placements.add_agentnotice",), watched=True),
    Question(failed_deliveries, ("placements.add_delivery", _CFO, _CONTROLLER), watched=True),
    Question(capacities, (_TREASURY, _CFO, _CONTROLLER)),
    Question(warrants, ("warrants.add_warrant", _CFO, _CONTROLLER)),
    Question(documents, ("placements.add_attachment",), watched=True),
    Question(lock_ups, (_TREASURY, _CFO, _KEEPS), watched=True),
    Question(agreements, (_TREASURY, _CFO)),
    Question(periods, (_CONTROLLER, _CFO), watched=True),
    Question(reconciliations, (_CONTROLLER, _CFO), watched=True),
    Question(runways, (_TREASURY, _CFO, _CONTROLLER)),
    Question(filings, (_KEEPS, _CFO), watched=True),
    Question(registers, (_KEEPS,), watched=True),
)


def notices_for(
    user: User,
    as_of: date,
    *,
    today: date,
    now: datetime,
    books: Books | None = None,
    most: int = MOST,
) -> list[Notice]:
    """What needs this person on the day, the most urgent first and within an urgency by day.

    `today` is the day of the books (`clock.today()`), `now` the real moment, by which access and
    requests go; these are told only if the day shown is today. Of a kind at most `most` are told
    one by one. As many queries for any number of rows, and for each further issuer some more.
    Questions that `books` has answered before are not asked again.
    """
    asked = books or Books(as_of, today)
    return in_order(_folded([*_found(user, asked, now)], most))


def _found(user: User, books: Books, now: datetime) -> Iterator[Notice]:
    reads = user.has_perm(READ_BOOKS)
    theirs = [each for each in _QUESTIONS if any(map(user.has_perm, each.acts))] if reads else []
    for question in theirs:
        yield from question.ask(books)
    if reads and not theirs:
        for question in _QUESTIONS:
            yield from _for_information(question.ask(books) if question.watched else ())
    if books.shows_today:
        yield from _of_now(user, books, now, reads)


def _of_now(user: User, books: Books, now: datetime, reads: bool) -> Iterator[Notice]:
    """What waits now and has no earlier states."""
    if reads:
        yield from requests(user, now)
        if user.has_perm(SIGN):
            yield from access_reviews(books, now)
        elif user.has_perm(SEE_PEOPLE):
            yield from _for_information(access_reviews(books, now))
    if user.has_perm(KEEP_PEOPLE):
        yield from accounts(now)


def _for_information(notices: Iterable[Notice]) -> Iterator[Notice]:
    for notice in notices:
        yield notice._replace(urgency=Urgency.INFORMATION)


def _folded(notices: list[Notice], most: int) -> Iterator[Notice]:
    """The first of each kind, and one notice that counts its others."""
    by_kind = sorted(in_order(notices), key=lambda each: each.kind)  # stable
    for kind, group in groupby(by_kind, key=lambda each: each.kind):
        shown = list(group)
        yield from shown[:most]
        rest = shown[most:]
        if rest:
            yield _further(kind, rest)


def _further(kind: Kind, rest: list[Notice]) -> Notice:
    """The notice of those not told one by one; new again when their number changes."""
    number, first = number_of(rest), rest[0]
    things = counted(number, "more notice", "more notices")
    return first._replace(
        text=f"{kind.heading}: {things}, the first on {written(first.on)}.",
        href=f"{reverse('notices')}?{urlencode({'kind': kind})}",
        record=f"further:{number}",
        number=number,
    )
