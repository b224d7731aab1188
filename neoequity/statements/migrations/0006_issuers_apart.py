"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import (
    history_by_issuer,
    kept_apart,
    rows_by_issuer,
    rows_by_row,
)
from neoequity.books.triggers.seen import of_row

# The parts are there before their match; each takes a row of one of these kinds.
TAKEN = " OR ".join(
    f"({of_row(table, column)})"
    for table, column in {
        "statements_statementline": "line_id",
        "placements_sale": "entry_id",
        "placements_receipt": "receipt_id",
    }.items()
)


class Migration(migrations.Migration):

    dependencies = [
        ("statements", "0005_many_matches_at_once"),
        ("books", "0004_issuers_apart"),
        ("placements", "0008_issuers_apart"),
    ]

    operations = [
        *rows_by_issuer(
            "statements_accepteddifference",
            "statements_match",
            "statements_openitem",
            "statements_sender",
        ),
        *rows_by_row(
            statements_layout=("statements_sender", "sender_id"),
            statements_senderaccount=("statements_sender", "sender_id"),
            statements_signoff=("placements_agreement", "agreement_id"),
            statements_statement=("statements_sender", "sender_id"),
            statements_statementline=("statements_sender", "sender_id"),
        ),
        *kept_apart({"statements_matchpart": TAKEN}),
        *history_by_issuer(
            "statements_openitemevent",
        ),
    ]

SCHEMA = """
8b8d9a3bf500 policy statements_accepteddifference.rows_of_the_issuers_that_are_seen
5cb383596810 policy statements_layout.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy statements_match.rows_of_the_issuers_that_are_seen
c56ae41fae7b policy statements_matchpart.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy statements_openitem.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy statements_openitemevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy statements_sender.rows_of_the_issuers_that_are_seen
759de930500b policy statements_senderaccount.rows_of_the_issuers_that_are_seen
b8b146941571 policy statements_signoff.rows_of_the_issuers_that_are_seen
db09e5ae7b26 policy statements_statement.rows_of_the_issuers_that_are_seen
93188338141e policy statements_statementline.rows_of_the_issuers_that_are_seen
cc8c08682518 table statements_accepteddifference
cc8c08682518 table statements_layout
cc8c08682518 table statements_match
cc8c08682518 table statements_matchpart
cc8c08682518 table statements_openitem
cc8c08682518 table statements_openitemevent
cc8c08682518 table statements_sender
cc8c08682518 table statements_senderaccount
cc8c08682518 table statements_signoff
cc8c08682518 table statements_statement
cc8c08682518 table statements_statementline
"""
