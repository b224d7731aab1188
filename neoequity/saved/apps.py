"""The app of saved views."""

from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "neoequity.saved"
    label = "saved"
    verbose_name = "Saved views"
