"""URLs of the company."""

from django.urls import path

from neoequity.company.views import registers
from neoequity.company.views.home import home
from neoequity.company.views.prices import prices
from neoequity.company.views.shares import holders, shares

app_name = "company"
urlpatterns = [
    path("", home, name="home"),
    path("figures/", registers.figures, name="figures"),
    path("filings/", registers.filings, name="filings"),
    path("registers/", registers.registers, name="registers"),
    path("shares/", shares, name="shares"),
    path("holders/", holders, name="holders"),
    path("prices/", prices, name="prices"),
]
