"""The admin's name, and what it must not show."""

from django.contrib import admin
from django.views.decorators.http import require_safe
from django_otp.plugins.otp_static import admin as recovery_codes
from django_otp.plugins.otp_totp import admin as one_time_codes

from neoequity.people.admin import PeopleAdmin

__all__ = ["PeopleAdmin"]

admin.site.site_header = "NeoEquity administration"
admin.site.site_title = "NeoEquity"
admin.site.index_title = "Records and accounts"
admin.site.enable_nav_sidebar = False  # the lists need the width

# What only shows takes nothing.
for page in ("index", "app_index"):
    setattr(admin.site, page, require_safe(getattr(admin.site, page)))

# These pages would show the keys of others.
admin.site.unregister([one_time_codes.TOTPDevice, recovery_codes.StaticDevice])
