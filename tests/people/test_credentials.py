"""Somebody sets another's credentials: recorded by the database, told to both sides of the desk."""

from collections.abc import Callable
from io import StringIO

import pghistory
import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from neoequity.management.commands.prepare import Command as Prepare
from neoequity.people.actions import issue_link, reset_second_factor
from neoequity.people.models import CredentialChange, User
from neoequity.people.proof import prove_people
from tests.clients import logged_in
from tests.constraints.rows import refused_by_database, run
from tests.factories import UserFactory, choose_password
from tests.pages.plain_text import breaks_the_policy, words
from tests.people.doors import (
    CHOSEN,
    PASSWORD,
    is_in,
    log_in,
    opened,
    past_the_product,
    with_second_factor,
)
from tests.roles import unguarded

SEEN = "/accounts/credentials/"
INBOX = "/approvals/"
OUTSIDE = "somebody outside the product"
LINK, CHOSEN_BY_LINK = "Link to choose a password", "Password chosen with that link"
Act = Callable[[User], object]


def recorded() -> list[tuple[str, str, str]]:
    """What is recorded, oldest first: of whom, what, and who did it."""
    changes = CredentialChange.objects.select_related("user", "changed_by").order_by("pk")
    return [(str(each.user), each.kind, each.who) for each in changes]


def days_pass(days: int) -> None:
    """What was set lies so much longer back."""
    earlier = (
        "UPDATE people_credentialchange SET changed_at = changed_at - make_interval(days => %s)"
    )
    with unguarded():
        run(earlier, [days])


def set_by_raw_sql(person: User) -> None:
    past_the_product()
    run("UPDATE people_user SET password = 'md5$a$b' WHERE id = %s", [person.pk])


def set_in_bulk(_person: User) -> None:
    past_the_product()
    User.objects.filter(username="anna").update(password="md5$a$b")


def set_by_command(person: User) -> None:
    past_the_product()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("getpass.getpass", lambda *_args, **_kwargs: CHOSEN)
        call_command("changepassword", person.username, stdout=StringIO())


@pytest.mark.parametrize("act", [set_by_raw_sql, set_in_bulk, set_by_command])
def test_a_password_set_past_the_product_is_recorded_as_set_by_nobody_known(
    administrator: User, cfo: User, act: Act
) -> None:
    act(cfo)

    assert recorded() == [("anna", "password", OUTSIDE)]


def test_a_password_that_another_person_sets_is_recorded_with_the_name(
    administrator: User, cfo: User
) -> None:
    cfo.set_password(CHOSEN)
    with pghistory.context(user=administrator.pk):
        cfo.save()

    assert recorded() == [("anna", "password", "keeper")]


def test_a_link_and_the_password_chosen_with_it_are_the_doing_of_who_made_it(
    administrator: User, cfo: User
) -> None:
    opened(issue_link(cfo, by=administrator))

    assert recorded() == [("anna", "link", "keeper"), ("anna", "chosen", "keeper")]


def test_what_people_set_for_themselves_is_not_recorded(administrator: User, cfo: User) -> None:
    client = logged_in(cfo)

    typed = {"old_password": PASSWORD, "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert client.post("/accounts/password/", typed).status_code == 302
    with_second_factor(cfo)

    assert recorded() == []


def test_a_hash_that_is_renewed_at_a_login_is_not_recorded(administrator: User, cfo: User) -> None:
    with override_settings(
        PASSWORD_HASHERS=[
            "django.contrib.auth.hashers.MD5PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ]
    ):
        older = make_password(PASSWORD, hasher="pbkdf2_sha256")
        with pghistory.context(user=cfo.pk):
            User.objects.filter(pk=cfo.pk).update(password=older)

        assert log_in(Client(), "anna").status_code == 302

    cfo.refresh_from_db()
    assert cfo.password.startswith("md5$")
    assert recorded() == []


def test_the_first_account_is_nobody_elses(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    past_the_product()
    Prepare(stdout=StringIO()).create_first_user()
    set_by_raw_sql(User.objects.get(username="cfo"))

    assert recorded() == []


def test_a_further_account_made_with_a_password_is_recorded(administrator: User) -> None:
    past_the_product()
    User.objects.create_superuser("chief", password=PASSWORD)
    User.objects.create_user("without")

    assert recorded() == [("chief", "password", OUTSIDE)]


def test_a_second_factor_that_is_reset_is_recorded(administrator: User, cfo: User) -> None:
    reset_second_factor(cfo, by=administrator)  # there is none yet
    with_second_factor(cfo)
    reset_second_factor(cfo, by=administrator)

    assert recorded() == [("anna", "second_factor", "keeper")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE otp_totp_totpdevice SET key = '00' WHERE user_id = ANNA",
        "UPDATE otp_totp_totpdevice SET confirmed = false WHERE user_id = ANNA",
        "DELETE FROM otp_totp_totpdevice WHERE user_id = ANNA",
        (
            "INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, step, t0, digits, "
            "tolerance, drift, last_t, throttling_failure_count) "
            "VALUES (ANNA, 'phone', true, '00', 30, 0, 6, 1, 0, 0, 0)"
        ),
    ],
)
def test_a_second_factor_changed_past_the_product_is_recorded(cfo: User, statement: str) -> None:
    with_second_factor(cfo)
    past_the_product()

    run(statement.replace("ANNA", str(cfo.pk)))

    assert recorded() == [("anna", "second_factor", OUTSIDE)]


def test_a_second_factor_moved_to_somebody_else_concerns_both(
    administrator: User, cfo: User
) -> None:
    with_second_factor(cfo)
    past_the_product()

    run("UPDATE otp_totp_totpdevice SET user_id = %s", [administrator.pk])

    assert sorted(recorded()) == [
        ("anna", "second_factor", OUTSIDE),
        ("keeper", "second_factor", OUTSIDE),
    ]


def test_using_a_code_sets_nothing(cfo: User) -> None:
    with_second_factor(cfo)
    past_the_product()

    run("UPDATE otp_totp_totpdevice SET last_t = 7, drift = 1, throttling_failure_count = 2")

    assert recorded() == []


def test_who_and_when_are_the_databases_word(administrator: User, cfo: User) -> None:
    past_the_product()
    run(
        "INSERT INTO people_credentialchange (user_id, kind, changed_by_id, changed_at, seen_at) "
        "VALUES (%s, 'link', %s, '2001-11-13', '2001-11-13')",
        [cfo.pk, administrator.pk],
    )

    [change] = CredentialChange.objects.all()
    assert (change.changed_by, change.seen_at) == (None, None)
    assert change.changed_at.year > 2001


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("nothing", "a_change_of_credentials_is_of_a_known_kind"),
        ("link", "credentials_are_changed_by_another"),
    ],
)
def test_a_row_of_no_known_kind_or_about_oneself_is_refused(
    cfo: User, kind: str, rule: str
) -> None:
    with refused_by_database(rule), pghistory.context(user=cfo.pk):
        CredentialChange.objects.create(user=cfo, kind=kind)


def test_a_change_that_was_written_past_the_triggers_is_found(cfo: User) -> None:
    UserFactory(password=PASSWORD)
    set_by_raw_sql(cfo)
    assert prove_people().differences == []
    days_pass(30)

    [difference] = prove_people().differences
    assert "Change of credentials with the key" in difference
    assert "changed_at is" in difference


def test_whose_credentials_were_set_is_told_before_anything_opens(
    administrator: User, cfo: User
) -> None:
    opened(issue_link(cfo, by=administrator))
    client = Client()
    log_in(client, "anna", CHOSEN)

    assert client.get("/sales/")["Location"] == f"{SEEN}?next=/sales/"
    assert client.post("/sales/new/", {})["Location"] == f"{SEEN}?next=/"
    page = client.get(SEEN)
    text = words(page)
    assert "Your credentials were set by somebody else" in text
    assert f"{LINK} keeper" in text
    assert f"{CHOSEN_BY_LINK} keeper" in text
    assert breaks_the_policy(page) == []

    answer = client.post(f"{SEEN}?next=/sales/", {"up_to": page.context["up_to"]})
    assert answer["Location"] == "/sales/"
    assert is_in(client)
    assert not CredentialChange.objects.filter(seen_at=None).exists()


def test_what_is_set_meanwhile_is_told_as_well(administrator: User, cfo: User) -> None:
    issue_link(cfo, by=administrator)
    client = logged_in(cfo)
    up_to = client.get(SEEN).context["up_to"]
    issue_link(cfo, by=administrator)

    client.post(SEEN, {"up_to": up_to})

    assert not is_in(client)


def test_who_comes_later_sees_that_somebody_had_seen_it(administrator: User, cfo: User) -> None:
    """An impostor who came in first cannot hide what let them in."""
    opened(issue_link(cfo, by=administrator))
    impostor = Client()
    log_in(impostor, "anna", CHOSEN)
    impostor.post(SEEN, {"up_to": impostor.get(SEEN).context["up_to"]})
    opened(issue_link(cfo, by=administrator), PASSWORD)
    client = Client()
    log_in(client, "anna")

    told = client.get(SEEN).context["changes"]

    assert [(change.kind, change.seen_at is None) for change in told] == [
        *(("chosen", True), ("link", True)),
        *(("chosen", False), ("link", False)),
    ]


def test_what_was_seen_more_than_seven_days_ago_is_told_no_more(
    administrator: User, cfo: User
) -> None:
    issue_link(cfo, by=administrator)
    client = logged_in(cfo)
    client.post(SEEN, {"up_to": client.get(SEEN).context["up_to"]})

    days_pass(6)
    assert len(client.get(SEEN).context["changes"]) == 1
    days_pass(2)
    assert "No one else set your credentials in the last seven days." in words(client.get(SEEN))


def test_nobody_marks_as_seen_what_concerns_another(administrator: User, cfo: User) -> None:
    issue_link(cfo, by=administrator)

    logged_in(administrator).post(SEEN, {"up_to": 2**62})

    assert CredentialChange.objects.filter(seen_at=None).count() == 1


@pytest.mark.parametrize(
    ("up_to", "status"),
    [("", 422), ("x", 422), ("-1", 422), (str(2**63), 422), ("9" * 4301, 400)],
)
def test_a_number_that_is_none_marks_nothing(
    administrator: User, cfo: User, up_to: str, status: int
) -> None:
    issue_link(cfo, by=administrator)

    assert logged_in(cfo).post(SEEN, {"up_to": up_to}).status_code == status
    assert CredentialChange.objects.filter(seen_at=None).count() == 1


def test_what_was_set_for_anybody_stands_on_the_inbox_of_every_cfo(
    administrator: User, cfo: User
) -> None:
    ben = UserFactory(username="ben")
    issue_link(ben, by=administrator)
    set_by_raw_sql(ben)

    for person in (cfo, UserFactory(group="CFO")):
        page = logged_in(person).get(INBOX)
        text = words(page)
        assert "Credentials set by an administrator" in text
        assert f"keeper ben {LINK}" in text
        assert f"{OUTSIDE} ben Password" in text
        assert breaks_the_policy(page) == []
    days_pass(8)
    assert "No one set another person's credentials in the last seven days." in words(
        logged_in(cfo).get(INBOX)
    )


@pytest.mark.parametrize("group", ["Treasury", "Controller", "Auditor"])
def test_the_inbox_of_others_has_no_such_list(db: None, group: str) -> None:
    assert "Credentials set by" not in words(logged_in(UserFactory(group=group)).get(INBOX))


def test_the_inbox_asks_as_often_for_many_changes_as_for_few(
    administrator: User, cfo: User
) -> None:
    client = logged_in(cfo)

    def queries() -> int:
        with connection.execute_wrapper(counting := _Counting()):
            client.get(INBOX)
        return counting.statements

    issue_link(UserFactory(), by=administrator)
    queries()
    few = queries()
    for _ in range(10):
        issue_link(UserFactory(), by=administrator)
    assert queries() == few


class _Counting:
    statements = 0

    def __call__(self, execute: Callable[..., object], *args: object) -> object:
        self.statements += 1
        return execute(*args)


def test_a_password_that_is_chosen_for_tests_is_the_persons_own(administrator: User) -> None:
    person = UserFactory(username="ben")
    choose_password(person, PASSWORD)

    assert recorded() == []
    assert is_in(logged_in(person))
