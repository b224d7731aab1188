"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import (
    history_by_issuer,
    rows_by_issuer,
)


class Migration(migrations.Migration):

    dependencies = [
        ("company", "0002_calendar_feed_carries"),
        ("books", "0004_issuers_apart"),
        ("placements", "0008_issuers_apart"),
    ]

    operations = [
        *rows_by_issuer(
            "company_accessreview",
            "company_account",
            "company_calendarfeed",
            "company_consent",
            "company_counting",
            "company_expense",
            "company_figure",
            "company_filing",
            "company_funding",
            "company_marketprice",
            "company_offering",
            "company_position",
            "company_proposalcheck",
            "company_registerentry",
        ),
        *history_by_issuer(
            "company_calendarfeedevent",
            "company_shareevent",
        ),
    ]

SCHEMA = """
8b8d9a3bf500 policy company_accessreview.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_account.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_calendarfeed.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy company_calendarfeedevent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_consent.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_counting.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_expense.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_figure.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_filing.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_funding.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_marketprice.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_offering.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_position.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_proposalcheck.rows_of_the_issuers_that_are_seen
8b8d9a3bf500 policy company_registerentry.rows_of_the_issuers_that_are_seen
bdd6e68da417 policy company_shareevent.rows_of_the_issuers_that_are_seen
cc8c08682518 table company_accessreview
cc8c08682518 table company_account
cc8c08682518 table company_calendarfeed
cc8c08682518 table company_calendarfeedevent
cc8c08682518 table company_consent
cc8c08682518 table company_counting
cc8c08682518 table company_expense
cc8c08682518 table company_figure
cc8c08682518 table company_filing
cc8c08682518 table company_funding
cc8c08682518 table company_marketprice
cc8c08682518 table company_offering
cc8c08682518 table company_position
cc8c08682518 table company_proposalcheck
cc8c08682518 table company_registerentry
cc8c08682518 table company_shareevent
"""
