"""Page, action and database count what is earned alike, over made-up histories.

Placements accepted before and after an amendment, pooled or not, stock splits between trades and
settlements, reversals, what is settled and what is closed. The number and the price are counted a
third time, in plain fractions.
"""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from hypothesis import example, given

from neoequity.books.refusal import Reason, Refused
from neoequity.people.models import User
from placements.models import Agreement, Placement
from tests.constraints.rows import insert
from tests.factories import UserFactory
from tests.laws import law
from tests.warrants.histories import (
    CHANGED,
    FIRST,
    POOLED,
    TODAY,
    History,
    histories,
    lived,
    own_count,
)
from tests.worlds import built_once
from warrants.actions.issue import accruals_now, issue_warrant
from warrants.actions.issuing import Issuing
from warrants.models import Entry, Holder, Warrant
from warrants.models.accrual import clock_terms
from warrants.selectors.accruals import Accrual, accruals, limit_checks
from warrants.terms.clocks import clocks

AS_EARNED = ("A warrant is issued when all sales", "Warrants are issued for no more than")


def by_hand(accrual: Accrual, agent: Holder, person: User, **changes: Any) -> str:
    """What the database says to the warrant of this accrual as SQL: "" where it takes it."""
    terms = clock_terms(accrual.version)
    assert terms is not None
    assert accrual.owed.dated is not None
    columns: dict[str, Any] = {
        "issuer_id": accrual.agreement.issuer_id,
        "number": 1 + Warrant.objects.count(),
        "agreement_id": accrual.agreement.pk,
        "placement_id": accrual.placement_id,
        "shares": accrual.owed.to_issue,
        "exercise_price": accrual.owed.grant.exercise_price,
        "outstanding": 0,
        **clocks(accrual.owed.dated, terms)._asdict(),
        **changes,
    }
    try:
        with transaction.atomic():
            insert(Warrant, columns)
            warrant = Warrant.objects.order_by("-pk")[0]
            entry: dict[str, Any] = {
                "warrant_id": warrant.pk, "number": 1, "kind": "issue", "on": warrant.issued_on,
                "holder_to_id": agent.pk, "shares": warrant.shares, "shares_issued": 0, "cash": 0,
                "reason": "", "recorded_by_id": person.pk,
            }  # fmt: skip
            insert(Entry, entry)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return str(error)
    return ""


def refusal_of(agreement: Agreement, placement: Placement | None, by: User) -> list[Reason]:
    """What the action says against issuing; [] where it issues."""
    try:
        issue_warrant(agreement, placement, by=by, today=TODAY)
    except Refused as refusal:
        return list(refusal.reasons)
    return []


@built_once
def person(db: None) -> User:
    user: User = UserFactory()
    return user


@law()
@example(CHANGED)
@example(POOLED)
@given(histories)
def test_page_action_and_database_agree_on_every_warrant(person: User, history: History) -> None:
    with lived(person, history) as office:
        found, now = accruals(TODAY), accruals_now(office.agreement)
        assert [(each.name, each.owed) for each in found] == [
            (each.name, each.owed) for each in now
        ]
        own = own_count(history)
        assert {each.placement_id: tuple(each.owed.grant) for each in found} == {
            key: tuple(each) for key, each in own.items()
        }
        agent, by_id = Holder.objects.get(), Placement.objects.in_bulk()
        for accrual in found:
            issuing = Issuing(accruals(TODAY), TODAY)
            reasons = issuing.reasons(accrual)
            if accrual.owed.to_issue and accrual.owed.grant.exercise_price:
                said = by_hand(accrual, agent, person)
                assert bool(said) == bool(reasons), (said, reasons)
                for wrong in (
                    {"shares": accrual.owed.to_issue + 1},
                    {"exercise_price": accrual.owed.grant.exercise_price + Decimal("0.0001")},
                ):
                    assert by_hand(accrual, agent, person, **wrong).startswith(AS_EARNED)
            placement = by_id[accrual.placement_id] if accrual.placement_id else None
            assert refusal_of(office.agreement, placement, person) == reasons
        assert all(check.issued <= check.limit for check in limit_checks(accruals(TODAY)))


@law()
@example(CHANGED)
@given(histories)
def test_no_day_tells_of_more_than_its_sales_earned(person: User, history: History) -> None:
    with lived(person, history) as office:
        for placement in [None, *office.placements]:
            with suppress(Refused):
                issue_warrant(office.agreement, placement, by=person, today=TODAY)
        for number in range(0, 90, 3):
            found = accruals(FIRST + timedelta(days=number))
            assert all(each.owed.over_issued == 0 for each in found)
            assert all(check.issued <= check.limit for check in limit_checks(found))
