"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import (
    history_by_issuer,
    history_by_row,
    rows_by_issuer,
    rows_by_row,
)


class Migration(migrations.Migration):

    dependencies = [
        ("warrants", "0001_initial"),
        ("books", "0004_issuers_apart"),
        ("placements", "0008_issuers_apart"),
    ]

    operations = [
        *rows_by_issuer(
            "warrants_holder",
            "warrants_series",
            "warrants_warrant",
        ),
        *rows_by_row(
            warrants_balance=("warrants_warrant", "warrant_id"),
            warrants_callnotice=("warrants_series", "series_id"),
            warrants_entry=("warrants_warrant", "warrant_id"),
            warrants_entryattachment=("warrants_entry", "entry_id"),
            warrants_registrationrequest=("placements_agreement", "agreement_id"),
        ),
        *history_by_issuer(
            "warrants_holderevent",
            "warrants_seriesevent",
        ),
        *history_by_row(
            warrants_callnoticeevent=("warrants_series", "series_id"),
            warrants_registrationrequestevent=("placements_agreement", "agreement_id"),
        ),
    ]

SCHEMA = """
8b8d9a3bf500 policy placements_split.rows_of_the_issuers_that_are_seen
434caa168f27 policy warrants_balance.rows_of_the_issuers_that_are_seen
0aa24c23a624 policy warrants_callnotice.rows_of_the_issuers_that_are_seen
c91071548870 policy warrants_callnoticeevent.rows_of_the_issuers_that_are_seen
118f85617733 policy warrants_entry.rows_of_the_issuers_that_are_seen
59e3da65d075 policy warrants_entryattachment.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy warrants_holder.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy warrants_holderevent.rows_of_the_issuers_that_are_seen
b5c1359a4208 policy warrants_registrationrequest.rows_of_the_issuers_that_are_seen
25f7fc175fef policy warrants_registrationrequestevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy warrants_series.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy warrants_seriesevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy warrants_warrant.rows_of_the_issuers_that_are_seen
cc8c08682518 table placements_split
cc8c08682518 table warrants_balance
cc8c08682518 table warrants_callnotice
cc8c08682518 table warrants_callnoticeevent
cc8c08682518 table warrants_entry
cc8c08682518 table warrants_entryattachment
cc8c08682518 table warrants_holder
cc8c08682518 table warrants_holderevent
cc8c08682518 table warrants_registrationrequest
cc8c08682518 table warrants_registrationrequestevent
cc8c08682518 table warrants_series
cc8c08682518 table warrants_seriesevent
cc8c08682518 table warrants_warrant
"""
