"""Every table that people write is in the history: found by its events, or named as posted."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection

from neoequity.books.history.keys import key_of, owner_of
from neoequity.books.history.query import RecordKey, kind_of
from neoequity.books.history.sources import Posted, Source, sources
from neoequity.books.history.statement import text_of
from neoequity.books.models import Issuer
from neoequity.people.models import User
from placements.models import Agreement
from tests.history.conftest import Lines, Rows
from tests.warrants.factories import AGENT, issued_warrant
from warrants.actions.split import record_split
from warrants.models import Entry, Holder, Split, Warrant

OURS = (
    *("books", "people", "placements", "warrants", "company", "statements"),
    *("neoequity", "api", "claims"),
)


def test_a_posted_table_that_is_not_tracked_is_named_among_the_sources() -> None:
    found = (model for app in OURS for model in apps.get_app_config(app).get_models())
    models = [model for model in found if not model._meta.proxy]
    names = {model: {field.name for field in model._meta.concrete_fields} for model in models}
    tracked = {model.pgh_tracked_model for model in models if hasattr(model, "pgh_tracked_model")}
    posted = {
        model
        for model in models
        if "recorded_at" in names[model] and not {"pgh_id", "pgh_label"} & names[model]
    }
    assert {source.model for source in sources() if isinstance(source, Posted)} == posted - tracked
    assert {source.model for source in sources()} == posted | tracked


def test_every_kind_has_a_name_of_its_own() -> None:
    kinds = [kind_of(source.model) for source in sources()]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.django_db
@pytest.mark.parametrize("source", sources(), ids=lambda source: kind_of(source.model))
def test_every_row_has_a_name_that_the_database_can_tell(source: Source) -> None:
    table = source.model._meta.db_table
    owners = [owner_of(source.model, table, owner) for owner in (Agreement, Issuer)]
    columns = [text_of(sql) for sql in (key_of(source.model, table), *owners) if sql]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608  # our names


def test_only_people_the_calendar_and_proofs_belong_to_no_issuer() -> None:
    nobodys = {
        kind_of(source.model)
        for source in sources()
        if owner_of(source.model, source.model._meta.db_table, Issuer) is None
    }
    assert nobodys == {
        *("membership", "person", "secondfactor", "credentialchange"),
        *("exceptionalday", "ledgerproof"),
    }


def test_a_user_is_a_person_in_addresses_and_files() -> None:
    assert RecordKey(User, 7).address == "person:7"
    assert kind_of(User) == "person"


@pytest.mark.django_db
def test_the_register_is_told_with_its_warrant_and_its_holder(
    lines: Lines, rows: Rows, treasurer: User
) -> None:
    warrant = issued_warrant(by=treasurer)
    record_split(
        warrant.issuer,
        effective_on=date(2001, 11, 30),
        new=2,
        old=1,
        source="Form 8-K",
        by=treasurer,
        today=date(2001, 11, 30),
    )
    agent = Holder.objects.get(name=AGENT)
    kinds = {"kinds": [kind_of(Entry), kind_of(Split)]}

    told = [line.what for line in lines(**kinds)]

    name = "warrant 1 (NeoTherapeutics, Inc.)"
    assert told == [
        f"entry 2 of {name}, stock split of 2001-11-30: 1,000 shares to {AGENT}",
        "stock split of 2 for 1 of NeoTherapeutics, Inc. recorded, with effect from 2001-11-30",
        f"entry 1 of {name}, issue of 2001-11-15: 1,000 shares to {AGENT}",
    ]
    of_warrant = lines(record=RecordKey(Warrant, warrant.pk))
    assert [line.what for line in of_warrant] == [told[0], told[2]]
    of_holder = lines(record=RecordKey(Holder, agent.pk))
    assert {line.what for line in of_holder} > {told[0], told[2]}
    exported = [row for row in rows() if row["kind"] in kinds["kinds"]]
    assert [row["after"] for row in exported] == told
    assert [row["record"] for row in exported] == [
        "neotherapeutics/1/2",
        "neotherapeutics/2001-11-30",
        "neotherapeutics/1/1",
    ]
