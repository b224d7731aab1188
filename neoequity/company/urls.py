"""URLs of the company."""

from django.urls import path

from neoequity.company.views import before_you_sell, calendar, registers
from neoequity.company.views.compensation import compensation_page
from neoequity.company.views.home import home
from neoequity.company.views.money import money_page
from neoequity.company.views.prices import prices
from neoequity.company.views.shares import holders, shares

app_name = "company"
urlpatterns = [
    path("", home, name="home"),
    path("limits/", before_you_sell.limits, name="limits"),
    path("today/", before_you_sell.today, name="today"),
    path("checks/<slug:slug>/<int:number>/", before_you_sell.checks, name="checks"),
    path("compensation/", compensation_page, name="compensation"),
    path("money/", money_page, name="money"),
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
    path("shares/", shares, name="shares"),
    path("holders/", holders, name="holders"),
    path("prices/", prices, name="prices"),
]
