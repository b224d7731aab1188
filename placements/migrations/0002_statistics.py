"""ANALYZE is for the owner of a table, and the application is not: a function of the owner's."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION placements_refresh_statistics() RETURNS void
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
            AS 'BEGIN ANALYZE placements_sale; END'
            """,
            "DROP FUNCTION placements_refresh_statistics()",
        )
    ]

SCHEMA = """
9191f5f38fe9 function placements_refresh_statistics()
"""
