"""The app of the files that are made in the background."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "neoequity.work"
    label = "work"
    verbose_name = "Background files"
