"""The admin of the kinds of record that are declared with a list in it: entered by their action."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from neoequity.books.admin.base import ActedAdmin, figure
from neoequity.books.admin.refusals import day_of, person
from neoequity.books.documents.admin import AttachedAdmin
from neoequity.books.documents.models import RecordAttachment
from neoequity.books.kinds import AdminList, Pages, RecordKind, record_kinds
from neoequity.books.pages.writing import acted, said_by
from neoequity.books.records.forms import RecordForm
from neoequity.books.records.tables import column_of


class RecordAdmin(ActedAdmin):
    """Rows of one declared kind, entered by its action and then read only."""

    kind: RecordKind
    pages: Pages

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of the kind's own page, in the admin's frame."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        today = day_of(request)
        dated = {self.kind.dated: today} if isinstance(self.kind.dated, str) else {}
        form = RecordForm(self.kind, self.pages, said_by(request), initial=dated)
        made = acted(form, lambda facts: self.pages.act(**facts, by=person(request), today=today))
        if made is not None:
            self.message_user(request, f"{made}.", messages.SUCCESS)
            return HttpResponseRedirect(made.get_absolute_url())
        context = {"form": form, "button": "Submit", "facts": ""}
        return self.page(request, "act", f"Add {self.kind.singular}", **context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who may do what the action needs."""
        return person(request).has_perm(self.pages.act.needs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is posted stays as it is."""
        return False


def columns_of(kind: RecordKind, names: Sequence[str]) -> list[Any]:
    """The columns of the admin's list, figures and days as on every page."""
    return [figure(name, column_of(kind.model, name).look) for name in names]


def admin_of(kind: RecordKind, pages: Pages, listed: AdminList) -> type[RecordAdmin]:
    """The admin class of a declared kind."""

    class Admin(RecordAdmin):
        list_display = ["__str__", *columns_of(kind, listed.columns)]

    Admin.kind, Admin.pages = kind, pages
    return Admin


@admin.register(RecordAttachment)
class RecordAttachmentAdmin(AttachedAdmin):
    """Documents on sealed records: attached on the record's page, then read only."""

    list_display = ["name", "kind", "sealed_as", "entry", "size", "sha256", "recorded_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was found and kept."""
        facts = ["size", "sha256", "saved", "remark", "recorded_at", "recorded_by"]
        return ["name", "kind", "sealed_as", "entry", "content_type", *facts]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A document is attached on the page of its record."""
        return False


for _kind in record_kinds():
    if isinstance(_kind.pages, Pages) and isinstance(_kind.admin, AdminList):
        admin.site.register(_kind.model, admin_of(_kind, _kind.pages, _kind.admin))
