"""SQL that keeps every row out of the days of a closed period."""

from neoequity.books.approvals.rules import NOT_PEOPLE
from neoequity.books.triggers import refuse_where
from neoequity.books.triggers.sealing import Sealed

#: The condition that a closing `c` is in effect: not reopened.
STANDS = "NOT EXISTS (SELECT 1 FROM books_reopening r WHERE r.closing_id = c.id)"

#: The words by which to recognize a trigger that keeps rows out of closed periods.
KEEPS_OUT = "is entered or changed until it is reopened"
_CLOSED_BY = "CASE u.username {} ELSE u.username END".format(
    " ".join(f"WHEN '{account}' THEN '{name}'" for account, name in NOT_PEOPLE.items())
)
# The same sentence as neoequity.books.periods.rules.Lock.sentence.
_SENTENCE = f"""
    c.label || ' of ' || i.name || ' was closed by ' || {_CLOSED_BY} || ' on '
    || to_char(c.closed_on, 'Mon FMDD, YYYY') || ' (closing ' || c.number || '): nothing dated '
    || to_char(d.day, 'Mon FMDD, YYYY') || ' {KEEPS_OUT}.'"""


def refuse_closed_days(rows: str) -> str:
    """SQL that refuses the first of the query's rows (issuer, day) that is in a closed period.

    It must follow the lock on the issuers' heads, so that no period is closed meanwhile.
    """
    locked = f"""
        FROM (SELECT DISTINCT * FROM ({rows}) AS n) AS d (issuer_id, day)
        JOIN books_closing c ON c.issuer_id = d.issuer_id
            AND d.day BETWEEN c.starts_on AND c.ends_on
        JOIN books_issuer i ON i.id = c.issuer_id
        JOIN people_user u ON u.id = c.recorded_by_id
        WHERE {STANDS}"""
    return f"""IF EXISTS (SELECT 1 {locked}) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
        MESSAGE = (SELECT {_SENTENCE} {locked} ORDER BY d.day, c.number LIMIT 1);
END IF;
"""


def refuse_what_waited(entries: Sealed) -> str:
    """SQL that refuses rows whose statement began before the last closing and waited for it.

    Otherwise they would be added, after the fact, to what was known when the period was closed.
    """
    return refuse_where(
        f"""
        SELECT 1 FROM posted e {entries.joins}
        JOIN books_closing k ON k.issuer_id = {entries.issuer}
            AND k.recorded_at >= e.recorded_at
        """,
        "A period was closed while this waited to be recorded: record it again.",
    )
