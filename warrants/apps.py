"""The app that holds the agent's warrants and the Class B Warrants."""

from django.apps import AppConfig


class WarrantsConfig(AppConfig):
    name = "warrants"
    verbose_name = "Warrants"
