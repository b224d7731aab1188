"""The report `settlements`: due, delivered, overdue with ageing, and net cash expected by day.

Its CSV has a line for each agreement and settlement day of the period, and for each other day with
deliveries that are still open. Counts, shares (in those of the last day) and net dollars: first of
all that is due, then by state. `settlement_days_late` is that of the overdue ones. A line without a
settlement date has the adjustments of commission that are not paid; their net is negative if the
agent is owed. Last come the cash received for what was due, and what of its net is open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from django.db.models import Aggregate, Case, Count, DateField, F, Q, QuerySet, Sum, When

from neoequity.books.calendar import days_late
from neoequity.books.days import written
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.models import ExceptionalDay
from neoequity.books.money import ZERO
from neoequity.reports.report import Asked, Content, Report, Row, Table
from neoequity.reports.settlements import rules
from neoequity.reports.settlements.cash import Cash
from neoequity.reports.settlements.rules import Day, Lot, State
from placements.models import Agreement, Sale, SaleAggregate, Split
from placements.selectors.known_at import agreement_names

_STATES = {
    State.ON_TIME: "Delivered on time",
    State.LATE: "Delivered late",
    State.EARLY: "Delivered early",
    State.UNSETTLED: "Not yet due",
    State.OVERDUE: "Overdue",
    State.REVERSED: "Reversed",
}
_MEASURES = (("sales", "sales", Kind.NUMBER), ("shares", "shares", Kind.SHARES),
             ("net", "net", Kind.MONEY))  # fmt: skip
_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("settlement_date", "Settlement date", Kind.DAY),
    *(Column(name, f"Due, {words}", kind, totaled=True) for name, words, kind in _MEASURES),
    *(
        Column(f"{state}_{name}", f"{title}, {words}", kind, totaled=True)
        for state, title in _STATES.items()
        for name, words, kind in _MEASURES
    ),
    Column("settlement_days_late", "Settlement days late", Kind.NUMBER),
    Column("adjustments", "Unpaid adjustments", Kind.NUMBER, totaled=True),
    Column("adjustments_net", "Unpaid adjustments, net", Kind.MONEY, totaled=True),
    Column("cash_received", "Cash received", Kind.MONEY, totaled=True),
    Column("cash_open", "Cash open", Kind.MONEY, totaled=True),
)
_SUMS = (
    Column("sales", "Sales", Kind.NUMBER, totaled=True),
    Column("shares", "Shares", Kind.SHARES, totaled=True),
    Column("net", "Net", Kind.MONEY, totaled=True),
)
_BY_STATE = (Column("state", "State"), *_SUMS)
_BY_AGE = (Column("age", "Overdue"), *_SUMS)
_OVERDUE = (
    Column("settlement_date", "Settlement date", Kind.DAY),
    Column("agreement", "Agreement"),
    Column("late", "Settlement days late", Kind.NUMBER),
    *_SUMS,
)
_EXPECTED = (Column("day", "Expected on", Kind.DAY), Column("agreement", "Agreement"), *_SUMS)
_BY_DAY = (
    Column("settlement_date", "Settlement date", Kind.DAY),
    Column("agreement", "Agreement"),
    *_SUMS,
    *(
        Column(state, title, Kind.NUMBER, totaled=True)
        for state, title in _STATES.items()
    ),
    Column("cash_received", "Cash received", Kind.MONEY, totaled=True),
    Column("cash_open", "Cash open", Kind.MONEY, totaled=True),
)  # fmt: skip


def _build(asked: Asked) -> Content:
    splits = Split.by_issuer(asked.as_of, asked.known_at, [asked.issuer.pk])
    days = rules.by_day(
        _lots(asked), asked.since, asked.until, asked.as_of, splits.get(asked.issuer.pk, ())
    )
    slugs = dict(Agreement.objects.filter(issuer=asked.issuer).values_list("pk", "slug"))
    names = agreement_names(asked.as_of, asked.known_at)
    exceptions = ExceptionalDay.exceptions_at(asked.known_at)
    late = cache(partial(days_late, as_of=asked.as_of, exceptions=exceptions))
    days.sort(key=lambda day: (day.settles_on or date.max, slugs[day.agreement]))
    cash = Cash(asked)
    data = Table(
        "Settlements",
        "Settlements",
        _COLUMNS,
        [(*_data(day, slugs, late), *cash.of(day)) for day in days],
    )
    return Content(data, tuple(_tables(days, names, late, asked, cash)))


def _tables(
    days: Sequence[Day],
    names: Mapping[int, str],
    late: Callable[[date], int],
    asked: Asked,
    cash: Cash,
) -> Iterator[Table]:
    in_period = [
        day for day in days
        if day.settles_on is not None and asked.since <= day.settles_on <= asked.until
    ]  # fmt: skip
    as_of = written(asked.as_of)
    yield Table(
        "Due in the period",
        "Due in the period",
        _BY_STATE,
        [
            (title, *each)
            for state, title in _STATES.items()
            if state != State.REVERSED
            and (each := rules.total(day.of(state) for day in in_period)).sales
        ],
        f"Sales whose settlement date is in the period, as they stood on {as_of}, in the shares "
        "of that day; without those that were reversed by then.",
    )
    overdue = [day for day in days if State.OVERDUE in day.by_state]
    yield Table(
        "Overdue by age",
        f"Overdue as of {as_of}",
        _BY_AGE,
        [(age.title, *each) for age, each in rules.by_age(days, late)] if overdue else [],
        "Whatever the period: every sale past its settlement date that was not delivered.",
        empty="Nothing is overdue.",
    )
    if overdue:
        yield Table(
            "Overdue by day",
            "Overdue by settlement date",
            _OVERDUE,
            [
                (day.settles_on, names[day.agreement], late(day.settles_on),
                 *day.of(State.OVERDUE))
                for day in overdue
                if day.settles_on is not None
            ],
        )  # fmt: skip
    yield Table(
        "Net cash expected",
        "Net cash expected by day",
        _EXPECTED,
        _expected(days, names),
        "Net of commission and deductions. Adjustments of commission have no agreed day; in "
        "parentheses if they are to be paid to the agent.",
    )
    yield Table(
        "By settlement date",
        "Due in the period by settlement date",
        _BY_DAY,
        [
            (day.settles_on, names[day.agreement], *day.due,
             *(day.of(state).sales or None for state in _STATES), *cash.of(day))
            for day in in_period
        ],
        "Sales, shares and net are without the reversed sales; the columns by state count sales. "
        "Cash received is what of the receipts was allocated to them; open is net less received.",
    )  # fmt: skip


def _expected(days: Sequence[Day], names: Mapping[int, str]) -> list[Row]:
    """Overdue deliveries first, then each coming day, then what has no day."""
    overdue = [day for day in days if State.OVERDUE in day.by_state]
    lines: list[Row] = [
        (f"Overdue since {written(day.settles_on)}", names[day.agreement],
         *day.of(State.OVERDUE))
        for day in overdue
        if day.settles_on is not None
    ]  # fmt: skip
    for day in days:
        open_sales = day.of(State.UNSETTLED)
        if day.settles_on is None:
            lines.append(("Adjustments, no day agreed", names[day.agreement], None, None,
                          open_sales.net))  # fmt: skip
        elif open_sales.sales:
            lines.append((day.settles_on, names[day.agreement], *open_sales))
    return lines


def _data(day: Day, slugs: Mapping[int, str], late: Callable[[date], int]) -> Row:
    if day.settles_on is None:
        unpaid = day.of(State.UNSETTLED)
        nothing = [0, 0, ZERO] * (1 + len(_STATES))
        return (slugs[day.agreement], None, *nothing, None, unpaid.sales, unpaid.net)
    return (
        slugs[day.agreement],
        day.settles_on,
        *day.due,
        *(figure for state in _STATES for figure in day.of(state)),
        late(day.settles_on) if State.OVERDUE in day.by_state else None,
        0,
        ZERO,
    )


def _lots(asked: Asked) -> Iterator[Lot]:
    """One row for each way that sales went; one query, from sums unless a moment is asked for."""
    number: Aggregate
    if asked.known_at is None:
        rows, number = _aggregates(), Sum("sales")
    else:
        rows, number = _known_sales(asked), Count("pk")
    rows = rows.filter(
        Q(settlement_date__range=(asked.since, asked.until))
        | Q(delivered_by=None)
        | Q(delivered_by__gt=asked.as_of),
        agreement__issuer=asked.issuer,
        trade_date__lte=asked.as_of,
    )
    if asked.agreement is not None:
        rows = rows.filter(agreement__slug=asked.agreement)
    way = ("agreement_id", "trade_date", "settlement_date", "delivered_by", "reversed_by")
    sums = rows.order_by().values_list(*way).annotate(
        number=number, shares_sum=Sum("shares"), net_sum=Sum("net")
    )  # fmt: skip
    for row in sums:
        yield Lot(*row)


def _aggregates() -> QuerySet[Any]:
    rows = SaleAggregate.objects.exclude(kind="reversal")
    return rows.annotate(delivered_by=F("delivered_on"), reversed_by=F("reversed_on"))


def _known_sales(asked: Asked) -> QuerySet[Any]:
    """The sales themselves: an aggregate does not say when it became known."""
    rows = Sale.objects.filter(reverses=None, recorded_at__lte=asked.known_at)
    return rows.annotate(
        delivered_by=_if_known("delivery", "delivered_on", asked),
        reversed_by=_if_known("reversal", "trade_date", asked),
    )


def _if_known(row: str, day: str, asked: Asked) -> Case:
    known = Q(**{f"{row}__recorded_at__lte": asked.known_at})
    return Case(When(known, then=F(f"{row}__{day}")), output_field=DateField())


SETTLEMENTS = Report(
    "settlements",
    "Settlements",
    "What was due, delivered and overdue, and the net cash that is expected by day.",
    _build,
)
