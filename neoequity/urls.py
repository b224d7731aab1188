"""Addresses of the house. `/healthz` is answered earlier, by neoequity.health."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from neoequity.dashboard import dashboard
from neoequity.downloads import download

handler404 = "neoequity.views.not_found"

urlpatterns = [
    path("", dashboard, name="dashboard"),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    # One login for all: the admin's own would be a second door.
    path(
        "admin/login/",
        login_not_required(RedirectView.as_view(pattern_name="login", query_string=True)),
    ),
    path("admin/", admin.site.urls),
    path("periods/", include("neoequity.periods.urls")),
    path("warrants/", include("warrants.urls")),
    path("exports/<slug:dataset>.csv", download, name="export"),
    path("", include("placements.urls")),
]
