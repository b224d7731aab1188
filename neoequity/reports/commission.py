"""The report `commission`: the calculation of each sale by tier, tied to what was posted (p. S-11).

Its CSV has the columns of the pack's `commissions.csv`, with the entries dated in the period.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.plain_text import marked
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.money import ZERO, dollars
from neoequity.reports.reading import Later, read_rows
from neoequity.reports.report import Asked, Content, Report, Row, Table
from placements.exports.commissions import COMMISSIONS, commission_rows, commission_sums
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
_IN_WORDS = (
    Column("entry", "Entry"),
    Column("kind", "Kind"),
    Column("trade_date", "Trade date", Kind.DAY),
    Column("gross_before", "Gross before", Kind.MONEY),
    Column("gross_after", "Gross after", Kind.MONEY),
    Column("rate", "Rate", Kind.PERCENT),
    Column("gross_in_tier", "Gross in tier", Kind.MONEY),
    Column("commission_in_tier", "Commission in tier", Kind.MONEY),
    Column("commission", "Commission", Kind.MONEY),
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
    "A line for each sale and tier. Commission and net are those of the whole entry as posted; "
    "reversed sales, reversals and adjustments have no tiers."
)


#: The kinds of entry, as posted.
POSTED = {
    "standing": "Sales",
    "reversed": "Sales that were reversed since",
    "reversal": "Reversals",
    "adjustment": "Adjustments of commission",
}
EARLIER = "Earlier sales that were reversed or moved to another tier"


class Tier(NamedTuple):
    """Standing sales of the period in one tier; `up_to` is None in the last one.

    `above` is None of what sales state, which has no rate, and of a second fee.
    """

    version: int
    above: Decimal | None
    up_to: Decimal | None
    rate: Decimal | None
    sales: int
    gross: Decimal
    commission: Decimal


class Posted(NamedTuple):
    """Entries of one kind with what was posted with them."""

    entries: int = 0
    gross: Decimal = ZERO
    commission: Decimal = ZERO


class Sums(NamedTuple):
    """What was calculated and what was posted under one agreement.

    `earlier` is what became of sales traded before the period: how reversals changed what standing
    ones come to, and those that these moved into other tiers.
    """

    tiers: Sequence[Tier]
    posted: Mapping[str, Posted]
    earlier: Posted

    @property
    def rounding(self) -> Decimal:
        """What posting each entry to the cent adds to the calculation."""
        posted = sum((each.commission for each in self.posted.values()), ZERO)
        calculated = sum((tier.commission for tier in self.tiers), self.earlier.commission)
        return posted - calculated


def _build(asked: Asked) -> Content:
    query = ExportQuery(
        asked.as_of, asked.known_at, agreement=asked.agreement, issuer=asked.issuer.slug
    )
    data = commission_rows(query, asked.since)
    lines = Table("Commission", "Calculation of each entry", _COLUMNS, data)
    closing = Later(lambda: read_rows(commission_sums(query, asked.since)))
    eve = query._replace(as_of=asked.since - timedelta(days=1))
    opening = Later(lambda: read_rows(commission_sums(eve, date.min)))
    names = agreement_names(asked.as_of, asked.known_at)
    agreements = {names.get(each.pk, each.name): each for each in _agreements(asked)}

    def of(agreement: Agreement) -> Sums:
        return sums_of(closing, opening, agreement.slug)

    statements = [
        Table(
            f"By tier, {agreement.code}",
            f"{name}: commission by tier",
            _SUMMARY,
            Later(partial(lambda each: statement(of(each)), agreement)),
            _NOTE,
        )
        for name, agreement in agreements.items()
    ]
    posted = Table(
        "As posted",
        "Posted in the period",
        _POSTED,
        Later(lambda: _as_posted({name: of(each) for name, each in agreements.items()})),
        "The same commission by kind of entry, as the ledger has it.",
    )
    entries = Table(
        "Entries",
        "Calculation of each entry",
        _IN_WORDS,
        _in_few_columns(data, asked),
        _LINES_NOTE,
        sheet=False,
    )
    return Content(lines, (*statements, posted, entries))


def _in_few_columns(rows: Query, asked: Asked) -> Query:
    """The same lines, as far as a page is wide; an entry is SA-1, as pages name it."""
    codes = dict(Agreement.objects.filter(issuer=asked.issuer).values_list("slug", "code"))
    sql = f"""
    SELECT n.code || '-' || c.sale, c.kind, c.trade_date, c.gross_before, c.gross_after, c.rate,
           c.gross_in_tier, c.commission_in_tier, c.commission, c.net
    FROM ({rows.sql}) AS c ({", ".join(COMMISSIONS)})
    JOIN unnest(%(marked)s::text[], %(codes)s::text[]) AS n (agreement, code)
        ON n.agreement = c.agreement
    ORDER BY c.agreement, c.sale, c.tier_above, c.rate NULLS FIRST
    """  # noqa: S608  # put together from constants
    own = {"marked": [marked(slug) for slug in codes], "codes": list(codes.values())}
    params = rows.params if isinstance(rows.params, Mapping) else {}
    return Query(sql, {**params, **own})


def _agreements(asked: Asked) -> list[Agreement]:
    """Those with something on a day of the period; a day total has it whatever the sales are."""
    totals = DayTotal.objects.filter(day__range=(asked.since, asked.as_of)).order_by()
    found = Agreement.objects.filter(issuer=asked.issuer, pk__in=totals.values("agreement"))
    return list(found.filter(slug=asked.agreement) if asked.agreement else found.order_by("slug"))


def sums_of(closing: Sequence[Row], opening: Sequence[Row], slug: str) -> Sums:
    """The sums of one agreement among the rows of all, at the end and at the start of the period.

    The calculation of a period is that of its end less that of its start, so that a sale that is
    reversed in it, and the sales that move to another tier for that, are counted as they change.
    """
    own: list[Any] = [row[1:] for row in closing if row[0] == slug]
    now = [Posted(*figures[-3:]) for kind, *figures in own if kind == "before"]
    before: list[Any] = [row[-3:] for row in opening if tuple(row[:2]) == (slug, "tier")]
    then = [Posted(*figures) for figures in before]
    return Sums(
        [Tier(*figures) for kind, *figures in own if kind == "tier"],
        {kind: Posted(*figures[-3:]) for kind, *figures in own if kind in POSTED},
        Posted(
            sum(each.entries for each in now) - sum(each.entries for each in then),
            sum((each.gross for each in now), ZERO) - sum((each.gross for each in then), ZERO),
            sum((each.commission for each in now), ZERO)
            - sum((each.commission for each in then), ZERO),
        ),
    )


def statement(sums: Sums) -> list[Row]:
    """From the calculation by tier to what was posted in the period, line by line."""
    several = len({tier.version for tier in sums.tiers}) > 1
    lines: list[Row] = [
        (_in_words(tier, several=several), tier.sales, tier.rate, tier.gross, tier.commission)
        for tier in sums.tiers
    ]
    if sums.earlier.gross or sums.earlier.commission:
        lines.append((EARLIER, None, None, sums.earlier.gross, sums.earlier.commission))
    if lines:
        lines.append(("Rounding to the cent", None, None, None, sums.rounding))
    return lines


def _as_posted(own: Mapping[str, Sums]) -> list[Row]:
    return [
        (name, words, each.entries, each.gross, each.commission)
        for name, sums in own.items()
        for kind, words in POSTED.items()
        if (each := sums.posted.get(kind))
    ]


def _in_words(tier: Tier, *, several: bool) -> str:
    if tier.above is None:
        span = "As stated with each sale" if tier.rate is None else "Second fee on each sale"
    else:
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
