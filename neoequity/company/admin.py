"""Access reviews in the admin: signed off on their own page, then read-only."""

from django.contrib import admin
from django.http import HttpRequest

from neoequity.books.admin.base import ActedAdmin
from neoequity.company.models import AccessReview


@admin.register(AccessReview)
class AccessReviewAdmin(ActedAdmin):
    """Who could do what on a day, as CFOs signed it off."""

    summary = "Who could do what on a day, as CFOs signed it off each quarter."
    list_display = ["reviewed_on", "note", "recorded_by", "recorded_at", "digest"]
    list_display_links = ["reviewed_on"]
    list_select_related = ["recorded_by"]
    date_hierarchy = "reviewed_on"
    fields = ("issuer", *("reviewed_on", "known_at", "signed_on", "note", "digest"),
              "statement", "recorded_at", "recorded_by")  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never here: a CFO signs what the page of the review shows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessReview | None = None) -> bool:
        """Never: a review is not changed."""
        return False
