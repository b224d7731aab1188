"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import (
    history_by_issuer,
    kept_apart,
    rows_by_issuer,
    rows_by_row,
)
from neoequity.books.triggers.seen import SEEN_ISSUERS, of_issuer


class Migration(migrations.Migration):

    dependencies = [
        ("books", "0003_proofs_on_record"),
    ]

    operations = [
        migrations.RunSQL(SEEN_ISSUERS, "DROP FUNCTION books_seen_issuers()"),
        *kept_apart({"books_issuer": of_issuer("id")}),
        *kept_apart({"books_issuerevent": of_issuer("pgh_obj_id")}, is_history=True),
        *rows_by_issuer(
            "books_approval",
            "books_chainhead",
            "books_closing",
            "books_recordattachment",
        ),
        *rows_by_row(
            books_decisionseen=("books_approval", "request_id"),
            books_reopening=("books_closing", "closing_id"),
            books_seal=("books_chainhead", "head_id"),
        ),
        *history_by_issuer(
            "books_approvalevent",
        ),
    ]

SCHEMA = """
060be8dca5ac function books_seen_issuers()
bdd6e68da417 policy books_approvalevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy books_chainhead.rows_of_the_issuers_that_are_seen
bc454af504f6 policy books_decisionseen.rows_of_the_issuers_that_are_seen
8bcee82d5572 policy books_issuer.rows_of_the_issuers_that_are_seen
daf563379c15 policy books_issuerevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy books_recordattachment.rows_of_the_issuers_that_are_seen
7d4da1ccb7f0 policy books_reopening.rows_of_the_issuers_that_are_seen
202353afa8ff policy books_seal.rows_of_the_issuers_that_are_seen
cc8c08682518 table books_approvalevent
cc8c08682518 table books_chainhead
cc8c08682518 table books_decisionseen
cc8c08682518 table books_issuer
cc8c08682518 table books_issuerevent
cc8c08682518 table books_recordattachment
cc8c08682518 table books_reopening
cc8c08682518 table books_seal
"""
