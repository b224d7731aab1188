"""Expense claims, the kind of record that only the tests have: its own rules, and its `CASES`.

What the kernel makes of it is in test_made_by_the_kernel.py.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from neoequity.books.approvals.selectors import waiting_until
from neoequity.books.periods.late import late_rows
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.models import Agreement
from tests.claims.models import Claim
from tests.constraints.rows import run
from tests.factories import TODAY, AgreementFactory, UserFactory, approved, approved_alone
from tests.kinds.cases import KindCases
from tests.kinds.claims import INCURRED_ON, asked_for
from tests.periods.closings import CLOSED_ON, close, locked
from tests.permissions.people import ENTER

# Approval


def test_what_one_person_asks_for_is_posted_when_another_approves_it(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    assert not Claim.objects.exists()
    approved(request)
    posted = Claim.objects.get()
    assert (posted.amount, posted.recorded_by) == (Decimal("40000.00"), treasurer)


def test_nobody_approves_a_claim_of_his_own(agreement: Agreement) -> None:
    cfo = UserFactory(is_superuser=True, group="CFO")
    request = asked_for(agreement, by=cfo)
    with pytest.raises(Refused):
        approved(request, by=cfo)
    assert not Claim.objects.exists()


def test_claims_stay_within_the_cap_when_they_are_asked_for(claim: Claim, treasurer: User) -> None:
    with pytest.raises(Refused, match=r"\$20,000.01 is more than the \$20,000.00 left"):
        asked_for(claim.agreement, "20000.01", by=treasurer)


def test_claims_stay_within_the_cap_when_they_are_approved(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    Agreement.objects.filter(pk=agreement.pk).update(expense_cap=Decimal("39999.99"))
    with pytest.raises(Refused, match=r"\$40,000.00 is more than the \$39,999.99 left"):
        approved(request)


def test_a_request_that_waits_stands_in_the_way_of_closing_its_month(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    assert list(waiting_until(agreement.issuer, date(2001, 11, 30))) == [request]
    assert not waiting_until(agreement.issuer, date(2001, 11, 4)).exists()


# The database


def raw(**changes: Any) -> Callable[[Claim], None]:
    """INSERT a claim of $1,000.00 that was asked for and approved, but for these columns."""

    def insert(claim: Claim) -> None:
        request = asked_for(claim.agreement, "1000.00", by=claim.recorded_by)
        approved_alone(request, by=UserFactory(group="CFO"))
        row = {
            "agreement_id": claim.agreement_id,
            "incurred_on": INCURRED_ON,
            "amount": "1000.00",
            "purpose": "Travel",
            "approval_id": request.pk,
            "recorded_by_id": claim.recorded_by_id,
            **changes,
        }
        columns, values = ", ".join(row), ", ".join(["%s"] * len(row))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO claims_claim ({columns}) VALUES ({values})",  # noqa: S608
                list(row.values()),
            )

    return insert


def statement(sql: str) -> Callable[[Claim], None]:
    def send(claim: Claim) -> None:
        run(sql)

    return send


def posted_by(person: User) -> Claim:
    """One claim of $40,000.00 under an agreement of its own, asked for by the person."""
    number = Agreement.objects.count()
    agreement: Agreement = AgreementFactory(
        slug=f"agreement-{number}", name=f"Agreement {number}", expense_cap=Decimal("60000.00")
    )
    approved(asked_for(agreement, by=person))
    connection.check_constraints()  # as after a commit
    return Claim.objects.get(agreement=agreement)


CASES = KindCases(
    model=Claim,
    row=posted_by,
    actions={"ask_claim": ENTER},
    refused={
        "An expense claim is posted as one person asked for it and another approved it.": [
            raw(amount="1000.01"),
            raw(approval_id=10**9),
            raw(purpose="Dinner"),
            raw(incurred_on="2001-11-06"),
        ],
        "The moment of recording is written by the database": [
            raw(recorded_at="2001-11-13 12:00:00-05")
        ],
        "The expense claims under an agreement stay within its cap.": [raw(amount="70000.00")],
        "a_claim_is_for_some_dollars": [raw(amount="0.00")],
        "Expense claims are never changed or deleted once they are posted.": [
            statement("UPDATE claims_claim SET amount = 1"),
            statement("DELETE FROM claims_claim"),
            statement("TRUNCATE claims_claim"),
        ],
    },
)


# Closed periods


def test_a_closed_month_keeps_claims_out(agreement: Agreement, treasurer: User) -> None:
    close("2001Q4")
    with pytest.raises(Refused) as refused:
        asked_for(agreement, by=treasurer, today=CLOSED_ON)
    assert locked("Nov 5, 2001") in str(refused.value)


def test_the_database_keeps_claims_out_of_a_closed_month(
    agreement: Agreement, treasurer: User
) -> None:
    request = asked_for(agreement, by=treasurer)
    close("2001Q4")
    with pytest.raises(Refused) as refused:
        approved(request, today=CLOSED_ON)
    assert locked("Nov 5, 2001") in str(refused.value)


def test_what_is_posted_after_a_closing_is_told_among_the_late_changes(
    agreement: Agreement, treasurer: User
) -> None:
    closing = close("2001-11")
    request = asked_for(
        agreement, "200.00", by=treasurer, incurred_on=date(2001, 10, 15), today=CLOSED_ON
    )
    approved(request, today=CLOSED_ON)
    [row] = late_rows(closing)
    assert row[1:5] == (
        "tess",
        f"Expense claim {Claim.objects.get().pk}",
        "Sales Agreement",
        date(2001, 10, 15),
    )
    assert row[-1] == "dated before it, so part of to date"


def test_what_is_dated_after_the_period_is_no_late_change(
    agreement: Agreement, treasurer: User
) -> None:
    closing = close("2001-10", today=TODAY)
    approved(asked_for(agreement, by=treasurer))
    assert list(late_rows(closing)) == []
