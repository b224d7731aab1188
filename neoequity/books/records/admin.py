"""The admin of kinds of record declared with an admin list: an action adds rows, no one edits."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from neoequity.books.addresses import url_of
from neoequity.books.admin.base import ActedAdmin
from neoequity.books.admin.refusals import day_of, person
from neoequity.books.admin.written import figure
from neoequity.books.documents.admin import FACTS, AttachedAdmin
from neoequity.books.documents.models import Attached, RecordAttachment
from neoequity.books.kinds import AdminList, Pages, RecordKind, record_kinds
from neoequity.books.pages.writing import acted, submitted_data
from neoequity.books.records.forms import new_record_form
from neoequity.books.records.tables import fact_of, is_field


class RecordAdmin(ActedAdmin):
    """Rows of one declared kind, added by its action and then read only."""

    kind: RecordKind
    pages: Pages

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The form of the kind's own page, within the admin's layout."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        today = day_of(request)
        form = new_record_form(self.kind, self.pages, submitted_data(request), today=today)
        posted = acted(form, lambda facts: self.pages.act(**facts, by=person(request), today=today))
        if posted is not None:
            self.message_user(request, f"{posted}.", messages.SUCCESS)
            return HttpResponseRedirect(url_of(posted))
        context = {"form": form, "button": self.adds, "facts": ""}
        return self.page(request, "act", self.adds, **context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the user has the permission that the action needs; a page of the app asks more.

        Such a record is entered there, and read here.
        """
        return not self.pages.form and person(request).has_perm(self.pages.act.needs)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A posted row is never changed."""
        return False


def columns_of(kind: RecordKind, names: Sequence[str]) -> list[Callable[[Model], str]]:
    """The columns of the admin's list, with figures and days as on every page."""
    return [
        figure(name, partial(fact_of, kind.model, name))
        if is_field(kind.model, name)
        else _own_words(name)
        for name in names
    ]


def _own_words(name: str) -> Callable[[Model], str]:
    """What a record says of itself; the database cannot sort by it."""

    @admin.display(description=name.replace("_", " "))
    def shown(row: Model) -> str:
        return str(getattr(row, name))

    shown.__name__ = f"{name} num"
    return shown


def admin_of(kind: RecordKind, pages: Pages, listed: AdminList) -> type[RecordAdmin]:
    """The admin class of a declared kind."""

    class Admin(RecordAdmin):
        list_display = ["__str__", *columns_of(kind, listed.columns)]
        summary = listed.summary

    Admin.kind, Admin.pages = kind, pages
    return Admin


@admin.register(RecordAttachment)
class RecordAttachmentAdmin(AttachedAdmin):
    """Documents on sealed records, attached on the record's page and then read only."""

    summary = "Documents attached to records of any kind."
    labels = {"sealed_as": "record", "entry": "number of the record"}
    list_display = ["name", "kind", "sealed_as", "entry", "size", "short_sha256", "recorded_at"]

    def get_fields(self, request: HttpRequest, obj: Attached | None = None) -> tuple[str, ...]:
        """What was stored."""
        return ("name", "kind", "sealed_as", "entry", *FACTS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A document is attached on the page of its record."""
        return False


for _kind in record_kinds():
    if isinstance(_kind.pages, Pages) and isinstance(_kind.admin, AdminList):
        admin.site.register(_kind.model, admin_of(_kind, _kind.pages, _kind.admin))
