"""The report `cash`: what was expected and received for each settlement day, and what is open.

Its CSV has a line for each day due of the period, agreement and agent, and for every other day on
which something is open. `open` is `not_received` and `short` less `over`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import NamedTuple

from neoequity.books.calendar import days_late
from neoequity.books.days import written
from neoequity.books.exporting.copying import Query
from neoequity.books.exporting.query import ExportQuery
from neoequity.books.exporting.workbook import Column, Kind
from neoequity.books.models import ExceptionalDay
from neoequity.books.money import ZERO
from neoequity.reports.reading import read_rows
from neoequity.reports.report import Asked, Content, Report, Table
from placements.exports.cash import AGENTS, RECEIVED, cash_values
from placements.models import Agreement
from placements.selectors.known_at import agreement_names
from placements.terms.cash import AGES, age_of

# A sale that was reversed by the day is one expectation with its reversal, due on its settlement
# date; an adjustment is due on the day on which it is dated (docs/decisions/, number 79).
_DAYS = f"""
    WITH {RECEIVED}, {AGENTS}, entries AS (
        SELECT s.agreement_id, COALESCE(s.settlement_date, s.trade_date) AS due_on,
               COALESCE(s.concerns, s.trade_date) AS agent_day,
               s.net + COALESCE(r.net, 0) AS expected,
               COALESCE(c.amount, 0) + COALESCE(d.amount, 0) AS received
        FROM placements_sale s
        LEFT JOIN placements_sale r ON r.reverses_id = s.id
            AND r.trade_date <= %(as_of)s AND r.recorded_at <= %(known_at)s
        LEFT JOIN received c ON c.id = s.id
        LEFT JOIN received d ON d.id = r.id
        WHERE s.reverses_id IS NULL AND s.agreement_id = ANY(%(agreements)s)
          AND s.trade_date <= %(as_of)s AND s.recorded_at <= %(known_at)s
    ), judged AS (
        SELECT e.*, e.expected - e.received AS open,
               CASE WHEN e.received = 0 THEN 'not received'
                    WHEN (e.expected - e.received) * COALESCE(NULLIF(e.expected, 0), e.received) < 0
                    THEN 'over' ELSE 'short' END AS state
        FROM entries e WHERE e.expected <> 0 OR e.received <> 0
    )
    SELECT j.agreement_id, a.agent, j.due_on, SUM(j.expected), SUM(j.received),
           COALESCE(SUM(j.open) FILTER (WHERE j.state = 'not received'), 0.00),
           COALESCE(SUM(j.open) FILTER (WHERE j.state = 'short'), 0.00),
           COALESCE(-SUM(j.open) FILTER (WHERE j.state = 'over'), 0.00)
    FROM judged j JOIN agents a ON a.agreement_id = j.agreement_id
        AND j.agent_day >= a.starts_on AND j.agent_day < a.ends_on
    GROUP BY j.agreement_id, a.agent, j.due_on
    HAVING j.due_on BETWEEN %(since)s AND %(until)s OR BOOL_OR(j.open <> 0)
"""  # noqa: S608  # put together from constants

_FIGURES = tuple(
    Column(name, title, Kind.MONEY, totaled=True)
    for name, title in (
        ("expected", "Net expected"),
        ("received", "Received"),
        ("open", "Open"),
        ("not_received", "Not received"),
        ("short", "Short"),
        ("over", "Over"),
    )
)
_OPEN = _FIGURES[2:]
_LATE = Column("settlement_days_late", "Settlement days late", Kind.NUMBER)
_BEGINNING = (
    Column("due_on", "Due", Kind.DAY),
    Column("agreement", "Agreement"),
    Column("agent", "Agent"),
)
_DATA = (*_BEGINNING, *_FIGURES, _LATE, Column("age", "Age"))


class CashDay(NamedTuple):
    """What is due on a day from one agent under one agreement, in dollars."""

    agreement: int
    agent: str
    due_on: date
    expected: Decimal
    received: Decimal
    not_received: Decimal
    short: Decimal
    over: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to come; negative if it is due to the agent."""
        return self.expected - self.received

    @property
    def is_open(self) -> bool:
        """Whether anything is open, even if what is short and what is over cancel out."""
        return bool(self.not_received or self.short or self.over)

    @property
    def parts(self) -> tuple[Decimal, ...]:
        """What is open, and what of it was not received, is short and is over."""
        return (self.open, self.not_received, self.short, self.over)


def cash_days(asked: Asked, agreements: Iterable[int]) -> list[CashDay]:
    """The days of the report; one query, in one pass over all entries."""
    values = {
        **cash_values(ExportQuery(asked.as_of, asked.known_at)),
        "since": asked.since,
        "until": asked.until,
        "agreements": list(agreements),
    }
    return [CashDay(*row) for row in read_rows(Query(_DAYS, values))]


def _build(asked: Asked) -> Content:
    rows = Agreement.objects.filter(issuer=asked.issuer)
    if asked.agreement is not None:
        rows = rows.filter(slug=asked.agreement)
    slugs = dict(rows.values_list("pk", "slug"))
    days = sorted(
        cash_days(asked, slugs), key=lambda day: (day.due_on, slugs[day.agreement], day.agent)
    )
    exceptions = ExceptionalDay.exceptions_at(asked.known_at)
    late = cache(partial(days_late, as_of=asked.as_of, exceptions=exceptions))
    data = Table(
        "Cash",
        "Cash expected and received",
        _DATA,
        [
            (day.due_on, slugs[day.agreement], day.agent, day.expected, day.received, *day.parts,
             *((late(day.due_on), age_of(late(day.due_on))) if day.is_open else (None, None)))
            for day in days
        ],
    )  # fmt: skip
    names = agreement_names(asked.as_of, asked.known_at)
    return Content(data, tuple(_tables(days, names, late, asked)))


def _tables(
    days: Sequence[CashDay],
    names: Mapping[int, str],
    late: Callable[[date], int],
    asked: Asked,
) -> Iterator[Table]:
    in_period = [day for day in days if asked.since <= day.due_on <= asked.until]
    others = [day for day in days if day not in in_period]
    as_of = written(asked.as_of)
    yield Table(
        "By agent",
        "Due in the period",
        (*_BEGINNING[1:], *_FIGURES),
        _by_agent(in_period, names),
        f"What was due in the period, as it stood on {as_of}: net of commission and deductions. "
        "A reversed sale counts with its reversal; an adjustment of commission is due on its day.",
    )
    yield Table(
        "By age",
        f"Open by age as of {as_of}",
        (Column("age", "Age"), *_OPEN),
        _by_age(days, late) if any(day.is_open for day in days) else [],
        "Whatever the period. Short was received in part; over is more than was expected. In "
        "parentheses if it is due to the agent.",
        empty="Nothing is open.",
    )
    yield Table(
        "By day due",
        "Due in the period by day",
        (*_BEGINNING, *_FIGURES),
        [
            (day.due_on, names[day.agreement], day.agent, day.expected, day.received, *day.parts)
            for day in in_period
        ],
    )
    if others:
        yield Table(
            "Open of other days",
            "Open of other days",
            (*_BEGINNING, _LATE, *_FIGURES),
            [
                (day.due_on, names[day.agreement], day.agent, late(day.due_on), day.expected,
                 day.received, *day.parts)
                for day in others
            ],
        )  # fmt: skip


def _by_agent(days: Iterable[CashDay], names: Mapping[int, str]) -> list[tuple[object, ...]]:
    sums: dict[tuple[int, str], list[Decimal]] = {}
    for day in days:
        figures = (day.expected, day.received, *day.parts)
        so_far = sums.get((day.agreement, day.agent), [ZERO] * len(figures))
        sums[day.agreement, day.agent] = [a + b for a, b in zip(so_far, figures, strict=True)]
    return [(names[key], agent, *figures) for (key, agent), figures in sorted(sums.items())]


def _by_age(
    days: Iterable[CashDay], late: Callable[[date], int]
) -> list[tuple[str, *tuple[Decimal, ...]]]:
    sums = {title: [ZERO] * len(_OPEN) for title, _ in AGES}
    for day in days:
        if day.is_open:
            age = age_of(late(day.due_on))
            sums[age] = [a + b for a, b in zip(sums[age], day.parts, strict=True)]
    return [(title, *figures) for title, figures in sums.items()]


CASH = Report(
    "cash",
    "Cash expected and received",
    "What agents were to pay for each settlement day, what was received, and what is open by age.",
    _build,
)
