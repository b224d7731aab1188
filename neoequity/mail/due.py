"""Everything that is due by mail on a day, in the order in which it is sent."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache, partial
from hashlib import sha256
from typing import NamedTuple

from neoequity.books.calendar import Exceptions
from neoequity.books.days import written
from neoequity.books.market import ExceptionalDay
from neoequity.books.seen import seeing
from neoequity.mail.day_rules import is_business_day
from neoequity.mail.digest import digest_of, letter_about
from neoequity.mail.letters import Letter
from neoequity.mail.models import LONGEST_KEY, ScheduledReport
from neoequity.mail.people import reachable
from neoequity.mail.schedules import due_on, letter_of
from neoequity.mail.sending import sent_among
from neoequity.notices.asking import notices_for
from neoequity.notices.books import Books
from neoequity.notices.notice import Notice
from neoequity.people.models import User
from neoequity.people.sight import issuers_of, may_see


class Due(NamedTuple):
    """A letter that a person has not got yet; making it may take a while, or raise Refused.

    `what` is what it is about, for when it cannot be made.
    """

    person: User
    key: str
    what: str
    letter: Callable[[], Letter]


def due_mail(day: date, *, today: date, now: datetime) -> Iterator[Due]:
    """Digests and single notices of the day, then the scheduled reports until it.

    Digests wait for business days. `today` is the day of the books, `now` the real moment.
    """
    exceptions, people = ExceptionalDay.exceptions(), reachable()
    with_digest = is_business_day(day, exceptions)
    found = [
        *_of_notices(people, day, today, now, with_digest=with_digest),
        *_of_reports(people, day, today, exceptions),
    ]
    sent = sent_among({due.key for due in found})
    return (due for due in found if (due.person.pk, due.key) not in sent)


def key_of(scheduled: ScheduledReport, due: date) -> str:
    """What a scheduled report of one day is called among the sent mail."""
    return f"report:{scheduled.pk}:{due}"


def _of_notices(
    people: Iterable[User], day: date, today: date, now: datetime, *, with_digest: bool
) -> Iterator[Due]:
    books = Books(day, today)
    for person in people:
        choice = person.mail_choice
        wants_digest = choice.digest and with_digest
        if not (wants_digest or choice.at_once):
            continue
        sees = issuers_of(person)
        with seeing(sees):
            theirs = books if sees is None else Books(day, today)
            found = notices_for(person, day, today=today, now=now, books=theirs)
        if wants_digest and found:
            yield _ready(person, f"digest:{day}", digest_of(found, day))
        for notice in found:
            if notice.kind in choice.at_once:
                yield _ready(person, _key_of(notice), letter_about(notice))


def _key_of(notice: Notice) -> str:
    """What the notice is called among the sent mail, where a long name has no room."""
    key = f"notice:{notice.key}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"notice:{notice.kind}:{sha256(notice.key.encode()).hexdigest()}"


def _ready(person: User, key: str, letter: Letter) -> Due:
    return Due(person, key, letter.subject, lambda: letter)


def _of_reports(
    people: Iterable[User], day: date, today: date, exceptions: Exceptions
) -> Iterator[Due]:
    rows = ScheduledReport.objects.filter(paused_at=None, removed_at=None)
    with_names = rows.select_related("issuer", "agreement", "created_by")
    for scheduled in with_names.prefetch_related("recipients"):
        due = due_on(scheduled, day, exceptions)
        if due is None:
            continue
        letter = cache(partial(letter_of, scheduled, due, today))  # once for all recipients
        what = f"{scheduled} ({scheduled.report}), due on {written(due)}"
        recipients = set(scheduled.recipients.all())
        for person in people:
            if person in recipients and may_see(person, scheduled.issuer):
                yield Due(person, key_of(scheduled, due), what, letter)
