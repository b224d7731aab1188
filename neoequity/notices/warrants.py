"""Notices of warrants: owed to an agent and not issued, and outstanding ones that expire."""

from collections.abc import Iterator
from datetime import timedelta

from neoequity.books.days import on_page, written
from neoequity.notices.books import Books
from neoequity.notices.kinds import Kind
from neoequity.notices.notice import Notice, Urgency
from neoequity.notices.words import counted
from warrants.selectors.findings import overdue
from warrants.selectors.owed import OVERDUE, Debt, debts, issue_address
from warrants.selectors.register import WarrantThen, warrants_as_of
from warrants.terms.entitlement import DUE

#: Days before its last day on which a warrant is told, and how soon a person is needed then.
AHEAD = ((30, Urgency.SOON), (90, Urgency.INFORMATION))


def warrants(books: Books) -> Iterator[Notice]:
    """One for each accrual that can be issued, and for each warrant that expires or has expired."""
    for debt in debts(books.accruals, books.as_of):
        if debt.state in (DUE, OVERDUE):
            yield _owed(debt, books)
    last = books.as_of + timedelta(days=AHEAD[-1][0])
    rows = warrants_as_of(books.as_of).filter(outstanding_then__gt=0, expires_on__lte=last)
    for row in rows:
        yield _expiring(row, books)


def _owed(debt: Debt, books: Books) -> Notice:
    accrual = debt.accrual
    owed = accrual.owed
    due_on = owed.due_on or books.as_of
    late = next(overdue([accrual], books.as_of), None)
    are = "is" if owed.to_issue == 1 else "are"
    text = (
        f"{accrual.agreement.name}, {accrual.name}: {counted(owed.to_issue, 'warrant share')} "
        f"{are} to be issued to {accrual.agent} by {written(due_on)}."
        if late is None
        else on_page(late.sentence)
    )
    number = "programme" if accrual.placement is None else accrual.placement.number
    return Notice(
        Kind.WARRANT_DUE if late is None else Kind.WARRANT_OVERDUE,
        text,
        issue_address(accrual),
        Urgency.URGENT if due_on <= books.as_of else Urgency.SOON,
        due_on,
        f"{accrual.agreement.slug}:{number}:{due_on.isoformat()}",
    )


def _expiring(row: WarrantThen, books: Books) -> Notice:
    expires_on = row.expires_on
    assert expires_on is not None  # noqa: S101  # the query leaves out warrants without it
    shares = f"{counted(row.outstanding_then, 'warrant share')} of {row}"
    record = f"{row.issuer.slug}:{row.number}"
    one = row.outstanding_then == 1
    if expires_on < books.as_of:
        kind, urgency = Kind.WARRANT_EXPIRED, Urgency.SOON
        text = (
            f"{shares} expired on {written(expires_on)} and {'is' if one else 'are'} still "
            "outstanding: record the expiry."
        )
    else:
        left = (expires_on - books.as_of).days
        kind, (days, urgency) = (
            Kind.WARRANT_EXPIRING,
            next(each for each in AHEAD if left <= each[0]),
        )
        record = f"{record}:{days}"
        text = f"{shares} {'expires' if one else 'expire'} on {written(expires_on)}."
    return Notice(kind, text, row.get_absolute_url(), urgency, expires_on, record)
