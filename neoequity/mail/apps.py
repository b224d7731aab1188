"""The app of mail to people."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Choices of mail, scheduled reports, and what was sent."""

    name = "neoequity.mail"
    label = "mail"
    verbose_name = "Mail"

    def ready(self) -> None:
        """Register the check before deployment."""
        from neoequity.mail import checks  # noqa: F401, PLC0415  # needs the models
