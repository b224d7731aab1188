"""The app of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "neoequity.api"
    label = "api"
    verbose_name = "API"
