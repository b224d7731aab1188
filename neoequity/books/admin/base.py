"""What the pages of the admin share: refusals, history, acts on one row, and figures in columns."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from neoequity.books.admin.refusals import (
    REFUSALS,
    ActedForm,
    RefusableForm,
    RefusedRequest,
    day_of,
    person,
    reasons_in,
)
from neoequity.books.fields import MoneyField, PriceField, RateField
from neoequity.books.history.lines import MOST, Line, history_lines, lines_about
from neoequity.books.history.query import Record, Sought
from neoequity.books.history.sources import kinds_with, sources
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.books.refusal import Refused

MISSING = "not available"


def figure(name: str, write: Callable[[Any], str], heading: str = "") -> Any:
    """A column or read-only line with a figure of the row, written as in sentences."""

    @admin.display(description=heading or name.replace("_", " "), ordering=name)
    def shown(row: Any) -> str:
        value = getattr(row, name)
        return MISSING if value is None else write(value)

    shown.__name__ = name  # the column's class in the style sheet
    return shown


def count(number: int) -> str:
    """1,234; negatives in parentheses."""
    return f"({-number:,})" if number < 0 else f"{number:,}"


class Act(NamedTuple):
    """Something that may be done to a row, offered on its page as a link."""

    label: str
    url: str


_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
# Days as on the pages, and no negative terms.
_FIELDS: Any = {
    models.DateField: {"form_class": DayField, "widget": _DAY},
    MoneyField: {"min_value": 0},
    PriceField: {"min_value": 0},
    RateField: {"min_value": 0},
}


class GuardedInline(admin.TabularInline):
    """Rows that are entered on the page of the row they belong to."""

    formfield_overrides = _FIELDS


def _name_people(shown: AdminForm, model: type[models.Model]) -> None:
    """Show who did something as a name, not as a link to the account."""
    people = {
        field.name: figure(field.name, str, str(field.verbose_name))
        for field in model._meta.concrete_fields
        if field.related_model is get_user_model() and field.name in shown.readonly_fields
    }
    shown.readonly_fields = [people.get(name, name) for name in shown.readonly_fields]
    shown.fieldsets = [
        (title, {**options, "fields": [people.get(name, name) for name in options["fields"]]})
        for title, options in shown.fieldsets
    ]


class GuardedAdmin(admin.ModelAdmin):
    """Pages that say in sentences what was refused, and then show the form as it was sent."""

    form = RefusableForm
    #: Relations whose rows are deleted along with the row, and so do not keep it.
    deleted_along: Collection[str] = ()
    formfield_overrides = _FIELDS
    show_full_result_count = False

    class Media:
        css = {"all": ["placements/admin.css"]}

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, made anew for each request, with what was refused a moment ago."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", ())
        form.today = day_of(request)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """All of the form's writes or none; a refusal is shown in the form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refusal:
            cast(RefusedRequest, request).refused = reasons_in(refusal)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A deletion that is refused leads back to the row, with the sentence."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSALS as refusal:
            self.say(request, refusal)
        return HttpResponseRedirect(self.url("change", unquote(object_id)))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An act on chosen rows that is refused leads back to the list, with the sentence.

        403 for whoever sends something although no act is offered.
        """
        if request.method == "POST" and not self.get_actions(request):
            raise PermissionDenied
        try:
            return super().changelist_view(request, extra_context)
        except REFUSALS as refusal:
            self.say(request, refusal)
        return HttpResponseRedirect(request.get_full_path())

    def say(self, request: HttpRequest, refusal: BaseException) -> None:
        """Each sentence of a refusal as a message."""
        for reason in reasons_in(refusal):
            self.message_user(request, reason.sentence, messages.ERROR)

    def url(self, page: str, *args: Any) -> str:
        """The address of one of this model's pages."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Stop at rows that others rest on, counting these instead of reading every one."""
        resting = []
        for relation in self.opts.related_objects:
            others: Any = relation.related_model
            if relation.on_delete is models.PROTECT and relation.name not in self.deleted_along:
                rows = others._base_manager.filter(**{f"{relation.field.name}__in": objs})
                if number := rows.count():
                    name = others._meta
                    word = name.verbose_name if number == 1 else name.verbose_name_plural
                    resting.append(f"{number:,} {word}")
        if resting:
            return [], {}, set(), resting
        *found, protected = super().get_deleted_objects(objs, request)
        return (*found, [] if self.deleted_along else protected)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """The form, with links to what may be done to the row.

        People stand in it by name alone where this person may not open their accounts.
        """
        obj = context.get("original")
        context["acts"] = self.acts(request, obj) if obj else []
        if not person(request).has_perm("people.view_user"):
            _name_people(context["adminform"], self.model)
        return super().render_change_form(request, context, *args, **kwargs)

    def acts(self, request: HttpRequest, obj: Any) -> Sequence[Act]:
        """What this person may do to the row besides changing its fields."""
        return ()

    def act_on(
        self,
        request: HttpRequest,
        obj: models.Model,
        *,
        form: PageForm,
        act: Callable[[dict[str, Any]], object],
        title: str,
        button: str,
        facts: str,
        done: str,
    ) -> HttpResponse:
        """A page that asks for what an act needs, performs it and says so, or says why not."""
        if request.method == "POST" and form.is_valid():
            try:
                act(form.cleaned_data)
            except Refused as refused:
                form.add_reasons(refused.reasons)
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(self.url("change", obj.pk))
        context = {"object": obj, "form": form, "button": button, "facts": facts}
        return self.page(request, "act", title, **context)

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the database kept of the row's changes, whoever made them."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        record = Record(self.model, obj.pk)
        context = {"entries": self.history_of(record), "of": f"record={record.address}"}
        return self.page(request, "history", f"History of {obj}", object=obj, **context)

    def history_of(self, record: Record) -> Sequence[Line]:
        """The newest acts on the row and on what is told with it."""
        return lines_about(record)

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        """A page of our own in the admin's frame."""
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/books/{template}.html", context)


class ReferenceAdmin(GuardedAdmin):
    """Rows that may be corrected and, while nothing rests on them, deleted."""

    def get_urls(self) -> list[URLPattern]:
        """With a history that knows the deleted rows as well."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_history_of_all"
        view = self.admin_site.admin_view(self.history_of_all_view)
        return [path("history/", view, name=name), *super().get_urls()]

    @method_decorator(require_safe)
    def history_of_all_view(self, request: HttpRequest) -> HttpResponse:
        """The history of every row there is or was, and of what is told with it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        title = f"History of all {self.opts.verbose_name_plural}"
        sought = Sought(kinds=kinds_with(self.model, sources()))
        found = history_lines(sources(), sought, most=MOST)
        return self.page(
            request, "history", title, entries=found.lines, of=f"kind={self.opts.model_name}"
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write what was changed and nothing else, so that two people do not undo each other."""
        obj.save(update_fields=form.changed_data if change else None)


class ActedAdmin(GuardedAdmin):
    """Rows that only an action writes, and that nobody deletes."""

    form = ActedForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Let the form's action write the row, and show that row from here on."""
        obj.pk = form.act(by=person(request), today=day_of(request)).pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing posted is deleted, whoever asks."""
        return False
