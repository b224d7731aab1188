"""Issuers in the admin."""

from django.contrib import admin

from neoequity.books.admin.base import ReferenceAdmin
from neoequity.books.models import Issuer


@admin.register(Issuer)
class IssuerAdmin(ReferenceAdmin):
    """The companies whose shares are sold."""

    summary = "The companies whose shares are sold."
    list_display = ["name", "ticker", "market"]
    search_fields = ["name", "ticker"]
    prepopulated_fields = {"slug": ["name"]}
