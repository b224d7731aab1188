"""What comes: settlements, warrants, filings, the end of lock-ups, and days of the agreements."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from neoequity.books.days import written
from neoequity.books.money import dollars, of_shares
from neoequity.company.models.lock_ups import situation_on
from neoequity.company.selectors.filings import filings_on
from neoequity.reports.report import Asked
from placements.selectors.positions import Position
from placements.selectors.sales import OVERDUE, UNSETTLED, sales_as_of
from warrants.selectors.accruals import accruals
from warrants.selectors.owed import debts
from warrants.selectors.register import warrants_as_of

#: How far ahead the board looks.
AHEAD = timedelta(days=366)


class Coming(NamedTuple):
    """Something that is due or happens on a day, with what it brings, in words."""

    on: date
    what: str
    detail: str


def coming(asked: Asked, shown: Sequence[Position]) -> list[Coming]:
    """Everything that comes within a year, what is overdue first; a fixed number of queries."""
    names = {each.agreement.pk: each.in_force.terms.name for each in shown}
    found = [
        *_settlements(asked, names),
        *_filings(asked),
        *_warrants_due(asked, names),
        *_expiring(asked),
        *_lock_ups(asked, {each.agreement.slug for each in shown}),
        *_terminable(asked, shown),
    ]
    return in_order(found, asked.as_of)


def in_order(found: Iterable[Coming], as_of: date) -> list[Coming]:
    """What is overdue or comes within a year, by day."""
    return sorted(each for each in found if each.on <= as_of + AHEAD)


def _settlements(asked: Asked, names: dict[int, str]) -> Iterator[Coming]:
    """The undelivered sales of each settlement date, as known at the moment asked for."""
    rows = sales_as_of(asked.as_of, asked.known_at).filter(
        agreement__in=names, kind_name="sale", status__in=(UNSETTLED, OVERDUE)
    )
    days = rows.order_by().values("settlement_date", "agreement_id").annotate(net_sum=Sum("net"))
    for row in days:
        net: Decimal = row["net_sum"]
        late = "overdue" if row["settlement_date"] < asked.as_of else "due"
        yield Coming(
            row["settlement_date"],
            f"Settlement {late}: {names[row['agreement_id']]}",
            f"{dollars(net)} net",
        )


def _filings(asked: Asked) -> Iterator[Coming]:
    found = filings_on(asked.issuer, asked.as_of, asked.known_at)
    for filing in (*found.overdue, *found.due):
        if filing.row.due_on is not None:
            what = f"Filing {filing.state}: {filing.row.form}"
            yield Coming(filing.row.due_on, what, filing.row.concerns)


def _warrants_due(asked: Asked, names: dict[int, str]) -> Iterator[Coming]:
    earned = accruals(asked.as_of, known_at=asked.known_at)
    own = [each for each in earned if each.agreement.pk in names]
    for debt in debts(own, asked.as_of):
        due_on = debt.accrual.owed.due_on
        if due_on is not None:
            late = "overdue" if debt.state == "overdue" else "due"
            what = f"Warrants {late}: {names[debt.accrual.agreement.pk]}"
            yield Coming(due_on, what, f"{debt.name}, {of_shares(debt.accrual.to_issue_now)}")


def _expiring(asked: Asked) -> Iterator[Coming]:
    rows = warrants_as_of(asked.as_of, asked.known_at).filter(
        issuer=asked.issuer,
        outstanding_then__gt=0,
        expires_on__range=(asked.as_of, asked.as_of + AHEAD),
    )
    for row in rows:
        assert row.expires_on is not None  # noqa: S101  # see the filter
        yield Coming(row.expires_on, f"{row} expires", f"{of_shares(row.outstanding_then)}")


def _lock_ups(asked: Asked, slugs: set[str]) -> Iterator[Coming]:
    found = situation_on(asked.issuer, asked.as_of, asked.known_at, since=asked.as_of)
    for window in found.windows:
        until = window.span.until
        if until is not None and until >= asked.as_of and window.terms.slug in slugs:
            yield Coming(until, f"Lock-up ends: {window}", f"from {written(window.span.since)}")


def _terminable(asked: Asked, shown: Sequence[Position]) -> Iterator[Coming]:
    for each in shown:
        terms = each.in_force.terms
        ends_on = terms.terminated_on
        if ends_on is not None:
            if ends_on > asked.as_of:
                yield Coming(ends_on, f"{terms.name} ends", "terminated")
        elif terms.termination_from is not None and terms.termination_from >= asked.as_of:
            what = f"{terms.name} becomes terminable"
            yield Coming(terms.termination_from, what, "by either party")
