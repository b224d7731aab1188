"""Accounts in the admin: made, opened by a link, put in groups, ended; never deleted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from neoequity.books.admin.base import ActionLink, GuardedAdmin
from neoequity.books.admin.refusals import person
from neoequity.books.admin.written import yes_or_no
from neoequity.books.history.lines import MOST, Line, history_lines
from neoequity.books.history.query import HistoryQuery, RecordKey
from neoequity.books.history.sources import sources
from neoequity.books.models import Issuer
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.writing import acted, submitted_data
from neoequity.people import actions
from neoequity.people.account_forms import NewPersonForm, PersonForm
from neoequity.people.directory import known_people
from neoequity.people.links import days_it_holds
from neoequity.people.models import User
from neoequity.people.sight import sees_all

# The groups are data of the product (neoequity/roles.py), not rows that somebody edits.
admin.site.unregister(Group)

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[User]
else:  # Django's own takes no type parameter at run time
    _UserAdmin = UserAdmin

_KINDS = ("person", "membership", "issuerright", "secondfactor", "credentialchange")
_NAMES = ("first_name", "last_name", "email")


@admin.register(User)
class PeopleAdmin(GuardedAdmin, _UserAdmin):
    """Who may enter, and until when."""

    summary = "Who can sign in, in which groups, and until when."
    adds = "Add person"
    labels = {
        "is_active": "can sign in",
        "is_superuser": "superuser",
        "date_joined": "added on",
        "last_login": "last sign-in",
    }
    helps = {
        "username": "Letters, digits and @ . + - _, at most 150.",
        "is_active": "Clear this when somebody leaves; accounts are never deleted.",
        "is_superuser": "Has every right without being in a group.",
    }
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None  # the same page as for any other record
    fieldsets = (
        (None, {"fields": ("username", *_NAMES)}),
        ("Access", {"fields": ("is_active", "expires_on", "groups", "is_superuser")}),
        ("Activity", {"fields": ("second_factor", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", *_NAMES, "is_active", "expires_on", "groups")}),
    )
    filter_horizontal = ()
    search_help_text = "Part of a username, name or email address."
    list_display = ("username", *_NAMES, "in_groups", "last_day", "is_active", "second_factor")
    list_filter = ("is_active", "groups")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The people, with what the list shows of them in the same query."""
        return known_people()

    @admin.display(description="groups")
    def in_groups(self, row: User) -> str:
        """The groups, and what else the account is."""
        also = ["superuser"][: row.is_superuser]
        if row.is_system_account:
            also.append("system account, cannot sign in")
        elif not row.has_usable_password():
            also.append("no password chosen yet")
        return ", ".join([*row.group_names, *also]) or "none"

    @admin.display(description="last day", ordering="expires_on", empty_value="none")
    def last_day(self, row: User) -> Any:
        """The last day, where there is one."""
        return row.expires_on

    @admin.display(description="second factor")
    def second_factor(self, row: User) -> str:
        """Whether each sign-in asks for a code."""
        return yes_or_no(row.second_factor)

    @admin.display(description="companies")
    def issuers(self, row: User) -> str:
        """The companies whose books the person sees."""
        names = row.issuer_rights.order_by("issuer__name").values_list("issuer__name", flat=True)
        return ", ".join(names) or "all"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The parts of the form; the companies only where there are several, or were."""
        parts = super().get_fieldsets(request, obj)
        if Issuer.objects.count() <= 1 and (obj is None or not obj.issuer_rights.exists()):
            return parts
        return [
            (title, {**part, "fields": [*_with_issuers(part["fields"])]}) for title, part in parts
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Names stay, users cannot change their own rights, only superusers make superusers."""
        kept = ["second_factor", "last_login", "date_joined"]
        if obj is not None:
            kept.append("username")
        if obj == request.user:
            kept += ["groups", "is_active", "is_superuser", "issuers"]
        elif not person(request).is_superuser:
            kept.append("is_superuser")
        return kept

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is changed by superusers, a system account by nobody.

        Nor does anybody keep accounts who sees only some companies: others' open more.
        """
        if not sees_all(person(request)):
            return False
        if obj is not None:
            if obj.is_system_account:
                return False
            if obj.is_superuser and not person(request).is_superuser:
                return False
        return super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by people who see every company, as a new one does."""
        return sees_all(person(request)) and super().has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody who leaves is made inactive: the history names them."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The user; of one who is there already, only what was changed."""
        if not change:
            obj.save()
            self._keep_issuers(request, obj, form)
            return
        columns = {field.name for field in self.opts.concrete_fields} & set(form.changed_data)
        obj.save(update_fields=columns - {"expires_on"})
        if "expires_on" in columns:
            actions.keep_last_day(obj, expires_on=obj.expires_on, by=person(request))
        self._keep_issuers(request, obj, form)

    def _keep_issuers(self, request: HttpRequest, obj: User, form: Any) -> None:
        if "issuers" in form.cleaned_data:
            actions.keep_issuers(obj, form.cleaned_data["issuers"], by=person(request))

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The link that opens the new account, which no other page shows."""
        return self._link_page(request, obj, actions.issue_link(obj, by=person(request)))

    def get_urls(self) -> list[URLPattern]:
        """The pages of the acts in place of Django's one, which bears the name of its own user."""
        acts = [
            path(f"<id>/{at}/", self.admin_site.admin_view(view), name=f"people_user_{name}")
            for at, name, view in (
                ("password-link", "password-link", self.password_link_view),
                ("unlock", "unlock", self.unlock_view),
                ("second-factor", "second-factor", self.second_factor_view),
            )
        ]
        return [*acts, *super(UserAdmin, self).get_urls()]

    def acts(self, request: HttpRequest, obj: Any) -> Sequence[ActionLink]:
        """A link to choose a password, an end to the lock, an end to the second factor."""
        if not self.has_change_permission(request, obj):
            return ()
        if obj == request.user:
            return [ActionLink("Unlock account", self.url("unlock", obj.pk))]
        return [
            ActionLink("Make a password link", self.url("password-link", obj.pk)),
            ActionLink("Unlock account", self.url("unlock", obj.pk)),
            ActionLink("Reset the second factor", self.url("second-factor", obj.pk)),
        ]

    def password_link_view(self, request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - Django's name
        """A link for somebody else; one's own password is changed where everybody does."""
        user, by = self._changeable(request, id), person(request)
        form = PageForm(submitted_data(request))
        link = acted(form, lambda _said: actions.issue_link(user, by=by))
        if link is not None:
            return self._link_page(request, user, link)
        facts = (
            f"With it, {user} chooses a password; until then the present one works. The link works "
            f"once, for {days_it_holds()} days, and ends earlier links. {user} and every CFO are "
            "told that you made it."
        )
        title, button = f"Make a password link for {user}", "Make the link"
        return self.page(request, "act", title, object=user, form=form, button=button, facts=facts)

    def unlock_view(self, request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
        """Ends the wait after failed sign-ins."""
        return self._simple_act(
            request,
            self._changeable(request, id),
            actions.unlock,
            title="Unlock {}",
            facts="Failed sign-ins of the last ten minutes are forgotten; the log keeps them.",
            done="{} may try again now.",
        )

    def second_factor_view(self, request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
        """Ends the second factor, for somebody who has lost phone and codes."""
        return self._simple_act(
            request,
            self._changeable(request, id),
            actions.reset_second_factor,
            title="Reset the second factor of {}",
            facts="The phone and the recovery codes no longer work; a new phone can be set up.",
            done="The second factor of {} is reset.",
        )

    def history_of(self, record: RecordKey) -> Sequence[Line]:
        """What was done to the account, and which credentials its person set for others."""
        sought = HistoryQuery(record=RecordKey(User, record.pk), kinds=_KINDS)
        return history_lines(sources(), sought, most=MOST).lines

    def _simple_act(
        self,
        request: HttpRequest,
        user: User,
        act: Callable[..., None],
        *,
        title: str,
        facts: str,
        done: str,
    ) -> HttpResponse:
        return self.act_on(
            request,
            user,
            form=PageForm(submitted_data(request)),
            act=lambda _said: act(user, by=person(request)),
            title=title.format(user),
            button=title.partition(" {")[0],
            facts=facts,
            done=done.format(user),
        )

    def _link_page(self, request: HttpRequest, user: User, path: str) -> HttpResponse:
        return self.page(
            request,
            "link",
            f"Password link for {user}",
            object=user,
            link=request.build_absolute_uri(path),
            days=days_it_holds(),
        )

    def _changeable(self, request: HttpRequest, key: str) -> User:
        user: User | None = self.get_object(request, key)
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return user


def _with_issuers(names: Iterable[Any]) -> Iterator[Any]:
    """The fields, with the companies after the groups."""
    for name in names:
        yield name
        if name == "groups":
            yield "issuers"
