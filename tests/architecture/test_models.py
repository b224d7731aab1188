"""What all models share, asked of every one of them."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from pghistory.models import Event
from pytest_django import DjangoAssertNumQueries

from neoequity.api.models import ApiToken
from neoequity.books.documents.actions import attach_to_record
from neoequity.books.models import Approval, DecisionSeen, ExceptionalDay
from neoequity.books.proof.reached import ORIGIN
from neoequity.books.proof.recording import record_proof
from neoequity.company.models import CalendarFeed
from neoequity.roles import book_apps
from placements.actions.delivery import deliver
from placements.models import LoadedEvent, RememberedColumn
from tests.cash.receiving import part, received
from tests.factories import TODAY, PlacementFactory, UserFactory, attached, sell
from tests.kinds.cases import all_cases
from tests.kinds.company import checked, reviewed
from tests.periods.closings import close, reopen
from tests.settlement.instructions import drafted
from tests.statements.recorded import one_of_each as one_of_statements
from tests.warrants.factories import (
    attached_to_entry,
    issued_warrant,
    last_entry,
    opened_warrant,
    warrant_agreement,
)
from tests.worlds import built_once
from warrants.actions.calls import give_call_notice
from warrants.actions.registration import request_registration
from warrants.actions.split import record_split

MODELS = [model for label in book_apps() for model in apps.get_app_config(label).get_models()]
ROWS = [model for model in MODELS if not issubclass(model, Event)]
#: A page goes with the agreement whose term it cites: it is no row of its own. So does an empty
#: chain with its issuer; one that holds an entry keeps it, by its foreign key.
#: The versions of the terms go with their agreement by trigger: see `versions_go_with_it`.
MAY_CASCADE = {
    "TermCitation.agreement",
    "TermVersion.agreement",
    "ChainHead.issuer",
}


@built_once
def one_of_each(db: None) -> None:
    person, agreement = UserFactory(), warrant_agreement()
    placement = PlacementFactory(agreement=agreement, accepted=True, by=person)
    sale = sell(placement, by=person)
    deliver([sale], delivered_on=TODAY, by=person, today=TODAY, remark="agreed")
    received(agreement, sale.net, part(sale), on=TODAY, by=person)
    ExceptionalDay.objects.create(
        day=TODAY, is_trading_day=True, is_settlement_day=True, source="a notice"
    )
    LoadedEvent.objects.create(
        issuer=agreement.issuer, position=1, kind="sale", sha256="0" * 64, recorded_by=person
    )
    record_proof(ORIGIN, "The ledger agrees.", by=person)
    warrant, opened = issued_warrant(agreement, by=person), opened_warrant(by=person)
    later: dict[str, Any] = {"by": person, "today": date(2002, 12, 2)}
    assert opened.series is not None
    reopen(close("2001-08", today=TODAY))
    give_call_notice(opened.series, delivered_on=date(2001, 12, 3), **later)
    request_registration(
        agreement,
        holder=warrant.balances.get().holder,
        kind="demand",
        requested_on=date(2002, 12, 2),
        **later,
    )
    attached(placement, "acceptance", by=person)
    drafted(sell(placement, by=person), by=person)
    RememberedColumn.objects.create(person=person, header="qty", column="shares")
    DecisionSeen.objects.create(request=Approval.objects.filter(decision="approved")[0])
    for cases in all_cases():
        attach_to_record(cases.row(person), kind="other", name="a.txt", content=b"A", by=person)
    checked(placement, person)
    reviewed(agreement.issuer, person)
    one_of_statements(person)
    CalendarFeed.objects.create(issuer=agreement.issuer, digest="0" * 64, created_by=person)
    ApiToken.objects.create(
        owner=person, name="Ledger", digest="0" * 64, expires_on=date(2002, 12, 2)
    )
    attached_to_entry(last_entry(warrant), by=person)
    record_split(
        agreement.issuer, effective_on=date(2002, 9, 6), new=1, old=25, source="a notice", **later
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_rows_name_costs_no_query(
    one_of_each: None,
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    model: type[Model],
) -> None:
    row = model._base_manager.all()[:1].get()
    with django_assert_num_queries(0):
        assert str(row)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_what_others_point_at_cannot_be_deleted(model: type[Model]) -> None:
    columns = model._meta.concrete_fields
    keys: list[Any] = [column for column in columns if isinstance(column, ForeignKey)]
    cascading = {
        f"{model.__name__}.{key.name}"
        for key in keys
        if key.remote_field.on_delete.__name__ != "PROTECT"
    }
    assert cascading <= MAY_CASCADE
    assert all(key.db_constraint for key in keys)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_column_holds_a_float(model: type[Model]) -> None:
    kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
    assert "FloatField" not in kinds


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_a_constraint_is_named_by_what_it_says(model: type[Model]) -> None:
    for constraint in model._meta.constraints:
        assert len(constraint.name.split("_")) >= 3, constraint.name
        assert not constraint.name.startswith(
            ("placements_", "warrants_", "ck_", "check_", "uq_", "unique_")
        )
