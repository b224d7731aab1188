"""A constraint or trigger that is missing, weakened or asleep is found by its name."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from placements.selectors.ledger import prove_ledger
from tests.ledger.tampering import Tamper, alter, settle_constraints


def constraint_of(table: str, column: str) -> str:
    """The name that Django made up for the foreign key on a column."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return next(
        str(name)
        for name, constraint in found.items()
        if constraint["columns"] == [column] and constraint["foreign_key"]
    )


def trigger_of(table: str, name: str) -> str:
    """The full name of a trigger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
            [table, f"pgtrigger_{name}_%"],
        )
        found: str = cursor.fetchone()[0]
        return found


def test_a_rule_that_was_dropped_is_found(ledger: None) -> None:
    alter("ALTER TABLE placements_sale DROP CONSTRAINT a_price_is_positive")

    assert prove_ledger().differences == [
        "The rule “a_price_is_positive” of the table placements_sale is missing."
    ]


@pytest.mark.parametrize("weakness", ["NOT VALID", "NOT ENFORCED"])
def test_a_rule_that_does_not_hold_for_every_row_is_found(weakness: str, ledger: None) -> None:
    alter(
        "ALTER TABLE placements_sale DROP CONSTRAINT a_price_is_positive",
        f"ALTER TABLE placements_sale ADD CONSTRAINT a_price_is_positive CHECK (price > 0) "
        f"{weakness}",
    )

    assert prove_ledger().differences == [
        "The rule “a_price_is_positive” of the table placements_sale is not enforced on every row."
    ]


def test_a_uniqueness_that_was_dropped_is_found(ledger: None) -> None:
    alter("ALTER TABLE placements_sale DROP CONSTRAINT an_agents_reference_is_booked_once")

    assert prove_ledger().differences == [
        (
            "The uniqueness “an_agents_reference_is_booked_once” of the table placements_sale is "
            "missing."
        )
    ]


def test_a_foreign_key_that_was_dropped_is_found(ledger: None) -> None:
    name = constraint_of("placements_delivery", "sale_id")
    alter(f'ALTER TABLE placements_delivery DROP CONSTRAINT "{name}"')

    assert prove_ledger().differences == [
        "The foreign key of sale_id of the table placements_delivery is missing."
    ]


def test_a_trigger_that_was_dropped_is_found(ledger: None) -> None:
    name = trigger_of("placements_sale", "posted_sales_stay")
    alter(f"DROP TRIGGER {name} ON placements_sale")

    assert prove_ledger().differences == [
        "The trigger “posted_sales_stay” of the table placements_sale is missing."
    ]


def test_a_trigger_that_was_made_anew_otherwise_is_found(ledger: None) -> None:
    name = trigger_of("placements_sale", "posted_sales_stay")
    alter(
        f"DROP TRIGGER {name} ON placements_sale",
        f"CREATE TRIGGER {name} BEFORE DELETE ON placements_sale FOR EACH ROW "
        f"EXECUTE FUNCTION {name}()",
    )

    assert prove_ledger().differences == [
        (
            "The trigger “posted_sales_stay” of the table placements_sale is not the one of "
            "the models."
        )
    ]


def test_a_trigger_whose_function_was_replaced_is_found(ledger: None) -> None:
    name = trigger_of("placements_sale", "posted_sales_stay")
    alter(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS TRIGGER AS "
        "$$ BEGIN RETURN NEW; END; $$ LANGUAGE plpgsql"
    )

    assert prove_ledger().differences == [
        (
            "The trigger “posted_sales_stay” of the table placements_sale runs another function "
            "than that of the models."
        )
    ]


def test_a_trigger_that_is_switched_off_is_found(ledger: None) -> None:
    name = trigger_of("placements_sale", "posted_sales_stay")
    alter(f"ALTER TABLE placements_sale DISABLE TRIGGER {name}")

    assert prove_ledger().differences == [
        f"The trigger “{name}” of the table placements_sale is switched off."
    ]


def test_foreign_keys_that_are_switched_off_are_found(ledger: None) -> None:
    alter("ALTER TABLE placements_delivery DISABLE TRIGGER ALL")

    asleep = prove_ledger().differences
    assert any("RI_ConstraintTrigger" in sentence for sentence in asleep)
    assert all(sentence.endswith("is switched off.") for sentence in asleep)


def test_a_connection_without_triggers_is_found(ledger: None) -> None:
    alter("SET LOCAL session_replication_role = replica")

    assert prove_ledger().differences == [
        "Triggers are switched off for this connection (session_replication_role)."
    ]


def test_the_command_says_what_it_looked_at(ledger: None) -> None:
    printed = StringIO()
    call_command("verify_ledger", stdout=printed)

    assert printed.getvalue().startswith(
        "The ledger agrees: 2 agreements, 2 placements, 4 sales, 2 deliveries, 1 attachment; "
    )
    assert printed.getvalue().splitlines()[0].endswith(" triggers are in place.")


def test_the_command_prints_every_difference_and_fails(tamper: Tamper) -> None:
    tamper("UPDATE placements_agreement SET shares_sold = 1 WHERE slug = 'other-agreement'")
    settle_constraints()
    alter("ALTER TABLE placements_sale DROP CONSTRAINT a_price_is_positive")

    printed = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_ledger", stdout=printed)

    assert printed.getvalue().splitlines() == [
        "Other Agreement: the number of shares sold is 1; the rows give 0.",
        "The rule “a_price_is_positive” of the table placements_sale is missing.",
    ]
    assert str(error.value) == "The ledger does not agree: 2 differences."
