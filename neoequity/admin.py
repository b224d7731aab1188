"""The admin's name, and people: history names them, so they are made inactive, never deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from neoequity import approvals_admin

__all__ = ["PeopleAdmin", "approvals_admin"]

admin.site.site_header = "NeoEquity administration"
admin.site.site_title = "NeoEquity"
admin.site.index_title = "Entry and correction"
admin.site.enable_nav_sidebar = False  # the lists need the width
admin.site.unregister(User)


@admin.register(User)
class PeopleAdmin(UserAdmin):
    """Who may enter."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody who leaves is made inactive."""
        return False
