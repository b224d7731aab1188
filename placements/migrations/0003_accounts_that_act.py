"""Actions now ask for rights: the account of the command line, made without any, gets its group."""

from django.conf import settings
from django.db import migrations

COMMAND_LINE = "command-line"


def entitle(apps, schema_editor):
    """Inactive people have no rights; nobody can log in with this account, which has no password."""
    users = apps.get_model("auth", "User").objects.filter(username=COMMAND_LINE)
    users.update(is_active=True)
    for user in users:
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Treasury")
        user.groups.add(group)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0002_books_to_trust"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(entitle, migrations.RunPython.noop)]
