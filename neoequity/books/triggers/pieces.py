"""The pieces of triggers: rules that the database enforces on every writer."""

from textwrap import dedent, indent
from typing import Any

import pgtrigger

from neoequity.books.triggers.owned import OwnedTrigger

# A statement of our triggers runs at depth 1 or more and with the rights of the owner, who may
# TRUNCATE. One sent by a client is at depth 0; one from a trigger that somebody else made, say on a
# temporary table, is deeper, but without the owner's rights.
DIRECT_STATEMENT = (
    "(pg_trigger_depth() = 0 OR NOT has_table_privilege('public.books_chainhead', 'TRUNCATE'))"
)
# Foreign keys are checked at commit, so within a transaction two rows could swap ids.
STAYS_ITSELF = "A row keeps its id, for others point at it."
# Declared in each rule: undoes `SET pgtrigger.ignore`, with which a session could disable it.
NEVER_LIFTED = [("never_lifted", "TEXT := set_config('pgtrigger.ignore', '{}', true)")]


def rule(name: str, operation: pgtrigger.Operation, func: str, **how: Any) -> pgtrigger.Trigger:
    """A trigger that no session can disable; `how` is passed on to pgtrigger."""
    return OwnedTrigger(name=name, operation=operation, func=func, declare=NEVER_LIFTED, **how)


def refuse(
    name: str, operation: pgtrigger.Operation, sentence: str, when: str | None = None
) -> pgtrigger.Trigger:
    """A row trigger that refuses `operation` with a sentence if the SQL `when` is true."""
    condition = pgtrigger.Condition(f"({when})") if when else None
    return rule(name, operation, _raise(sentence), when=pgtrigger.Before, condition=condition)


def refuse_truncate(name: str, sentence: str) -> pgtrigger.Trigger:
    """A statement trigger that refuses TRUNCATE with a sentence."""
    level, when = pgtrigger.Statement, pgtrigger.Before
    return rule(name, pgtrigger.Truncate, _raise(sentence), level=level, when=when)


def after_insert(name: str, sql: str) -> pgtrigger.Trigger:
    """A statement trigger on insert; `sql` sees the new rows of the statement as `posted`."""
    return rule(
        name,
        pgtrigger.Insert,
        sql + "\nRETURN NULL;",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="posted"),
    )


def after_update(name: str, sql: str) -> pgtrigger.Trigger:
    """A statement trigger on update; `sql` sees the rows as `stood` before and `posted` after."""
    return rule(
        name,
        pgtrigger.Update,
        sql + "\nRETURN NULL;",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="stood", new="posted"),
    )


def after_move(name: str, when: str, sql: str) -> pgtrigger.Trigger:
    """A row trigger on a change of status if the SQL `when` is true; `sql` sees the row as NEW."""
    return rule(
        name,
        pgtrigger.UpdateOf("status"),
        sql + "\nRETURN NULL;",
        when=pgtrigger.After,
        condition=pgtrigger.Condition(f"({when})"),
    )


def at_commit(name: str, func: str) -> pgtrigger.Trigger:
    """A row trigger deferred to commit, for a rule on rows that are complete only together."""
    return rule(
        name,
        pgtrigger.Insert,
        func + "\nRETURN NULL;",
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
    )


def stays_while(name: str, sentence: str, rows: str, columns: tuple[str, ...]) -> pgtrigger.Trigger:
    """A row trigger that refuses to delete the row or change these columns while `rows` has any."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    func = f"IF TG_OP = 'DELETE' OR {changed} THEN {refuse_where(rows, sentence)} END IF;"
    return rule(
        name,
        pgtrigger.Update | pgtrigger.Delete,
        func + " RETURN COALESCE(NEW, OLD);",
        when=pgtrigger.Before,
    )


def _raise(sentence: str) -> str:
    quoted = sentence.replace("'", "''")
    return f"RAISE EXCEPTION '{quoted}'\n    USING ERRCODE = 'integrity_constraint_violation';"


def refuse_where(rows: str, sentence: str) -> str:
    """SQL that refuses with a sentence if the query finds rows."""
    query, refusal = (indent(dedent(sql).strip(), "    ") for sql in (rows, _raise(sentence)))
    return f"IF EXISTS (\n{query}\n) THEN\n{refusal}\nEND IF;\n"


def steps(*composed: str, **pieces: str) -> str:
    """SQL of several pieces in order, each under a comment with its name.

    The name leads a reader of the function in the database to the piece's source. SQL already
    `composed` of steps comes first, with its own comments.
    """
    named = (f"-- {name.strip('_')}\n{dedent(sql).strip()}" for name, sql in pieces.items())
    return "\n".join([*(sql.strip() for sql in composed), *named]) + "\n"


RECORDED_NOW = refuse_where(
    "SELECT 1 FROM posted WHERE recorded_at <> STATEMENT_TIMESTAMP()",
    "The moment of recording is written by the database.",
)
