"""The app of the people who use the product."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "neoequity.people"
    label = "people"
    verbose_name = "People"
