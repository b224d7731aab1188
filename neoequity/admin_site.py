"""The admin site: its titles, and the models that it hides."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

#: Apps whose admin pages would show other users' secret keys.
HIDDEN = ("otp_totp", "otp_static")


class BooksAdminSite(admin.AdminSite):
    """Every kind of record and the accounts; the index pages accept GET only."""

    site_header = "Administration"
    site_title = "NeoEquity"
    index_title = "Administration"
    empty_value_display = "–"
    enable_nav_sidebar = False  # the lists need the width

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[admin.ModelAdmin[Any]] | None" = None,
        **options: object,
    ) -> None:
        """Register all models except those of packages that hold second factors."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        shown = [model for model in models if model._meta.app_label not in HIDDEN]
        super().register(shown, admin_class, **options)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses, but a row of a model that is not here has none."""
        shown = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.on_its_page),
            name="view_on_site",
        )
        return [shown, *super().get_urls()]

    def on_its_page(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponse:
        """Lead from a row to its page; Django asks tables that are not there, and breaks."""
        kinds = ContentType.objects.get_for_models(*self._registry)
        if content_type_id not in {str(kind.pk) for kind in kinds.values()}:
            raise Http404("There is no such record.")
        return shortcut(request, content_type_id, object_id)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The records by area, each with a sentence about it and the button for a new one."""
        areas: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for area in areas:
            for kind in area["models"]:
                of = self.get_model_admin(kind["model"])
                kind["summary"], kind["add"] = getattr(of, "summary", ""), getattr(of, "adds", "")
        return areas

    @method_decorator(require_safe)
    def index(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        """The list of all models."""
        return super().index(request, extra_context)

    @method_decorator(require_safe)
    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        """The models of one app."""
        return super().app_index(request, app_label, extra_context)
