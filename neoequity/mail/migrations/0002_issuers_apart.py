"""A session sees the rows of the issuers that its setting names."""

from django.db import migrations

from neoequity.books.migrations._apart import rows_by_issuer, rows_by_row


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0001_initial"),
        ("books", "0004_issuers_apart"),
    ]

    operations = [
        *rows_by_issuer(
            "mail_scheduledreport",
        ),
        *rows_by_row(
            mail_scheduledreport_recipients=("mail_scheduledreport", "scheduledreport_id"),
        ),
    ]

SCHEMA = """
8b8d9a3bf500 policy mail_scheduledreport.rows_of_the_issuers_that_are_seen
2e05d17a50cf policy mail_scheduledreport_recipients.rows_of_the_issuers_that_are_seen
cc8c08682518 table mail_scheduledreport
cc8c08682518 table mail_scheduledreport_recipients
"""
