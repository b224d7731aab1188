"""The app of mail to people."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Choices of mail, scheduled reports, and what was sent."""

    name = "neoequity.mail"
    label = "mail"
    verbose_name = "Mail"
