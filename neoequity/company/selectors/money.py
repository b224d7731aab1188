"""Money from elsewhere than the agreements with the agent (pp. S-4 and S-7)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from neoequity.books.days import written
from neoequity.books.models import Issuer
from neoequity.books.money import gross_of, per_share
from neoequity.books.refusal import cite
from neoequity.company.models import Funding
from neoequity.company.models.ceiling import Ceiling, ceilings, payments
from neoequity.company.models.standing import standing
from neoequity.company.selectors.quotes import Quote, last_bid, last_close
from neoequity.company.terms.milestones import Summary, summary
from placements.terms.split import StockSplit, combined
from warrants.models import Series
from warrants.selectors.register import warrants_as_of
from warrants.terms.call import CallPrice, CallTerms, call_price


class Source(NamedTuple):
    """The records of one agreement or source, in the order of their recording."""

    name: str
    records: list[Funding]


class UnderCeiling(NamedTuple):
    """A source's ceiling with its payments as of the day.

    `without_probability` counts the expected payments that are weighted in full because nobody
    stated their probability.
    """

    ceiling: Ceiling
    figures: Summary
    without_probability: int


class ClassB(NamedTuple):
    """A callable series: what is outstanding, and its call price at the last known bid.

    `usable` says whether the market price reaches the series' floor; None if no closing price is
    known. `missing` is the sentence why there is no price.
    """

    series: Series
    outstanding: int
    terms: CallTerms
    close: Quote | None
    bid: Quote | None
    price: CallPrice | None
    missing: str

    @property
    def usable(self) -> bool | None:
        """Whether the issuer may use the series at the last closing price."""
        return None if self.close is None else self.close.price >= self.terms.floor

    @property
    def proceeds(self) -> Decimal | None:
        """Dollars if all of them were exercised at the call price; None without one."""
        return None if self.price is None else gross_of(self.outstanding, self.price.price)


def records_of_money(issuer: Issuer, as_of: date) -> list[Funding]:
    """The records that stand on the day; one query."""
    return list(standing(Funding, issuer, as_of).order_by("day", "pk"))


def by_source(records: Sequence[Funding]) -> list[Source]:
    """The records by their agreement, named before the first comma of the source."""
    grouped: dict[str, list[Funding]] = {}
    for row in records:
        grouped.setdefault(row.source.partition(",")[0], []).append(row)
    return [Source(name, own) for name, own in grouped.items()]


def under_ceilings(records: Sequence[Funding], as_of: date) -> list[UnderCeiling]:
    """Each source that states a ceiling: received, expected, weighted by probability, and left."""
    return [
        UnderCeiling(
            ceiling,
            summary(payments(ceiling.payments), ceiling.amount, as_of),
            sum(row.state == "expected" and row.probability is None for row in ceiling.payments),
        )
        for ceiling in ceilings(records).values()
    ]


def class_b(issuer: Issuer, as_of: date, splits: Sequence[StockSplit]) -> list[ClassB]:
    """The issuer's callable series, opened by the day; four queries however many there are."""
    all_series = Series.objects.filter(issuer=issuer, opened_on__lte=as_of)
    outstanding: dict[int, int] = {}
    for row in warrants_as_of(as_of).filter(series__in=all_series):
        assert row.series_id is not None  # noqa: S101  # see the filter
        outstanding[row.series_id] = outstanding.get(row.series_id, 0) + row.outstanding_then
    close, bid = last_close(issuer, as_of, splits), last_bid(issuer, as_of, splits)
    found = []
    for each in all_series:
        since = combined(split.ratio for split in splits if each.opened_on < split.on <= as_of)
        terms = each.call_terms(since)
        missing = _missing(each, terms, close, bid, as_of)
        price = call_price(bid.price, close.price, terms) if bid and close else None
        shares = outstanding.get(each.pk, 0)
        found.append(ClassB(each, shares, terms, close, bid, price, missing))
    return found


def _missing(
    series: Series, terms: CallTerms, close: Quote | None, bid: Quote | None, as_of: date
) -> str:
    """Why there is no call price, as a sentence; empty if there is one."""
    if bid is None:
        return (
            f"No closing bid is recorded by {written(as_of)}: the call price takes that of the "
            f"trading day after the notice{cite(series.page)}."
        )
    if close is None:
        return (
            f"No closing price is recorded by {written(as_of)}: it decides whether the rate below "
            f"{per_share(terms.threshold)} applies{cite(series.page)}."
        )
    return ""
