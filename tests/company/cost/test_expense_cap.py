"""The agent's expenses stay within the cap of their agreement, by every door (p. S-12)."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from neoequity.books.models import Approval
from neoequity.books.refusal import Refused
from neoequity.company.actions.programme import load_company
from neoequity.company.models import Expense
from neoequity.company.selectors.compensation import compensation
from neoequity.company.terms.programme import read_company
from placements.models import Agreement
from tests.books import refused
from tests.company.cost.offices import claim, other_agreement, spend
from tests.factories import TODAY, UserFactory, approved, approved_alone, usual
from tests.pages.plain_text import words

_OVER = (
    "$20,000.01 is more than the $20,000.00 left of the $60,000.00 that the Sales Agreement "
    "reimburses (p. S-12)."
)


def test_a_claim_up_to_the_cap_is_recorded_to_the_cent(sales: Agreement) -> None:
    spend(sales, "40000.00")
    spend(sales, "20000.00")
    assert compensation(sales, TODAY).left_of_cap == 0


def test_a_claim_past_the_cap_is_refused_when_it_is_requested(sales: Agreement) -> None:
    spend(sales, "40000.00")
    with refused(_OVER):
        claim(sales, "20000.01")


def test_of_two_claims_that_together_pass_the_cap_the_second_is_refused_when_approved(
    sales: Agreement,
) -> None:
    first, second = claim(sales, "40000.00"), claim(sales, "20000.01")
    approved(first)
    with refused(_OVER):
        approved(second)


def test_what_the_agent_gave_back_may_be_claimed_again(claimed: Agreement) -> None:
    spend(claimed, "20000.00", "refund")
    spend(claimed, "20000.00")
    assert compensation(claimed, TODAY).spent.claimed == 60_000


def test_a_correction_takes_the_place_of_what_it_corrects(claimed: Agreement) -> None:
    earlier = Expense.objects.get()
    spend(claimed, "59000.00", replaces=earlier, remark="Mistyped")
    found = compensation(claimed, TODAY)
    assert found.spent.claimed == Decimal("59000.00")
    assert found.spent.records == 1


def test_retainer_deposit_and_offering_expenses_use_nothing_of_the_cap(claimed: Agreement) -> None:
    for category in ("retainer", "deposit_drawn", "offering"):
        spend(claimed, "50000.00", category)
    assert compensation(claimed, TODAY).left_of_cap == 0


def test_no_more_is_refunded_than_was_reimbursed(claimed: Agreement) -> None:
    with refused(
        "$60,000.01 is more than the $60,000.00 of expenses that the Sales Agreement has "
        "reimbursed."
    ):
        claim(claimed, "60000.01", "refund")


def test_where_expenses_are_not_refundable_no_refund_is_recorded(db: None) -> None:
    other = other_agreement()
    spend(other, "100.00")
    with refused("Expenses under the Other Agreement are not refundable (p. S-12)."):
        claim(other, "50.00", "refund")


def test_the_form_says_why_a_claim_past_the_cap_is_refused(
    writer: Client, sales: Agreement
) -> None:
    spend(sales, "40000.00")
    said = {
        "issuer": sales.issuer_id,
        "day": "2001-11-09",
        "agreement": sales.pk,
        "category": "reimbursement",
        "amount": "20,000.01",
        "purpose": "Travel",
    }
    answer = writer.post("/records/expense/new/", said)
    assert answer.status_code == 422
    assert _OVER in words(answer)
    assert Expense.objects.count() == 1


def test_a_programme_file_past_the_cap_is_refused_and_records_nothing(sales: Agreement) -> None:
    expense = {
        "agreement": sales.slug,
        "category": "reimbursement",
        "amount": "60000.01",
        "purpose": "Travel",
        "day": TODAY,
    }
    facts = read_company({"company": {"expense": [expense]}}, [sales.slug])
    loader = UserFactory(username="loader", is_superuser=True)
    with pytest.raises(Refused, match=r"\$60,000\.01 is more than the \$60,000\.00 left"):
        load_company(facts, sales.issuer.slug, by=loader, today=TODAY)
    assert not Expense.objects.exists()


def _insert(agreement: Agreement, request: Approval) -> None:
    """INSERT a claim as it was requested and approved, past every action."""
    row = {
        "id": request.subject,
        "issuer_id": agreement.issuer_id,
        "agreement_id": agreement.pk,
        "day": request.day,
        "document": "",
        "page": "p. S-12",
        "remark": "",
        "category": "reimbursement",
        "amount": request.asked["amount"],
        "purpose": "Counsel",
        "approval_id": request.pk,
        "recorded_by_id": request.asked_by_id,
    }
    columns, values = ", ".join(row), ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO company_expense ({columns}) VALUES ({values})",  # noqa: S608  # the columns are those above
            list(row.values()),
        )


def test_raw_sql_within_the_cap_is_accepted_as_it_was_approved(sales: Agreement) -> None:
    request = claim(sales, "60000.00")
    approved_alone(request, by=usual("CFO"))
    _insert(sales, request)
    assert compensation(sales, TODAY).spent.claimed == 60_000


def test_the_database_refuses_raw_sql_past_the_cap(sales: Agreement) -> None:
    """The claim was within the cap when it was requested and approved; the next took all of it."""
    request = claim(sales, "0.01")
    approved_alone(request, by=usual("CFO"))
    spend(sales, "60000.00")
    with pytest.raises(
        DatabaseError, match=r"The agent's expenses under an agreement stay within its cap\."
    ):
        _insert(sales, request)
