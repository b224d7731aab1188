"""Shelf registrations in the admin."""

from django.contrib import admin

from neoequity.books.admin.base import ReferenceAdmin
from placements.models import Shelf


@admin.register(Shelf)
class ShelfAdmin(ReferenceAdmin):
    """The shelf registrations from which shares are taken down."""

    summary = "The shelf registrations from which shares are taken down."
    helps = {"file_number": "The SEC's file number, such as 333-53108."}
    list_display = ["file_number", "form", "issuer", "prospectus_date"]
    list_filter = ["issuer"]
    list_select_related = ["issuer"]
    search_fields = ["file_number"]
