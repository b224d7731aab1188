"""What a calendar shows of the programme, as plain entries that a page or a feed can render."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.calendar import NO_EXCEPTIONS, ORDINARY, WEEKEND, Exceptions, day_kind
from neoequity.books.days import written
from neoequity.books.money import dollars, of_shares
from neoequity.books.refusal import cite
from neoequity.company.terms.lock_up import Clash, Window
from neoequity.company.terms.milestones import Milestone
from neoequity.company.terms.spans import Span, listed

#: What a day is to the market, by trading and settlement.
_MARKET = {
    (True, True): "Trading and settlement",
    (True, False): "Trading, no settlement",
    (False, True): "No trading, settlement only",
    (False, False): "No trading or settlement",
}


class Entry(NamedTuple):
    """An entry of whole days, `on` to `until`, both included; `until` None: no end is known.

    `uid` stays the same when the entry is made again, so that a feed changes it in place; it is
    unique within an issuer.
    """

    uid: str
    on: date
    until: date | None
    title: str
    text: str


class SettlementDue(NamedTuple):
    """A settlement that is due: shares to deliver for net dollars. `sale` is its number."""

    slug: str
    sale: int
    on: date
    name: str
    shares: int
    net: Decimal


class FilingDue(NamedTuple):
    """A filing that is due; `key` names it within the issuer, `form` is what people call it."""

    key: str
    form: str
    on: date
    what: str


def market_days(first: date, last: date, exceptions: Exceptions = NO_EXCEPTIONS) -> Iterator[Entry]:
    """The days on which the market departs from the week: holidays and exceptional days."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        kind = day_kind(day, exceptions)
        if kind not in {ORDINARY, WEEKEND}:
            title = _MARKET[kind.trading, kind.settlement]
            yield Entry(f"market-{day.isoformat()}", day, day, title, kind.source)


def lock_ups(windows: Iterable[Window]) -> Iterator[Entry]:
    """The window of each placement, with the agent whose consent it needs."""
    for each in windows:
        terms = each.terms
        uid = f"lock-up-{terms.slug}-{each.placement}"
        text = (
            f"No other offer, sale or grant of stock, convertibles or warrants {each.span} without "
            f"the written consent of {terms.agent}{cite(terms.page)}."
        )
        yield Entry(uid, *each.span, f"Lock-up: {each}", text)


def lock_up_clashes(found: Iterable[Clash]) -> Iterator[Entry]:
    """Each refused clash, on the days that no consent covers: one entry a span."""
    for clash in found:
        if not clash.refused:
            continue
        terms = clash.window.terms
        text = (
            f"{clash.act.what} falls in the lock-up of {clash.window}; days without consent: "
            f"{listed(clash.uncovered)}{cite(terms.page)}."
        )
        for span in clash.uncovered:
            act = f"{clash.act.kind}-{clash.act.span.since.isoformat()}-{_key(clash.act.what)}"
            place = f"{terms.slug}-{clash.window.placement}"
            uid = f"clash-{place}-{act}-{span.since.isoformat()}"
            yield Entry(uid, *span, f"Lock-up clash: {clash.act.what}", text)


def settlements(due: Iterable[SettlementDue]) -> Iterator[Entry]:
    """The settlements that are due, each on its settlement date."""
    for each in due:
        text = f"Deliver {of_shares(each.shares)}, receive {dollars(each.net)} net of commission."
        uid = f"settlement-{each.slug}-{each.sale}"
        yield Entry(uid, each.on, each.on, f"Settlement due: {each.name}", text)


def filings(due: Iterable[FilingDue]) -> Iterator[Entry]:
    """The filings that are due."""
    for each in due:
        yield Entry(f"filing-{each.key}", each.on, each.on, f"Filing due: {each.form}", each.what)


def milestones(expected: Iterable[Milestone], by: date) -> Iterator[Entry]:
    """The milestones expected after the day `by` or overdue on it, not the received ones."""
    for each in expected:
        if each.expected_on is None or each.is_received(by):
            continue
        chance = f"{(100 * each.probability).normalize():f}%"
        text = (
            f"{dollars(each.amount)} from {each.payer}, expected on {written(each.expected_on)} "
            f"with a probability of {chance}: {each.trigger}"
        )
        on = each.expected_on
        yield Entry(f"milestone-{_key(each.key)}", on, on, f"Milestone expected: {each.key}", text)


def within(entries: Iterable[Entry], first: date, last: date) -> list[Entry]:
    """The entries on days from `first` to `last`, in order of their days; open ends at `last`.

    An entry that began before `first` keeps its own first day.
    """
    kept = [entry for entry in entries if Span(first, last).common(Span(entry.on, entry.until))]
    closed = (entry if entry.until is not None else entry._replace(until=last) for entry in kept)
    return sorted(closed, key=lambda entry: (entry.on, entry.uid))


def _key(what: str) -> str:
    return "-".join(what.lower().split())
