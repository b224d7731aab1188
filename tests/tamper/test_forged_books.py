"""One change past all triggers, anywhere in the database, is named by `verify_ledger`.

`make tamper` makes every attempt; the tests of each day try each table's rows and one column of it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from zlib import crc32

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice
from psycopg2.sql import SQL, Identifier

from neoequity.api.models import ApiToken
from neoequity.books.models import Closing, Document, Issuer, RecordAttachment
from neoequity.books.proof.reached import ORIGIN
from neoequity.books.proof.recording import record_proof
from neoequity.company.models import CalendarFeed
from neoequity.ledger import prove_books
from neoequity.people.models import IssuerRight, User
from placements.models import Agreement, LoadedEvent, Placement
from tests.kinds.cases import all_cases
from tests.kinds.company import checked, reviewed
from tests.kinds.test_settlement import sold
from tests.ledger.test_guards import trigger_of
from tests.roles import owner
from tests.settlement.instructions import drafted
from tests.statements.recorded import one_of_each
from tests.tamper.attempts import ADDED, DELETED, Attempt, attempts_on, tampered
from tests.tamper.listed import LISTED
from tests.worlds import built_once
from warrants.models import Holder, RegistrationRequest

EVERYTHING = os.environ.get("TAMPER") == "all"

TABLES = sorted(
    {"django_migrations"}
    | {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label != "claims" and (model._meta.concrete_model or model)._meta.managed
    }
)
WHOLLY_LISTED = {table for table, columns in LISTED.items() if "*" in columns}


@built_once
def books(db: None) -> None:
    """A year of the demo, and a row of what it has none of."""
    call_command("make_demo", "--placements", "3", stdout=StringIO())
    person = User.objects.get(groups__name="Treasury")
    LoadedEvent.objects.create(
        issuer=Issuer.objects.get(), position=1, kind="sale", sha256="0" * 64, recorded_by=person
    )
    record_proof(ORIGIN, "The ledger agrees.", by=person)
    # The year ends before anybody may demand that shares be registered.
    with asleep("warrants_registrationrequest", "requests_keep_the_clock"):
        RegistrationRequest.objects.create(
            agreement=Agreement.objects.earliest("pk"),
            holder=Holder.objects.earliest("pk"),
            kind="demand",
            requested_on="2024-10-01",
            recorded_by=person,
        )
    RecordAttachment.objects.create(
        document=Document.objects.earliest("pk"),
        name="closing.pdf",
        issuer=Issuer.objects.get(),
        sealed_as="closing",
        entry=Closing.objects.get(number=1).pk,
        kind="minutes",
        recorded_by=person,
    )
    TOTPDevice.objects.create(user=person, name="phone", confirmed=True)
    IssuerRight.objects.create(user=person, issuer=Issuer.objects.get())
    _of_the_company(person)
    _of_settlement(person)


def _of_settlement(person: User) -> None:
    """A notice, a failed delivery and an instruction, each of a sale of its own."""
    for cases in all_cases():
        if cases.model._meta.app_label == "placements":
            cases.row(person)
    drafted(sold(person), by=person)


def _of_the_company(person: User) -> None:
    """A row of each of the tables of which the demo's year has none."""
    for cases in all_cases():
        if cases.model._meta.app_label in ("company", "statements"):
            cases.row(person)
    one_of_each(person)
    checked(Placement.objects.earliest("pk"), person)
    reviewed(Issuer.objects.earliest("pk"), person)
    CalendarFeed.objects.create(
        issuer=Issuer.objects.earliest("pk"), digest="0" * 64, created_by=person
    )
    ApiToken.objects.create(
        owner=person, name="Ledger", digest="0" * 64, expires_on=date(2002, 12, 2)
    )


@contextmanager
def asleep(table: str, trigger: str) -> Iterator[None]:
    """One trigger of a table is switched off."""
    name = SQL("{}").format(Identifier(trigger_of(table, trigger)))
    for switch in ("DISABLE", "ENABLE"):
        connection.check_constraints()
        with owner(), connection.cursor() as cursor:
            statement = SQL("ALTER TABLE {} {} TRIGGER {}")
            cursor.execute(statement.format(Identifier(table), SQL(switch), name))
        if switch == "DISABLE":
            yield


@pytest.mark.parametrize("table", sorted({*TABLES} - WHOLLY_LISTED))
def test_a_change_of_one_row_is_named(table: str, books: None) -> None:
    tried = [attempt for attempt in attempts_on(table) if _is_tried(table, attempt)]

    unseen = {attempt.what for attempt in tried if not _is_caught(table, attempt)}

    assert unseen == {attempt.what for attempt in tried} & {*LISTED.get(table, {})}


def test_the_books_agree_before_anybody_forges_them(books: None) -> None:
    assert prove_books().differences == []


def _is_tried(table: str, attempt: Attempt) -> bool:
    if EVERYTHING or attempt.what in (ADDED, DELETED):
        return True
    columns = [each.what for each in attempts_on(table) if each.what not in (ADDED, DELETED)]
    return columns[crc32(table.encode()) % len(columns)] == attempt.what


def _is_caught(table: str, attempt: Attempt) -> bool:
    """Whether the database refuses the attempt, or the proof has a sentence about it."""
    connection.check_constraints()
    with transaction.atomic():
        caught = not tampered(table, attempt) or prove_books().differences != []
        transaction.set_rollback(True)
    return caught
