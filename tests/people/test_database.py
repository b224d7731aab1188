"""What the database holds about people, met with raw SQL."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pghistory.models import Event
from pgtrigger.registry import registered

from neoequity.models import FailedLogin, Login, SecondFactor
from neoequity.people.models import CredentialChange, IssuerRight, Membership, User
from neoequity.people.proof import prove_people
from tests.constraints.rows import refused_by_database, run
from tests.factories import LAST_DAY, IssuerFactory, UserFactory
from tests.people.doors import PASSWORD, log_in, past_the_product, with_second_factor
from tests.roles import unguarded

Attempt = Callable[[User], object]
OURS = ("people", "neoequity")
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]
TRACKED: list[Any] = [User, Membership, IssuerRight, CredentialChange, SecondFactor]
ONLY_ADDED_TO: list[Any] = [Login, FailedLogin]
EVENTS = [model for model in MODELS if issubclass(model, Event)]

LEAVES_EVENTS = "Rows are deleted one by one, so that each leaves its event"
LOG_STAYS = "The sign-in log is only ever added to"
NEEDS_AN_END = "An Auditor's account needs a last day"
CHANGE_STAYS = "A change of credentials stays as it was recorded"
ALONE = "Administrators and Auditors belong to no other group"


def also_in(group: str) -> Attempt:
    def add(person: User) -> None:
        run(
            "INSERT INTO people_user_groups (user_id, group_id) "
            "SELECT %s, id FROM auth_group WHERE name = %s",
            [person.pk, group],
        )

    return add


def moved_beside(group: str) -> Attempt:
    """In Treasury as well, and then that membership becomes one of the group."""

    def move(person: User) -> None:
        also_in("Treasury")(person)
        run(
            "UPDATE people_user_groups SET group_id = (SELECT id FROM auth_group WHERE name = %s) "
            "WHERE user_id = %s AND group_id = (SELECT id FROM auth_group WHERE name = 'Treasury')",
            [group, person.pk],
        )

    return move


def at_the_end(*attempts: Attempt) -> Attempt:
    """The attempts, and what a commit then checks."""

    def attempt(person: User) -> None:
        for each in attempts:
            each(person)
        connection.check_constraints()

    return attempt


def in_the_log(statement: str) -> Attempt:
    """With a line in the log of a sign-in that was left, one that was not, and one that failed."""

    def attempt(person: User) -> None:
        run(LINES)
        run(statement)

    return attempt


def sql(statement: str) -> Attempt:
    return lambda person: run(statement.replace("ME", str(person.pk)))


def set_by_another(attempt: Attempt) -> Attempt:
    """After somebody past the product set the password."""

    def set_then_attempt(person: User) -> None:
        UserFactory(password=PASSWORD)  # so that there is another
        past_the_product()
        run("UPDATE people_user SET password = 'md5$a$b' WHERE id = %s", [person.pk])
        attempt(person)

    return set_then_attempt


def with_a_right(attempt: Attempt) -> Attempt:
    def give_then_attempt(person: User) -> None:
        IssuerRight.objects.create(user=person, issuer=IssuerFactory())
        attempt(person)

    return give_then_attempt


LINES = """
    INSERT INTO axes_accesslog (attempt_time, ip_address, user_agent, username, http_accept,
                                path_info, session_hash, logout_time)
    VALUES (now(), '192.0.2.1', '', 'anna', '', '/', 'a', NULL),
           (now(), '192.0.2.1', '', 'anna', '', '/', 'b', now());
    INSERT INTO axes_accessfailurelog (attempt_time, ip_address, user_agent, username, http_accept,
                                       path_info, locked_out)
    VALUES (now(), '192.0.2.1', '', 'anna', '', '/', false);
"""

CASES: dict[str, tuple[str, list[Attempt]]] = {
    "User:every_change_is_seen": (LEAVES_EVENTS, [sql("TRUNCATE people_user CASCADE")]),
    "User:people_are_kept": (
        "An account is made inactive, never deleted",
        [sql("DELETE FROM people_user WHERE id = ME")],
    ),
    "User:names_are_kept": (
        "An account keeps its name",
        [sql("UPDATE people_user SET username = 'other' WHERE id = ME")],
    ),
    "User:stays_itself": (
        "A row keeps its id, for others point at it",
        [sql("UPDATE people_user SET id = -1 WHERE id = ME")],
    ),
    "User:auditors_keep_a_last_day": (
        NEEDS_AN_END,
        [
            at_the_end(
                sql("UPDATE people_user SET expires_on = '2099-12-31' WHERE id = ME"),
                sql("DELETE FROM people_user_groups WHERE user_id = ME"),
                also_in("Auditor"),
                sql("UPDATE people_user SET expires_on = NULL WHERE id = ME"),
            )
        ],
    ),
    "Membership:auditors_have_a_last_day": (
        NEEDS_AN_END,
        [
            at_the_end(
                sql("DELETE FROM people_user_groups WHERE user_id = ME"),
                also_in("Auditor"),
            ),
            at_the_end(
                sql(
                    "UPDATE people_user_groups SET group_id = "
                    "(SELECT id FROM auth_group WHERE name = 'Auditor') WHERE user_id = ME"
                ),
            ),
        ],
    ),
    "Membership:every_change_is_seen": (LEAVES_EVENTS, [sql("TRUNCATE people_user_groups")]),
    "Membership:members_fit_their_groups": (
        ALONE,
        [also_in("Administrator"), also_in("Auditor"), moved_beside("Auditor")],
    ),
    "IssuerRight:every_change_is_seen": (LEAVES_EVENTS, [sql("TRUNCATE people_issuerright")]),
    "IssuerRight:rights_to_issuers_are_not_changed": (
        "A right to a company is given or ended, never changed",
        [with_a_right(sql("UPDATE people_issuerright SET user_id = user_id + 1"))],
    ),
    "CredentialChange:every_change_is_seen": (
        LEAVES_EVENTS,
        [sql("TRUNCATE people_credentialchange")],
    ),
    "CredentialChange:changes_stay": (
        CHANGE_STAYS,
        [set_by_another(sql("DELETE FROM people_credentialchange"))],
    ),
    "CredentialChange:changes_are_seen_by_their_person": (
        CHANGE_STAYS,
        [
            set_by_another(sql(statement))
            for statement in (
                "UPDATE people_credentialchange SET kind = 'link'",
                "UPDATE people_credentialchange SET changed_by_id = NULL, user_id = user_id + 1",
                "UPDATE people_credentialchange SET changed_at = '2001-11-13'",
                "UPDATE people_credentialchange SET seen_at = statement_timestamp()",
                "UPDATE people_credentialchange SET seen_at = '2001-11-13'",
            )
        ],
    ),
    "SecondFactor:every_change_is_seen": (LEAVES_EVENTS, [sql("TRUNCATE otp_totp_totpdevice")]),
    "Login:logins_stay": (LOG_STAYS, [in_the_log("DELETE FROM axes_accesslog")]),
    "Login:logins_are_not_rewritten": (
        LOG_STAYS,
        [
            in_the_log("UPDATE axes_accesslog SET ip_address = '192.0.2.2'"),
            in_the_log("UPDATE axes_accesslog SET logout_time = now(), username = 'other'"),
            in_the_log("UPDATE axes_accesslog SET logout_time = NULL"),
        ],
    ),
    "Login:logins_are_not_truncated": (LOG_STAYS, [sql("TRUNCATE axes_accesslog")]),
    "FailedLogin:failed_logins_stay": (
        LOG_STAYS,
        [
            in_the_log("DELETE FROM axes_accessfailurelog"),
            in_the_log("UPDATE axes_accessfailurelog SET username = 'other'"),
        ],
    ),
    "FailedLogin:failed_logins_are_not_truncated": (
        LOG_STAYS,
        [sql("TRUNCATE axes_accessfailurelog")],
    ),
}
#: They do something instead of refusing: tested below, or in test_credentials.py, by name.
DOING = {
    "Membership:staff_follows_groups",
    "User:passwords_set_by_others_are_recorded",
    "SecondFactor:second_factors_set_by_others_are_recorded",
    "CredentialChange:changes_are_recorded_by_the_database",
}
WRITES_EVENTS = {"insert_insert", "update_update", "delete_delete"}
OF_EVENTS = {"changes_are_sealed", "events_stay", "events_are_not_truncated"}


def is_staff(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_staff


@pytest.mark.parametrize("name", CASES)
def test_a_rule_refuses_what_it_is_there_for(cfo: User, name: str) -> None:
    sentence, attempts = CASES[name]
    connection.check_constraints()  # as after a commit: nothing is left to be checked
    for attempt in attempts:
        with refused_by_database(sentence):
            attempt(cfo)


def test_every_trigger_has_its_case() -> None:
    triggers = {
        f"{model._meta.object_name}:{trigger.name}"
        for model, trigger in registered()
        if model._meta.app_label in OURS and trigger.name not in WRITES_EVENTS | OF_EVENTS
    }
    assert triggers == set(CASES) | DOING


def test_every_model_is_tracked_or_only_added_to() -> None:
    assert {model.pgh_tracked_model for model in EVENTS} == set(TRACKED)
    assert {model for model in MODELS if model not in EVENTS} == {*TRACKED, *ONLY_ADDED_TO}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET pgh_id = -1", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_events_are_only_ever_added_to(cfo: User, event: type[Event], statement: str) -> None:
    with_second_factor(cfo)
    past_the_product()
    CredentialChange.objects.create(user=cfo, kind="link")
    IssuerRight.objects.create(user=cfo, issuer=IssuerFactory())
    connection.check_constraints()
    with refused_by_database("What happened stays written"):
        run(statement.format(event._meta.db_table))


def test_a_row_of_raw_sql_is_an_account_without_an_end(db: None) -> None:
    run(
        "INSERT INTO people_user (username, password, first_name, last_name, email, date_joined, "
        "is_active, is_staff, is_superuser) "
        "VALUES ('raw', '', '', '', '', now(), true, false, false)"
    )

    account = User.objects.get(username="raw")
    assert account.expires_on is None


@pytest.mark.parametrize(
    ("before", "after"), [("Administrator", "Treasury"), ("Auditor", "CFO"), ("CFO", "Auditor")]
)
def test_a_group_may_be_left_for_another(db: None, before: str, after: str) -> None:
    person = UserFactory(group=before)
    User.objects.filter(pk=person.pk).update(expires_on=LAST_DAY)

    person.groups.set([Group.objects.get(name=after)])

    assert [group.name for group in person.groups.all()] == [after]


def test_who_is_no_auditor_any_more_needs_no_last_day(db: None) -> None:
    person = UserFactory(group="Auditor")
    connection.check_constraints()

    User.objects.filter(pk=person.pk).update(expires_on=None)
    person.groups.set([Group.objects.get(name="CFO")])
    connection.check_constraints()

    assert User.objects.get(pk=person.pk).expires_on is None


def test_staff_follows_groups_in_raw_sql_too(db: None) -> None:
    person, chief = UserFactory(group=None), User.objects.create_superuser("chief")
    for user in (person, chief):
        also_in("Treasury")(user)
    assert is_staff(person)

    run("DELETE FROM people_user_groups")

    assert not is_staff(person)
    assert is_staff(chief)


def test_a_login_leaves_no_line_in_the_history(cfo: User) -> None:
    events: Any = User.pgh_event_model  # type: ignore[attr-defined] # by pghistory
    before = events.objects.count()

    log_in(Client(), "anna")

    cfo.refresh_from_db()
    assert cfo.last_login is not None
    assert events.objects.count() == before


def test_a_logout_is_written_into_the_log_once(cfo: User) -> None:
    client = Client()
    log_in(client, "anna")
    client.post("/accounts/logout/")

    [login] = Login.objects.all()

    assert login.logout_time is not None


@pytest.mark.parametrize("command", ["axes_reset_logs", "axes_reset_failure_logs"])
def test_the_commands_of_axes_do_not_empty_the_log(cfo: User, command: str) -> None:
    run(LINES)

    with refused_by_database(LOG_STAYS):
        call_command(command, "--age", "0", stdout=StringIO())


def test_the_history_holds_no_password_and_no_key(cfo: User) -> None:
    with_second_factor(cfo)

    columns = {field.name for event in EVENTS for field in event._meta.concrete_fields}

    assert not columns & {"password", "last_login", "key"}
    assert {"expires_on", "is_active", "group", "confirmed"} <= columns


@pytest.mark.parametrize(
    ("column", "value"), [("expires_on", date(2099, 1, 1)), ("is_active", False)]
)
def test_a_change_of_an_account_leaves_an_event(cfo: User, column: str, value: object) -> None:
    events: Any = User.pgh_event_model  # type: ignore[attr-defined] # by pghistory

    User.objects.filter(pk=cfo.pk).update(**{column: value})

    last = events.objects.filter(pgh_obj=cfo).latest("pgh_id")
    assert getattr(last, column) == value


def test_the_proof_finds_an_account_that_was_changed_past_its_history(cfo: User) -> None:
    assert prove_people().differences == []
    with unguarded():
        run("UPDATE people_user SET is_superuser = true WHERE id = %s", [cfo.pk])

    [difference] = prove_people().differences

    assert f"Person with the key {cfo.pk}: is_superuser is “true”" in difference
    assert "the last change in its history left “false”" in difference
