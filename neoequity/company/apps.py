"""The app of the issuer's own figures."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    """Shares, limits, lock-up, compensation, other money and registers of an issuer."""

    name = "neoequity.company"
    label = "company"
    verbose_name = "Company"
