"""The admin's own site: its name, and what it must not show."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

#: Their pages would show the keys of others.
HIDDEN = ("otp_totp", "otp_static")


class BooksAdminSite(admin.AdminSite):
    """Every kind of record and the accounts; what only shows takes nothing."""

    site_header = "NeoEquity administration"
    site_title = "NeoEquity"
    index_title = "Records and accounts"
    enable_nav_sidebar = False  # the lists need the width

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Register all but what packages would show of second factors."""
        models = (
            model_or_iterable
            if isinstance(model_or_iterable, list | tuple)
            else [model_or_iterable]
        )
        shown = [model for model in models if model._meta.app_label not in HIDDEN]
        super().register(shown, *args, **options)

    @method_decorator(require_safe)
    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """The list of all kinds."""
        return super().index(request, extra_context)

    @method_decorator(require_safe)
    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: Any = None
    ) -> TemplateResponse:
        """The kinds of one app."""
        return super().app_index(request, app_label, extra_context)
