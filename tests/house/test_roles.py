"""Who connects as which role: the commands, what is served, and an office that has one role."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from neoequity import databases
from neoequity.database_roles import as_owner, role_warning
from neoequity.people.models import User
from tests.clients import logged_in
from tests.factories import UserFactory
from tests.offices import Office, Opened
from tests.pages.plain_text import words
from tests.roles import owner

APPLICATION = "postgres://app:a@db.example/equity?sslmode=require"
OWNER = "postgres://owner:o@db.example/equity?sslmode=require"
IS_A_SUPERUSER = "The role with which NeoEquity uses the database is a superuser of the database."
WHO = "from django.db import connection as c; r = c.cursor(); r.execute('SELECT current_user'); "
PRINT = "import django; django.setup(); " + WHO + "print(r.fetchone()[0])"


def owner_of(**environ: str) -> dict[str, object]:
    told = {"DATABASE_URL": APPLICATION, **environ}
    return databases.owner(told, databases.database(told, None))  # type: ignore[arg-type]  # the directory is the embedded server's


# The environment


def test_the_owner_is_who_the_second_address_says() -> None:
    found = owner_of(DATABASE_OWNER_URL=OWNER)

    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("owner", "o", "db.example")


def test_without_it_one_role_is_both() -> None:
    assert owner_of() == {}


def test_both_addresses_name_one_database() -> None:
    with pytest.raises(ImproperlyConfigured, match="must name the same database"):
        owner_of(DATABASE_OWNER_URL=OWNER.replace("equity", "payroll"))


def test_an_address_of_the_owner_that_is_none_is_refused_by_its_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL must name a PostgreSQL"):
        owner_of(DATABASE_OWNER_URL="sqlite:///equity")


# The commands


@pytest.fixture(scope="module")
def office(opened: Opened, prepared: Office) -> Office:
    return opened("two_roles", like=prepared)


@pytest.fixture
def served_alone(office: Office) -> Iterator[Office]:
    """The office without the address of its owner, as what is served knows it."""
    address = office.environment.pop("DATABASE_OWNER_URL")
    yield office
    office.environment["DATABASE_OWNER_URL"] = address


def test_commands_are_the_application(office: Office) -> None:
    assert office.run("-c", PRINT).strip() == "neoequity_app"


def test_roles_prints_the_grants_and_changes_nothing(office: Office) -> None:
    statements = office.run("manage.py", "roles").split(";\n")

    assert 'GRANT USAGE ON SCHEMA public TO "neoequity_app"' in statements
    [tables] = [each for each in statements if each.startswith("GRANT SELECT")]
    assert '"public"."placements_sale"' in tables
    assert "TRUNCATE" not in tables


def test_roles_takes_back_what_the_application_needs_not(opened: Opened, prepared: Office) -> None:
    careless = opened("careless", like=prepared)
    careless.ask("GRANT ALL ON ALL TABLES IN SCHEMA public TO neoequity_app, PUBLIC")
    careless.ask("GRANT CREATE ON SCHEMA public TO neoequity_app")
    careless.ask(f'GRANT TEMP ON DATABASE "{careless.place["dbname"]}" TO neoequity_app')
    warning = "may make temporary tables"
    assert warning in careless.check()

    printed = careless.run("manage.py", "roles", "--apply")

    assert printed == "The role neoequity_app uses rows, and nothing else.\n"
    assert careless.check() == ""


def test_roles_with_one_address_says_what_is_missing(served_alone: Office) -> None:
    complaint = served_alone.fail("manage.py", "roles")

    assert complaint.startswith("One role is both owner and application.")


def test_a_role_that_does_not_exist_is_told_with_how_to_make_it(office: Office) -> None:
    nobody = Office(office.place, **office.environment)
    nobody.environment["DATABASE_URL"] = office.environment["DATABASE_URL"].replace(
        "neoequity_app", "equity_app"
    )

    assert nobody.fail("manage.py", "roles", "--apply") == (
        'The role "equity_app" that DATABASE_URL names does not exist. As the owner, run: '
        "CREATE ROLE \"equity_app\" LOGIN PASSWORD '…'"
    )


def test_a_start_that_changes_no_table_needs_no_owner(served_alone: Office) -> None:
    assert served_alone.run("manage.py", "prepare") == ""


def test_a_start_that_would_change_tables_says_who_may(opened: Opened, prepared: Office) -> None:
    behind = opened("behind", like=prepared)
    behind.ask("DELETE FROM django_migrations WHERE app = 'sessions'")
    del behind.environment["DATABASE_OWNER_URL"]

    assert behind.fail("manage.py", "prepare") == (
        "The tables are not those of this version, and the role of DATABASE_URL may not change "
        "them. Set DATABASE_OWNER_URL to their owner for: manage.py migrate"
    )


def test_a_table_of_a_later_migration_is_the_applications_to_use(
    opened: Opened, prepared: Office
) -> None:
    behind = opened("behind", like=prepared)
    behind.run("manage.py", "migrate", "sessions", "zero", "--verbosity=0")

    behind.run("manage.py", "migrate", "--verbosity=0")

    assert behind.check() == ""
    assert behind.run("-c", PRINT.replace("current_user", "count(*) FROM django_session")) == "0\n"


# One role for all


def test_serving_as_the_owner_is_refused_before_deployment(office: Office) -> None:
    alone = Office(office.place, **office.environment)
    alone.environment["DATABASE_URL"] = alone.environment.pop("DATABASE_OWNER_URL")

    assert IS_A_SUPERUSER in alone.check()


def test_an_owner_who_is_no_superuser_is_refused_as_well(db: None) -> None:
    with owner(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE steward; GRANT steward TO neoequity_app")
        cursor.execute("ALTER TABLE django_session OWNER TO steward")

    assert role_warning() == "The role with which NeoEquity uses the database owns tables."


def test_the_application_gives_no_reason_to_warn(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert role_warning() == ""


@pytest.mark.parametrize("page", ["/", "/people/"])
def test_whoever_administers_is_told_on_the_first_screen(db: None, page: str) -> None:
    group = "Administrator" if page == "/people/" else None
    person = UserFactory(group=group) if group else User.objects.create_superuser("chief")
    browser = logged_in(person)

    assert IS_A_SUPERUSER not in words(browser.get(page))
    with owner():
        assert IS_A_SUPERUSER in words(browser.get(page))


def test_nobody_else_is_told(db: None) -> None:
    browser: Client = logged_in(UserFactory(group="CFO"))

    with owner():
        assert IS_A_SUPERUSER not in words(browser.get("/"))


def test_the_owner_would_not_see_an_open_transaction(db: None) -> None:
    with pytest.raises(RuntimeError, match="A transaction is open"), as_owner():
        pytest.fail("The connection was changed.")
