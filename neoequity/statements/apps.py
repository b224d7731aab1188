"""The app of what agent, transfer agent and bank say."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Senders, the layouts in which they write, and their statements line by line."""

    name = "neoequity.statements"
    label = "statements"
    verbose_name = "Statements"
