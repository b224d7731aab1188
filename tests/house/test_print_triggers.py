"""`print_triggers`: the triggers as they stand in the database, to be read as a whole."""

import ast
import re
from io import StringIO
from itertools import groupby

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from neoequity.books.proof.layout import laid_out
from neoequity.books.proof.standing import standing_triggers
from tests.architecture.source import modules
from tests.constraints.frames import WRITES_HISTORY, guards
from tests.roles import owner

pytestmark = pytest.mark.django_db


def printed(*table: str) -> str:
    out = StringIO()
    call_command("print_triggers", *table, stdout=out)
    return out.getvalue()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_trigger_of_every_table_is_printed() -> None:
    told = printed()
    for guard in guards(
        "books", "people", "placements", "warrants", "company", "statements", "neoequity"
    ):
        assert f". {guard.partition(':')[2]}\n" in told


def test_a_tables_triggers_are_printed_in_the_order_in_which_they_fire() -> None:
    fires = [trigger.fires for trigger in standing_triggers("placements_agreement")]
    turns = [" ".join(re.findall("BEFORE|AFTER|row|statement|at commit", fired)) for fired in fires]
    in_turn = ["BEFORE statement", "BEFORE row", "AFTER row", "AFTER row at commit"]
    assert [turn for turn, _ in groupby(turns)] == in_turn


def test_a_trigger_says_when_it_fires_on_which_condition_and_what_its_rows_are_called() -> None:
    assert "3. posted_sales_count\n   AFTER INSERT, for each statement (new rows: posted)\n" in (
        printed("placements_sale")
    )
    told = printed("placements_placement")
    assert ". sales_fit_the_move\n   AFTER UPDATE OF status, for each row\n   when " in told


def test_each_piece_of_a_function_stands_under_its_name() -> None:
    assert (
        "    -- REVERSAL_IS_APPROVED\n"
        "    IF EXISTS (\n"
        "        SELECT 1 FROM posted r WHERE r.reverses_id IS NOT NULL AND NOT EXISTS (\n"
        "            SELECT 1 FROM books_approval a\n"
        "            WHERE a.kind = 'reversal' AND a.subject = r.reverses_id "
        "AND a.decision = 'approved'\n"
        "              AND a.dated = r.trade_date AND a.asked = "
        "jsonb_build_object('reason', r.reason))\n"
        "    ) THEN\n"
        "        RAISE EXCEPTION 'A reversal is posted as one person asked for it and another "
        "approved it.'\n"
        "            USING ERRCODE = 'integrity_constraint_violation';\n"
        "    END IF;\n"
    ) in printed("placements_sale")


def test_what_every_function_begins_with_is_left_out_unless_a_session_could_lift_it() -> None:
    told = printed("placements_agreement").split("\n\n")
    assert not [part for part in told if "_pgtrigger_should_ignore" in part]
    liftable = [trigger.name for trigger in standing_triggers() if trigger.lifted]
    assert set(liftable) == WRITES_HISTORY


def test_what_somebody_changed_in_the_database_is_printed_as_it_is() -> None:
    [name] = [
        function
        for function in functions_of("placements_sale")
        if function.startswith("pgtrigger_posted_sales_stay")
    ]
    with owner():
        run(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS TRIGGER LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        )
        run(f"ALTER TABLE placements_sale DISABLE TRIGGER {name}")
    told = printed("placements_sale")
    assert (
        "2. posted_sales_stay\n   BEFORE UPDATE or DELETE, for each row -- SWITCHED OFF\n\n"
        "    BEGIN RETURN NULL; END\n"
    ) in told


def functions_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def test_a_table_without_triggers_says_so() -> None:
    assert printed("django_session") == "The table django_session has no triggers.\n"


def test_a_table_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(CommandError) as refusal:
        printed("sales")
    assert str(refusal.value) == (
        "The database has no table sales. Leave the name out to print every table."
    )
    assert refusal.value.returncode == 1


def test_sql_is_indented_by_its_brackets_and_keeps_what_is_aligned_in_them() -> None:
    sql = """
    SELECT a,
           b FROM (
                SELECT '(not one' AS a  -- nor this: (
                FROM c
    ) d
        """
    assert laid_out(sql) == [
        "SELECT a,",
        "       b FROM (",
        "           SELECT '(not one' AS a  -- nor this: (",
        "           FROM c",
        "       ) d",
    ]


def test_a_piece_goes_by_the_name_of_its_constant() -> None:
    """`steps(NAME=NAME)`, or of the function that makes it: `steps(SEAL=seal(...))`."""
    named = [
        (module.at(node), keyword.arg, keyword.value)
        for module in modules()
        for node in module.found(ast.Call)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("steps", "posted_once")
        for keyword in node.keywords
        if keyword.arg is not None and keyword.arg.strip("_").isupper()
    ]
    assert named
    assert not [
        (where, name)
        for where, name, value in named
        if not isinstance(value, ast.Constant)
        and name != getattr(value, "id", getattr(getattr(value, "func", None), "id", "").upper())
    ]
