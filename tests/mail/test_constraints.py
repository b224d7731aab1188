"""What the database itself keeps of mail: each constraint broken by a raw statement."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint

from neoequity.books.models import Issuer
from neoequity.mail.models import MailChoice, SentMail
from neoequity.people.models import User
from tests.constraints.rows import columns_of, insert, update
from tests.mail.readers import reader, scheduled
from tests.worlds import built_once

BROKEN: dict[str, dict[str, Any]] = {
    "a_confirmed_address_has_its_moment": {"confirmed_at": None},
    "a_scheduled_report_has_a_known_format": {"form": "doc"},
    "a_scheduled_report_has_a_known_rule": {"rule": "never"},
    "a_scheduled_report_has_a_known_period": {"period": "ever"},
    "a_removed_report_has_its_person_and_moment": {"removed_at": "2001-11-13T12:00:00Z"},
    "a_sent_mail_says_what_it_was": {"key": ""},
}


@built_once
def rows(published: Issuer, treasurer: User) -> dict[str, Model]:
    """A row of each table, by the name of its model."""
    return {
        "MailChoice": MailChoice.objects.get(person=treasurer),
        "ScheduledReport": scheduled(treasurer),
        "SentMail": SentMail.objects.create(
            person=treasurer, key="digest:2001-11-13", subject="1 thing", address=treasurer.email
        ),
    }


def checks() -> dict[str, str]:
    """The model of each check, by its name."""
    return {
        constraint.name: model.__name__
        for model in apps.get_app_config("mail").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


def test_every_check_has_a_case() -> None:
    assert set(checks()) == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_a_check_forbids(rows: dict[str, Model], name: str) -> None:
    row = rows[checks()[name]]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        update(row, **BROKEN[name])


def test_the_same_mail_is_noted_once_for_a_person(rows: dict[str, Model]) -> None:
    again = columns_of(rows["SentMail"])
    with (
        pytest.raises(IntegrityError, match="a_mail_is_sent_to_a_person_once"),
        transaction.atomic(),
    ):
        insert(SentMail, again)


def test_a_person_has_one_choice(rows: dict[str, Model]) -> None:
    with pytest.raises(IntegrityError, match="person_id_key"), transaction.atomic():
        insert(MailChoice, columns_of(rows["MailChoice"]))


def test_every_constraint_is_named_by_what_it_says() -> None:
    names = [
        constraint.name
        for model in apps.get_app_config("mail").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    ]
    assert all(len(name.split("_")) >= 5 for name in names)


def test_who_scheduled_or_gets_mail_cannot_be_deleted(rows: dict[str, Model]) -> None:
    person = reader("leaver")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk)._raw_delete("default")
