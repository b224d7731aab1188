"""Notices of lock-ups: begun, about to end, met by other offers, and consents without paper."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import prefetch_related_objects

from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.refusal import cite
from neoequity.company.models.lock_ups import LockUp, Situation, situation_on
from neoequity.company.terms.lock_up import Clash, reasons_against
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import ahead_of, page_of

#: So many days from the agreed terms on, a lock-up is told as begun.
BEGUN = timedelta(days=3)
#: So many days before its last day it is told as about to end.
AHEAD = ((7, Urgency.INFORMATION),)


def lock_ups(books: Books) -> Iterator[Notice]:
    """One for each lock-up that has just begun or is about to end, clash, and missing paper."""
    agreements = [each.agreement for each in books.positions]
    prefetch_related_objects(agreements, "term_citations")
    for issuer in books.issuers:
        situation = situation_on(
            issuer,
            books.as_of,
            since=books.as_of,
            agreements=[each for each in agreements if each.issuer_id == issuer.pk],
            exceptions=books.exceptions,
        )
        for lock_up in situation.lock_ups:
            yield from _window(lock_up, issuer, books)
        for clash in situation.clashes():
            yield from _clash(clash, issuer, books)
        yield from _consents(situation, books)


def _window(lock_up: LockUp, issuer: Issuer, books: Books) -> Iterator[Notice]:
    if lock_up.window is None or lock_up.terms is None:
        return
    window, agreed_on = lock_up.window, lock_up.placed.agreed_on
    href, page = page_of("company:calendar", issuer, "lock-ups"), cite(lock_up.terms.page)
    record = f"{lock_up.slug}:{lock_up.placed.number}"
    until = window.span.until
    if until is not None and ahead_of(until, books.as_of, AHEAD):
        yield Notice(
            Kind.LOCK_UP_ENDING,
            f"The lock-up of {window} ends on {written(until)}{page}.",
            href,
            Urgency.INFORMATION,
            until,
            f"{record}:{until.isoformat()}",
        )
    elif agreed_on <= books.as_of <= agreed_on + BEGUN:
        yield Notice(
            Kind.LOCK_UP_OPEN,
            f"The lock-up of {lock_up} runs {window.span}: the company may make no other offer "
            f"without the consent of {lock_up.agent}{page}.",
            href,
            Urgency.INFORMATION,
            agreed_on,
            f"{record}:{agreed_on.isoformat()}",
        )


def _clash(clash: Clash, issuer: Issuer, books: Books) -> Iterator[Notice]:
    for reason in reasons_against([clash]):
        yield Notice(
            Kind.OFFER_CLASH,
            reason.sentence,
            page_of("company:calendar", issuer, "clashes"),
            Urgency.URGENT if clash.days.includes(books.as_of) else Urgency.SOON,
            clash.days.since,
            f"{clash.window.terms.slug}:{clash.window.placement}:{clash.act.what}:"
            f"{clash.act.span.since.isoformat()}",
        )


def _consents(situation: Situation, books: Books) -> Iterator[Notice]:
    for given in situation.consents:
        if not given.counts and given.row.ends_on >= books.as_of:
            yield Notice(
                Kind.CONSENT_MISSING,
                f"{given.row} has no document and does not count until one is attached; the "
                f"consent covers {given.consent.span.days}.",
                given.row.get_absolute_url(),
                Urgency.SOON,
                given.row.day,
                str(given.row.pk),
            )
