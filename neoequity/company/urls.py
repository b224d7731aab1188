"""URLs of the company."""

from django.urls import path

from neoequity.company.views import calendar, registers
from neoequity.company.views.home import home

app_name = "company"
urlpatterns = [
    path("", home, name="home"),
    path("figures/", registers.figures, name="figures"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path(
        "calendar/addresses/<int:pk>/revoke/",
        calendar.revoke_address,
        name="calendar_address_revoke",
    ),
    path("calendar/<slug:slug>/address/", calendar.create_address, name="calendar_address_create"),
    path("filings/", registers.filings, name="filings"),
    path("registers/", registers.registers, name="registers"),
]
