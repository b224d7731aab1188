"""Base classes of the admin: refusals in sentences, history, acts on a row, figures in columns."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from neoequity.books.admin import written as words
from neoequity.books.admin.lists import ReadableList, TabularInline
from neoequity.books.admin.refusals import (
    REFUSALS,
    ActedForm,
    RefusableForm,
    RefusedRequest,
    day_of,
    person,
    reasons_in,
    rows_protecting,
)
from neoequity.books.admin.written import InWords, RowsInWords
from neoequity.books.fields import AnyFigureField, MoneyField, PriceField, RateField
from neoequity.books.history.lines import MOST, Line, history_lines, lines_about
from neoequity.books.history.query import HistoryQuery, RecordKey
from neoequity.books.history.sources import kinds_with, sources
from neoequity.books.meta import AnyField
from neoequity.books.pages import form_fields
from neoequity.books.pages.form import PageForm


class ActionLink(NamedTuple):
    """An act on a row, offered on its page as a link."""

    label: str
    url: str


_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
# Days and figures are read as on the pages, and terms are never negative.
_FIELDS: Mapping[type[AnyField], Mapping[str, object]] = {
    models.DateField: {"form_class": form_fields.DayField, "widget": _DAY},
    MoneyField: {"form_class": form_fields.TermMoneyField, "min_value": 0},
    PriceField: {"form_class": form_fields.TermPriceField, "min_value": 0},
    RateField: {"form_class": form_fields.TermRateField, "min_value": 0},
    AnyFigureField: {"form_class": form_fields.TermAnyFigureField, "min_value": 0},
}


class GuardedInline(RowsInWords, TabularInline):
    """Rows entered on the page of the row they belong to."""

    formfield_overrides = _FIELDS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The forms; no more than a hundred, however many a request says that there are."""
        most = 100 if self.max_num is None else self.max_num  # none where none may be added
        return super().get_formset(request, obj, absolute_max=100, max_num=most, **kwargs)


class GuardedAdmin(InWords, ReadableList):
    """Pages that state a refusal in sentences and show the form again as it was submitted.

    `summary` says in a sentence what the records are; `adds` is the button for a new one, a verb
    with its object.
    """

    summary = ""
    adds = ""
    form = RefusableForm
    #: Relations whose rows are deleted with the row, and so do not protect it.
    deleted_along: Collection[str] = ()
    formfield_overrides = _FIELDS
    show_full_result_count = False

    def __init__(self, model: type[models.Model], site: admin.AdminSite) -> None:
        super().__init__(model, site)
        self.adds = self.adds or f"Add {self.opts.verbose_name}"
        self._written = partial(
            words.in_figures, model=self.model, labels=self.labels, units=self.units
        )
        self._by_name = partial(words.by_name, model=self.model, labels=self.labels)
        # Django finds the columns that can be sorted by among those that it has seen.
        self._columns: dict[Any, Any] = {}

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, with figures, days and answers as on the pages."""
        for name in (names := super().get_list_display(request)):
            self._columns.setdefault(
                name, words.headed(self._written(name), self.model, self.labels)
            )
        return [self._columns[name] for name in names]

    def get_inline_formsets(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[Any]:
        """The rows below the form, those that are read-only with their figures as on the pages."""
        groups: list[Any] = super().get_inline_formsets(request, *args, **kwargs)
        ways = words.read_only_ways(sees_people=person(request).has_perm("people.view_user"))
        for group in groups:
            if not (group.has_add_permission or group.has_change_permission):
                for way in ways:
                    shown = partial(way, model=group.opts.model, labels=group.opts.labels)
                    group.fieldsets = words.each_in(group.fieldsets, shown)
                group.readonly_fields = flatten_fieldsets(group.fieldsets)
        return groups

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[RefusableForm]:
        """The form class, made for each request, with what was just refused."""
        kwargs.setdefault("labels", words.LABELS | dict(self.labels))
        form = cast(type[RefusableForm], super().get_form(request, obj, change=change, **kwargs))
        form.refused = getattr(request, "refused", ())
        form.today = day_of(request)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The form's page; it writes all or nothing, and a refusal is shown in the form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refusal:
            cast(RefusedRequest, request).refused = reasons_in(refusal)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The deletion's page; a refusal leads back to the row, with the sentence."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSALS as refusal:
            self.say(request, refusal)
        return HttpResponseRedirect(self.url("change", unquote(object_id)))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The list; an action on selected rows that is refused leads back to it, with the sentence.

        403 for a POST where no action is offered.
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

    def url(self, page: str, *args: object) -> str:
        """The address of one of this model's pages."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)

    def get_deleted_objects(
        self, objs: Sequence[models.Model] | models.QuerySet[models.Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What a deletion would delete; rows that protect the row are counted, not listed."""
        relations = [
            each for each in self.opts.related_objects if each.name not in self.deleted_along
        ]
        protecting = rows_protecting(objs, relations)
        if protecting:
            return [], {}, set(), protecting
        deletable, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return deletable, counts, forbidden, [] if self.deleted_along else protected

    def render_change_form(  # noqa: PLR0917  # Django's own signature
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The form, with links to the acts on the row.

        Users who may not view accounts see people by name alone.
        """
        original = context.get("original")
        context["acts"] = self.acts(request, original) if original else []
        context["add_title"] = self.adds
        context["save_label"] = self.adds if add else f"Save {self.opts.verbose_name}"
        people = None if person(request).has_perm("people.view_user") else self._by_name
        words.write_read_only(context["adminform"], self._written, people)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def acts(self, request: HttpRequest, obj: Any) -> Sequence[ActionLink]:
        """What this user may do to the row besides editing its fields."""
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
        """A page that asks for an act's inputs, performs it, and reports success or the reasons."""
        if request.method == "POST" and form.is_valid():
            try:
                act(form.cleaned_data)
            except REFUSALS as refusal:
                form.add_reasons(reasons_in(refusal))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(self.url("change", obj.pk))
        context = {"object": obj, "form": form, "button": button, "facts": facts}
        return self.page(request, "act", title, **context)

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The row's history as the database recorded it, whatever made the changes."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        record = RecordKey(self.model, obj.pk)
        context = {"entries": self.history_of(record), "of": f"record={record.address}"}
        return self.page(request, "history", f"History of {obj}", object=obj, **context)

    def history_of(self, record: RecordKey) -> Sequence[Line]:
        """The newest history entries of the row and of its parts."""
        return lines_about(record)

    def page(
        self, request: HttpRequest, template: str, title: str, **context: object
    ) -> HttpResponse:
        """A page of ours within the admin's layout."""
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/books/{template}.html", context)


class ReferenceAdmin(GuardedAdmin):
    """Rows that may be corrected and, while nothing depends on them, deleted."""

    def get_urls(self) -> list[URLPattern]:
        """Adds a history that includes deleted rows."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_history_of_all"
        view = self.admin_site.admin_view(self.history_of_all_view)
        return [path("history/", view, name=name), *super().get_urls()]

    @method_decorator(require_safe)
    def history_of_all_view(self, request: HttpRequest) -> HttpResponse:
        """The history of every row, deleted ones included, and of their parts."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        title = f"History of all {self.opts.verbose_name_plural}"
        sought = HistoryQuery(kinds=kinds_with(self.model, sources()))
        newest = history_lines(sources(), sought, most=MOST)
        return self.page(
            request, "history", title, entries=newest.lines, of=f"kind={self.opts.model_name}"
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write only the fields that changed, so that two people do not undo each other."""
        obj.save(update_fields=form.changed_data if change else None)


class ActedAdmin(GuardedAdmin):
    """Rows that only an action writes, and that no one deletes."""

    form = ActedForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Let the form's action write the row, and go on with that row."""
        obj.pk = form.act(by=person(request), today=day_of(request)).pk
        obj.refresh_from_db()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No one deletes a posted row."""
        return False
