"""How the admin shows a refusal by an action or by the database, with nothing half done."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import models
from django.db.models import ProtectedError
from django.http import HttpRequest

from neoequity.books.accounts import User
from neoequity.books.database_refusal import DATABASE_REFUSES, reason_of
from neoequity.books.meta import related_model
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Reason, Refused

#: How a write can be refused: by an action, by the database, by rows that depend on the row.
REFUSALS = (Refused, *DATABASE_REFUSES, ProtectedError)

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:  # Django's own takes no type parameter at run time
    _ModelForm = forms.ModelForm


class RefusedRequest(HttpRequest):
    """A request whose form is shown again after a refusal."""

    refused: Sequence[Reason]


def reasons_in(refusal: BaseException) -> Sequence[Reason]:
    """The sentences of one of REFUSALS; the database gives its own, or the constraint's name."""
    if isinstance(refusal, Refused):
        return refusal.reasons
    if isinstance(refusal, ProtectedError):
        return [Reason("Other records depend on this one; it cannot be deleted.")]
    return [reason_of(refusal)]


def rows_protecting(
    objs: Sequence[models.Model] | models.QuerySet[models.Model],
    relations: Iterable[models.ForeignObjectRel],
) -> list[str]:
    """How many rows of each model protect these rows from deletion, in words."""
    counts = []
    for relation in relations:
        if relation.on_delete is models.PROTECT:
            dependent = related_model(relation)
            rows = dependent._base_manager.filter(**{f"{relation.field.name}__in": objs})
            if number := rows.count():
                names = dependent._meta
                word = names.verbose_name if number == 1 else names.verbose_name_plural
                counts.append(f"{number:,} {word}")
    return counts


def person(request: HttpRequest) -> User:
    """Who acts; the admin admits only users who have signed in."""
    return cast(User, request.user)


def day_of(request: HttpRequest) -> date:
    """The request's day, as on every page."""
    return cast(DatedRequest, request).today


class RefusableForm(_ModelForm, PageForm):
    """A form of the admin; `refused` holds the reasons if it was just submitted and refused.

    `today` is the request's day.
    """

    refused: Sequence[Reason] = ()
    today: date

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The database enforces its own constraints and names the one broken: see `reasons_in`.
        self.instance.validate_constraints = lambda **_: None

    def clean(self) -> dict[str, Any] | None:
        """Show the reasons of the refusal beside their fields."""
        cleaned = super().clean()
        self.add_reasons(self.refused)
        return cleaned


class ActedForm(RefusableForm):
    """A form whose row an action writes, after judging it alone."""

    def clean(self) -> dict[str, Any]:
        """Ask the action for its reasons once every field is readable; checks nothing itself."""
        self.add_reasons(self.refused or ([] if self.errors else self.reasons_against()))
        return self.cleaned_data

    def reasons_against(self) -> Sequence[Reason]:
        """The action's reasons, where it can be asked before it acts."""
        return ()

    def act(self, *, by: User, today: date) -> models.Model:
        """Perform the action and return the row it wrote."""
        raise NotImplementedError  # each form names the action that writes it
