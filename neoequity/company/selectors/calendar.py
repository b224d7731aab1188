"""What the calendar of an issuer has on the days of a range, as of a day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Min
from django.urls import reverse

from neoequity.books.models import Closing, Issuer
from neoequity.books.periods.rules import open_months
from neoequity.company.models import Blackout, Filing, Funding, RepresentationDate
from neoequity.company.models.lock_ups import Situation, situation_on
from neoequity.company.models.standing import standing
from neoequity.company.terms import calendar_feed
from neoequity.company.terms.calendar_feed import (
    AgreementDay,
    Entry,
    FilingDue,
    MoneyExpected,
    SettlementDue,
    WarrantDay,
    within,
)
from neoequity.company.terms.choices import MONEY
from placements.models import Agreement
from placements.selectors.due import settlements_due
from placements.selectors.known_at import agreement_names, agreements_with_terms, in_force
from placements.selectors.splits import splits_by
from warrants.selectors.accruals import accruals
from warrants.selectors.owed import debts
from warrants.selectors.register import warrants_as_of


class Item(NamedTuple):
    """An entry of the calendar: what kind it is of, and the page that has more, or ""."""

    kind: str
    entry: Entry
    url: str


class Calendar(NamedTuple):
    """The items of a range of days in their order, and the lock-up situation behind them.

    `open_ended` are the uids of entries that have no end but that of the range.
    """

    items: list[Item]
    situation: Situation
    open_ended: frozenset[str]


def calendar_on(issuer: Issuer, as_of: date, first: date, last: date) -> Calendar:
    """Everything dated from `first` to `last`; a constant number of queries.

    Open lock-ups end at `last`. Settlements are summed up by day and agreement, from aggregates.
    """
    situation = situation_on(issuer, as_of, since=min(first, as_of))
    items = [
        *_items("market", calendar_feed.market_days(first, last, situation.exceptions)),
        *_blackouts(issuer, as_of),
        *_representations(issuer, as_of),
        *_items("lock-up", calendar_feed.lock_ups(situation.windows), "#lock-ups"),
        *_items("clash", calendar_feed.lock_up_clashes(situation.clashes()), "#clashes"),
        *_settlements(issuer, as_of),
        *_filings(issuer, as_of),
        *_money(issuer, as_of),
        *_warrants(issuer, as_of),
        *_periods(issuer, as_of, last),
        *_agreements(issuer, as_of),
    ]
    by_entry = {item.entry.uid: item for item in items}
    kept = within((item.entry for item in by_entry.values()), first, last)
    return Calendar(
        [by_entry[entry.uid]._replace(entry=entry) for entry in kept],
        situation,
        frozenset(uid for uid, item in by_entry.items() if item.entry.until is None),
    )


def _items(kind: str, entries: Iterable[Entry], url: str = "") -> Iterator[Item]:
    for entry in entries:
        yield Item(kind, entry, url)


def _settlements(issuer: Issuer, as_of: date) -> Iterator[Item]:
    own = set(Agreement.objects.filter(issuer=issuer).values_list("slug", flat=True))
    rows = settlements_due(as_of, agreement_names(as_of), splits_by(as_of))
    due = [
        SettlementDue(row.slug, row.day, row.agreement, row.shares, row.net)
        for row in rows
        if row.slug in own
    ]
    return _items("settlement", calendar_feed.settlements(due), reverse("placements:settlements"))


def _blackouts(issuer: Issuer, as_of: date) -> Iterator[Item]:
    for row in standing(Blackout, issuer, as_of):
        entries = calendar_feed.blackouts([(str(row.pk), row.window)])
        yield from _items("blackout", entries, row.get_absolute_url())


def _representations(issuer: Issuer, as_of: date) -> Iterator[Item]:
    for row in standing(RepresentationDate, issuer, as_of).select_related("agreement"):
        day = AgreementDay(str(row.pk), row.agreement.name, row.falls_on, row.page)
        entries = calendar_feed.representation_dates([day])
        yield from _items("representation", entries, row.get_absolute_url())


def _filings(issuer: Issuer, as_of: date) -> Iterator[Item]:
    for row in standing(Filing, issuer, as_of):
        if row.filed_on is not None and row.filed_on <= as_of:
            made = FilingDue(str(row.pk), row.form, row.filed_on, row.concerns)
            yield from _items("filing", calendar_feed.filed([made]), row.get_absolute_url())
        elif row.due_on is not None:
            due = FilingDue(str(row.pk), row.form, row.due_on, row.concerns)
            yield from _items("filing", calendar_feed.filings([due]), row.get_absolute_url())


def _money(issuer: Issuer, as_of: date) -> Iterator[Item]:
    """What is still expected; a later record of the same source and kind replaces an earlier."""
    rows = standing(Funding, issuer, as_of).order_by("day", "pk")
    latest = {(row.source, row.kind): row for row in rows}
    for row in latest.values():
        if row.state == "expected" and row.expected_on is not None:
            money = MoneyExpected(
                str(row.pk),
                MONEY[row.kind],
                row.source,
                row.expected_on,
                row.amount,
                row.trigger_text,
            )
            yield from _items(
                "money", calendar_feed.expected_money([money]), row.get_absolute_url()
            )


def _warrants(issuer: Issuer, as_of: date) -> Iterator[Item]:
    outstanding = warrants_as_of(as_of).filter(
        issuer=issuer, outstanding_then__gt=0, expires_on__isnull=False
    )
    for row in outstanding:
        if row.expires_on is not None:
            warrant = WarrantDay(str(row.number), str(row), row.expires_on, row.outstanding_then)
            url = reverse("warrants:warrant", args=[issuer.slug, row.number])
            yield from _items("warrant", calendar_feed.warrants_expiring([warrant]), url)
    owed = [each for each in accruals(as_of) if each.agreement.issuer_id == issuer.pk]
    for debt in debts(owed, as_of):
        due_on = debt.accrual.owed.due_on
        if due_on is not None:
            slug = debt.accrual.agreement.slug
            number = debt.accrual.placement.number if debt.accrual.placement else "programme"
            name = f"{debt.name}, {debt.accrual.agreement.name}"
            warrant = WarrantDay(f"{slug}-{number}", name, due_on, debt.accrual.to_issue_now)
            entries = calendar_feed.warrants_to_issue([warrant])
            yield from _items("warrant", entries, reverse("warrants:register"))


def _periods(issuer: Issuer, as_of: date, last: date) -> Iterator[Item]:
    """The months to close, from the first signing to those that are to be closed by the last day.

    What is closed on the day stands no more, until it is reopened.
    """
    signed = Agreement.objects.filter(issuer=issuer).aggregate(first=Min("signed_on"))["first"]
    if signed is None:
        return
    closings = Closing.objects.filter(issuer=issuer, closed_on__lte=as_of)
    standing_closings = closings.exclude(reopening__reopened_on__lte=as_of)
    spans = standing_closings.values_list("starts_on", "ends_on")
    months = open_months(signed, last, spans)
    url = reverse("periods:periods")
    yield from _items("period", calendar_feed.periods_to_close(months), url)


#: The terms that are days of the calendar, and the entry of each.
_DAYS_OF_AGREEMENTS = {
    "termination_from": calendar_feed.terminable,
    "terminated_on": calendar_feed.terminated,
}


def _agreements(issuer: Issuer, as_of: date) -> Iterator[Item]:
    """The days from which agreements may be ended or are, by the terms in force on the day."""
    rows = agreements_with_terms().filter(issuer=issuer, signed_on__lte=as_of)
    known = in_force(rows.prefetch_related("term_citations"), as_of)
    for agreement, terms, versions, _ in known.values():
        pages, url = agreement.cited(versions), agreement.get_absolute_url()
        for term, told in _DAYS_OF_AGREEMENTS.items():
            on = getattr(terms, term)
            if on is not None:
                day = AgreementDay(agreement.slug, terms.name, on, pages.get(term, ""))
                yield from _items("agreement", told([day]), url)
