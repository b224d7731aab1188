"""Holders are reference rows; terms and lists of a register where no warrant was issued yet."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from placements.models import Agreement
from tests.admin.typed import address as address_of_placements
from tests.admin.typed import agreement_form, told
from tests.factories import IssuerFactory, UserFactory
from tests.warrants.admin.typed import address
from tests.warrants.factories import (
    issued_warrant,
    sold_placement,
    warrant_agreement,
)
from warrants.actions.issue import issue_warrant
from warrants.models import Holder

pytestmark = pytest.mark.django_db
OFFICER = {"name": "A. Officer", "slug": "a-officer", "category": "agent_officer"}


def test_a_holder_is_entered_corrected_and_deleted_and_history_keeps_it_all(
    admin: Client,
) -> None:
    admin.post(address("holder_add"), OFFICER | {"issuer": IssuerFactory().pk})
    holder = Holder.objects.get()
    admin.post(address("holder_change", holder.pk), OFFICER | {"category": "agent_partner"})
    admin.post(address("holder_delete", holder.pk), {"post": "yes"})
    assert not Holder.objects.exists()

    deleted, corrected, entered = admin.get(address("holder_history_of_all")).context["entries"]

    assert deleted.what == "holder “A. Officer” deleted"
    assert corrected.changes == [("category", "Officer of the agent", "Partner of the agent")]
    assert ("category", None, "Officer of the agent") in entered.changes


def test_the_terms_of_warrants_are_all_in_the_agreements_form(admin: Client) -> None:
    agreement = warrant_agreement()
    form = agreement_form(agreement, offering_effective_on="2001-11-02", warrant_demand_limit="2")

    response: Any = admin.post(address_of_placements("agreement_change", agreement.pk), form)

    assert told(admin, response.url)
    changed = Agreement.objects.get()
    assert (changed.offering_effective_on, changed.warrant_demand_limit) == (date(2001, 11, 2), 2)
    assert changed.warrant_coverage_rate == Decimal("0.10")


@pytest.mark.parametrize("model", ["warrant", "entry"])
def test_the_lists_ask_the_database_as_often_for_many_rows_as_for_few(
    admin: Client,
    model: str,
    today: date,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    agreement, person = warrant_agreement(), UserFactory()
    issued_warrant(agreement)
    issued_warrant(agreement)
    with django_assert_max_num_queries(30) as few:
        admin.get(address(f"{model}_changelist"))
    for _ in range(8):
        placement = sold_placement(agreement)
        issue_warrant(agreement, placement, by=person, today=today)

    with django_assert_num_queries(len(few)):
        admin.get(address(f"{model}_changelist"))
