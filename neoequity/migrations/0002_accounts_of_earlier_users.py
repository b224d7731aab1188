"""Gives an account to each user who was there before accounts were, and begins their history."""

from django.db import migrations

ACCOUNTS = """
    INSERT INTO neoequity_account (user_id, must_change_password)
    SELECT u.id, false FROM auth_user u
    WHERE NOT EXISTS (SELECT 1 FROM neoequity_account a WHERE a.user_id = u.id)
    ORDER BY u.id;
"""

# What was before was not watched: they are known as they are found now.
BEGIN_HISTORY = """
    INSERT INTO neoequity_personevent (pgh_created_at, pgh_label, pgh_obj_id, id, username,
                                       first_name, last_name, email, is_active, is_staff,
                                       is_superuser)
    SELECT NOW(), 'insert', u.id, u.id, u.username, u.first_name, u.last_name, u.email,
           u.is_active, u.is_staff, u.is_superuser
    FROM auth_user u
    WHERE NOT EXISTS (SELECT 1 FROM neoequity_personevent e WHERE e.pgh_obj_id = u.id)
    ORDER BY u.id;

    INSERT INTO neoequity_membershipevent (pgh_created_at, pgh_label, pgh_obj_id, id, user_id,
                                           group_id)
    SELECT NOW(), 'insert', m.id, m.id, m.user_id, m.group_id
    FROM auth_user_groups m
    WHERE NOT EXISTS (SELECT 1 FROM neoequity_membershipevent e WHERE e.pgh_obj_id = m.id)
    ORDER BY m.id;
"""


class Migration(migrations.Migration):
    dependencies = [("neoequity", "0001_people")]

    operations = [migrations.RunSQL([ACCOUNTS, BEGIN_HISTORY], migrations.RunSQL.noop)]
