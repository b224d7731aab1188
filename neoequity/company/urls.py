"""URLs of the company app."""

from django.urls import path

from neoequity.company.views.compensation import compensation_page
from neoequity.company.views.money import money_page

app_name = "company"
urlpatterns = [
    path("compensation/", compensation_page, name="compensation"),
    path("money/", money_page, name="money"),
]
