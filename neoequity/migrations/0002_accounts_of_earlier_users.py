"""Gives an account to each user who was there before accounts were."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("neoequity", "0001_people")]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO neoequity_account (user_id, must_change_password)
            SELECT u.id, false FROM auth_user u
            WHERE NOT EXISTS (SELECT 1 FROM neoequity_account a WHERE a.user_id = u.id)
            """,
            migrations.RunSQL.noop,
        )
    ]
