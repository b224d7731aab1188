"""What a calendar shows of the programme, as plain entries that a page or a feed can render."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.calendar import NO_EXCEPTIONS, ORDINARY, WEEKEND, Exceptions, day_kind
from neoequity.books.days import written
from neoequity.books.money import dollars, of_shares
from neoequity.books.periods.rules import Period
from neoequity.books.refusal import cite
from neoequity.company.terms.blackout import Window as Blackout
from neoequity.company.terms.lock_up import Clash, Window
from neoequity.company.terms.spans import Span, listed

#: How long after a month's end the office closes it.
CLOSE_WITHIN = timedelta(days=10)
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
    unique within an issuer. `without_money` is the text of a feed, where `text` tells an amount.
    """

    uid: str
    on: date
    until: date | None
    title: str
    text: str
    without_money: str = ""


class SettlementDue(NamedTuple):
    """What an agreement has to settle on a day: shares to deliver for net dollars."""

    slug: str
    on: date
    name: str
    shares: int
    net: Decimal


class FilingDue(NamedTuple):
    """A filing that is due or made; `key` names it within the issuer, `form` is its name."""

    key: str
    form: str
    on: date
    what: str


class MoneyExpected(NamedTuple):
    """Other money that is expected on a day: `what` and `source` in words, dollars if known."""

    key: str
    what: str
    source: str
    on: date
    amount: Decimal | None
    trigger: str


class WarrantDay(NamedTuple):
    """A warrant's last day, or the day by which one is due: its name and shares."""

    key: str
    name: str
    on: date
    shares: int


class AgreementDay(NamedTuple):
    """The day on which an agreement ends, or from which it may be ended; `page` states it."""

    slug: str
    name: str
    on: date
    page: str


def market_days(first: date, last: date, exceptions: Exceptions = NO_EXCEPTIONS) -> Iterator[Entry]:
    """The days on which the market departs from the week: holidays and exceptional days."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        kind = day_kind(day, exceptions)
        if kind not in {ORDINARY, WEEKEND}:
            title = _MARKET[kind.trading, kind.settlement]
            yield Entry(f"market-{day.isoformat()}", day, day, title, kind.source)


def blackouts(windows: Iterable[tuple[str, Blackout]]) -> Iterator[Entry]:
    """The days of each blackout, by the key of its record."""
    for key, each in windows:
        text = f"Nothing is sold and no placement accepted: {each.reason}{cite(each.cited)}."
        yield Entry(f"blackout-{key}", each.since, each.until, f"Blackout: {each.reason}", text)


def representation_dates(dates: Iterable[AgreementDay]) -> Iterator[Entry]:
    """The days on which the agent of an agreement is due papers; the slug is the record's key."""
    for each in dates:
        text = f"Papers are due to the agent of the {each.name}{cite(each.page)}."
        title = f"Representation date: {each.name}"
        yield Entry(f"representation-{each.slug}", each.on, each.on, title, text)


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
    """The settlements that are due, each agreement's on its settlement date."""
    for each in due:
        deliver = f"Deliver {of_shares(each.shares)}"
        text = f"{deliver}, receive {dollars(each.net)} net of commission."
        uid = f"settlement-{each.slug}-{each.on.isoformat()}"
        title = f"Settlement due: {each.name}"
        yield Entry(uid, each.on, each.on, title, text, f"{deliver}.")


def filings(due: Iterable[FilingDue]) -> Iterator[Entry]:
    """The filings that are due."""
    for each in due:
        yield Entry(f"filing-{each.key}", each.on, each.on, f"Filing due: {each.form}", each.what)


def filed(made: Iterable[FilingDue]) -> Iterator[Entry]:
    """The filings that were made, each on the day of its filing."""
    for each in made:
        yield Entry(f"filed-{each.key}", each.on, each.on, f"Filed: {each.form}", each.what)


def expected_money(expected: Iterable[MoneyExpected]) -> Iterator[Entry]:
    """Other money on the days on which it is expected."""
    for each in expected:
        amount = "amount not available"
        if each.amount is not None:
            amount = f"at most {dollars(each.amount)}"
        text = f"{each.source}: {amount}.{f' {each.trigger}.' if each.trigger else ''}"
        title = f"Expected: {each.what}"
        yield Entry(f"money-{each.key}", each.on, each.on, title, text, f"{each.source}.")


def warrants_expiring(expiring: Iterable[WarrantDay]) -> Iterator[Entry]:
    """The last day of each warrant that is outstanding."""
    for each in expiring:
        text = f"{of_shares(each.shares)} outstanding."
        yield Entry(f"expiry-{each.key}", each.on, each.on, f"Last day: {each.name}", text)


def warrants_to_issue(due: Iterable[WarrantDay]) -> Iterator[Entry]:
    """The day by which each warrant that is owed must be issued."""
    for each in due:
        text = f"Warrants for {of_shares(each.shares)} are to be issued by this day."
        uid = f"warrant-due-{each.key}"
        yield Entry(uid, each.on, each.on, f"Warrants due: {each.name}", text)


def periods_to_close(months: Iterable[Period]) -> Iterator[Entry]:
    """The day by which each month is to be closed."""
    for each in months:
        on = each.ends_on + CLOSE_WITHIN
        name = f"{each.starts_on:%B %Y}"
        text = (
            f"Close {name} by this day, {CLOSE_WITHIN.days} days after it ended on "
            f"{written(each.ends_on)}."
        )
        yield Entry(f"close-{each.label}", on, on, f"Period to close: {name}", text)


def terminable(agreements: Iterable[AgreementDay]) -> Iterator[Entry]:
    """The day from which either party may end each agreement."""
    for each in agreements:
        text = f"Either party may terminate the {each.name} from this day on{cite(each.page)}."
        uid = f"terminable-{each.slug}"
        yield Entry(uid, each.on, each.on, f"Terminable by either party: {each.name}", text)


def terminated(agreements: Iterable[AgreementDay]) -> Iterator[Entry]:
    """The day from which nothing is sold under each agreement."""
    for each in agreements:
        text = f"Nothing is placed or sold under the {each.name} from this day on{cite(each.page)}."
        yield Entry(f"terminated-{each.slug}", each.on, each.on, f"Ends: {each.name}", text)


def within(entries: Iterable[Entry], first: date, last: date) -> list[Entry]:
    """The entries on days from `first` to `last`, in order of their days; open ends at `last`.

    An entry that began before `first` keeps its own first day.
    """
    kept = [entry for entry in entries if Span(first, last).common(Span(entry.on, entry.until))]
    closed = (entry if entry.until is not None else entry._replace(until=last) for entry in kept)
    return sorted(closed, key=lambda entry: (entry.on, entry.uid))


def _key(what: str) -> str:
    return "-".join(what.lower().split())
