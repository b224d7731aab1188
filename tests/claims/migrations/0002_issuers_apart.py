"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import rows_by_row


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0001_initial"),
        ("books", "0004_issuers_apart"),
        ("placements", "0008_issuers_apart"),
    ]

    operations = [
        *rows_by_row(
            claims_claim=("placements_agreement", "agreement_id"),
        ),
    ]

SCHEMA = """
e29b43f498a0 policy claims_claim.rows_of_the_issuers_that_are_seen
cc8c08682518 table claims_claim
"""
