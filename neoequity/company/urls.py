"""URLs of the company app."""

from django.urls import path

from neoequity.company.views.compensation import compensation_page

app_name = "company"
urlpatterns = [
    path("compensation/", compensation_page, name="compensation"),
]
