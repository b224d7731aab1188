"""The report `commission`: the calculation of each sale by tier, tied to what was posted (p. S-11).

Its CSV has the columns of the pack's `commissions.csv`, with the entries dated in the period.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from neoequity.books.days import written
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.money import ZERO, dollars
from neoequity.reports.reading import Later, read_rows
from neoequity.reports.report import Asked, Content, Report, Row, Table
from placements.exports.commissions import commission_rows, commission_sums
from placements.models import Agreement, DayTotal
from placements.selectors.known_at import agreement_names

_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("sale", "Entry", Kind.NUMBER),
    Column("kind", "Kind"),
    Column("trade_date", "Trade date", Kind.DAY),
    Column("gross_before", "Gross before", Kind.MONEY),
    Column("gross_after", "Gross after", Kind.MONEY),
    Column("terms_version", "Terms", Kind.NUMBER),
    Column("tier_above", "Tier above", Kind.MONEY),
    Column("tier_up_to", "Tier up to", Kind.MONEY),
    Column("rate", "Rate", Kind.PERCENT),
    Column("gross_in_tier", "Gross in tier", Kind.MONEY, totaled=True),
    Column("commission_in_tier", "Commission in tier", Kind.MONEY, totaled=True),
    Column("commission", "Commission", Kind.MONEY),
    Column("deductions", "Deductions", Kind.MONEY),
    Column("net", "Net", Kind.MONEY),
)
_SUMMARY = (
    Column("item", "Calculation"),
    Column("entries", "Entries", Kind.NUMBER),
    Column("rate", "Rate", Kind.PERCENT),
    Column("gross", "Gross", Kind.MONEY, totaled=True),
    Column("commission", "Commission", Kind.MONEY, totaled=True),
)
_POSTED = (
    Column("agreement", "Agreement"),
    Column("kind", "As posted"),
    Column("entries", "Entries", Kind.NUMBER, totaled=True),
    Column("gross", "Gross", Kind.MONEY, totaled=True),
    Column("commission", "Commission", Kind.MONEY, totaled=True),
)
_NOTE = (
    "Standing sales are taken in trade order, each priced by the tiers that its gross falls in. "
    "The total is what was posted with entries dated in the period."
)
_LINES_NOTE = (
    "A line for each sale and tier. Commission, deductions and net are those of the whole entry as "
    "posted; reversed sales, reversals and adjustments have no tiers."
)


class Tier(NamedTuple):
    """Standing sales of the period in one tier; `up_to` is None in the last one."""

    version: int
    above: Decimal
    up_to: Decimal | None
    rate: Decimal
    sales: int
    gross: Decimal
    commission: Decimal


class Posted(NamedTuple):
    """Entries of one kind with what was posted with them."""

    entries: int = 0
    gross: Decimal = ZERO
    commission: Decimal = ZERO


class Sums(NamedTuple):
    """What was calculated and what was posted under one agreement, by kind of entry."""

    tiers: Sequence[Tier]
    posted: Mapping[str, Posted]

    @property
    def rounding(self) -> Decimal:
        """What the posting of each entry to the cent adds to the calculation by tier.

        An adjustment belongs to the sales of the day that it concerns.
        """
        of_the_days = sum(self.of(kind).commission for kind in ("standing", "adjustment"))
        return of_the_days - sum((tier.commission for tier in self.tiers), ZERO)

    def of(self, kind: str) -> Posted:
        """What was posted with entries of a kind."""
        return self.posted.get(kind, Posted())


def _build(asked: Asked) -> Content:
    query = ExportQuery(
        asked.as_of, asked.known_at, agreement=asked.agreement, issuer=asked.issuer.slug
    )
    lines = Table(
        "Commission",
        "Calculation of each entry",
        _COLUMNS,
        commission_rows(query, asked.since),
        _LINES_NOTE,
    )
    sums = Later(lambda: read_rows(commission_sums(query, asked.since)))
    names = agreement_names(asked.as_of, asked.known_at)
    agreements = _agreements(asked)
    statements = [
        Table(
            f"By tier, {agreement.code}",
            f"{names.get(agreement.pk, agreement.name)}: commission by tier",
            _SUMMARY,
            Later(lambda slug=agreement.slug: statement(sums_of(sums, slug), asked)),  # type: ignore[misc]  # a default of a lambda
            _NOTE,
        )
        for agreement in agreements
    ]
    posted = Table(
        "As posted",
        "Posted in the period",
        _POSTED,
        Later(lambda: _as_posted(agreements, sums, names, asked)),
        "The same commission by kind of entry, as the ledger has it.",
    )
    return Content(lines, (*statements, posted, lines))


def _agreements(asked: Asked) -> list[Agreement]:
    """Those with something on a day of the period; a day total has it whatever the sales are."""
    totals = DayTotal.objects.filter(day__range=(asked.since, asked.as_of)).order_by()
    found = Agreement.objects.filter(issuer=asked.issuer, pk__in=totals.values("agreement"))
    return list(found.filter(slug=asked.agreement) if asked.agreement else found.order_by("slug"))


def sums_of(rows: Sequence[Row], slug: str) -> Sums:
    """The sums of one agreement among the rows of all."""
    own: list[Any] = [row[1:] for row in rows if row[0] == slug]
    return Sums(
        [Tier(*figures) for kind, *figures in own if kind == "tier"],
        {kind: Posted(*figures[-3:]) for kind, *figures in own if kind != "tier"},
    )


def statement(sums: Sums, asked: Asked) -> list[Row]:
    """From the calculation by tier to what was posted in the period, line by line."""
    several = len({tier.version for tier in sums.tiers}) > 1
    lines: list[Row] = [
        (_in_words(tier, several=several), tier.sales, tier.rate, tier.gross, tier.commission)
        for tier in sums.tiers
    ]
    if sums.of("standing").entries:
        lines.append(("Rounding to the cent", None, None, None, sums.rounding))
    lines += [
        (words, each.entries, None, each.gross or None, each.commission)
        for kind, words in _kinds(asked).items()
        if kind in _WITHOUT_TIERS and (each := sums.of(kind)).entries
    ]
    return lines


#: Entries that the calculation by tier leaves out.
_WITHOUT_TIERS = ("reversed", "reversal", "earlier")


def _kinds(asked: Asked) -> dict[str, str]:
    return {
        "standing": "Standing sales",
        "adjustment": "Adjustments for days of the period",
        "earlier": f"Adjustments for days before {written(asked.since)}",
        "reversed": f"Sales reversed by {written(asked.as_of)}",
        "reversal": "Reversals, at what their sales were posted with",
    }


def _as_posted(
    agreements: Iterable[Agreement], sums: Sequence[Row], names: Mapping[int, str], asked: Asked
) -> list[Row]:
    return [
        (names.get(agreement.pk, agreement.name), words, each.entries, each.gross, each.commission)
        for agreement in agreements
        for own in [sums_of(sums, agreement.slug)]
        for kind, words in _kinds(asked).items()
        if (each := own.of(kind)).entries
    ]


def _in_words(tier: Tier, *, several: bool) -> str:
    span = f"Gross above {dollars(tier.above)}"
    if tier.up_to is not None:
        span = f"{span} up to {dollars(tier.up_to)}"
    return f"{span}, terms {tier.version}" if several else span


COMMISSION = Report(
    "commission",
    "Commission statement",
    "The agent’s commission on each sale by tier, with reversals and adjustments, as posted.",
    _build,
)
