"""Makes the house itself an app, so that its commands and static files are found."""

from django.apps import AppConfig


class NeoEquityConfig(AppConfig):
    name = "neoequity"
    verbose_name = "NeoEquity"
