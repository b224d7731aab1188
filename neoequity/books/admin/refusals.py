"""How the admin shows a refusal, of an action or of the database, and leaves nothing half done."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.db import IntegrityError, models
from django.db.models import ProtectedError
from django.http import HttpRequest

from neoequity.books.accounts import User
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.request import DatedRequest
from neoequity.books.refusal import Reason, Refused

#: What a write can meet: no from an action, no from the database, a row that others rest on.
REFUSALS = (Refused, IntegrityError, ProtectedError)


class RefusedRequest(HttpRequest):
    """A request whose form is shown again, because what it asked for was refused."""

    refused: Sequence[Reason]


def reasons_in(refusal: BaseException) -> Sequence[Reason]:
    """The sentences of one of REFUSALS; the database's are its own, or the rule's name."""
    if isinstance(refusal, Refused):
        return refusal.reasons
    if isinstance(refusal, ProtectedError):
        return [Reason("Other rows rest on this one; it cannot be deleted.")]
    told = getattr(refusal.__cause__, "diag", None)
    rule = getattr(told, "constraint_name", None)
    if rule:
        return [Reason(f"The database holds to this rule: {rule.replace('_', ' ')}.")]
    return [Reason(getattr(told, "message_primary", None) or str(refusal))]


def person(request: HttpRequest) -> User:
    """Who acts; the admin lets nobody in who has not logged in."""
    return cast(User, request.user)


def day_of(request: HttpRequest) -> date:
    """The day of the request, as every page has it."""
    return cast(DatedRequest, request).today


class RefusableForm(forms.ModelForm, PageForm):
    """A form of the admin; `refused` is what was said when it was sent a moment ago.

    `today` is the day of the request.
    """

    refused: Sequence[Reason] = ()
    today: date

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The database holds to its rules itself and then says which: see `reasons_in`.
        self.instance.validate_constraints = lambda **_: None

    def clean(self) -> dict[str, Any] | None:
        """Show what was refused, beside its fields."""
        cleaned = super().clean()
        self.add_reasons(self.refused)
        return cleaned


class ActedForm(RefusableForm):
    """A form that is written by an action, which alone judges it."""

    def clean(self) -> dict[str, Any]:
        """Ask the action for its reasons once every field can be read; checks nothing itself."""
        self.add_reasons(self.refused or ([] if self.errors else self.reasons_against()))
        return self.cleaned_data

    def reasons_against(self) -> Sequence[Reason]:
        """What the action would say, where it can be asked beforehand."""
        return ()

    def act(self, *, by: User, today: date) -> models.Model:
        """Perform the action and give the row it wrote."""
        raise NotImplementedError  # each form names the action that writes it
