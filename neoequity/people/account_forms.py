"""The forms in which an Administrator keeps accounts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordMixin, UserCreationForm
from django.contrib.auth.models import Group

from neoequity import clock
from neoequity.books.admin.refusals import RefusableForm
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.people.models import User
from neoequity.people.rules import reasons_against

if TYPE_CHECKING:
    _SetPasswordMixin = SetPasswordMixin[User]
    _UserCreationForm = UserCreationForm[User]
else:  # Django's own take no type parameter at run time
    _SetPasswordMixin, _UserCreationForm = SetPasswordMixin, UserCreationForm

_FIELDS = ("first_name", "last_name", "email", "is_active", "expires_on", "groups")


class PersonForm(RefusableForm):
    """An account with its groups and its last day."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Administrator and Auditor each stand alone.",
    )
    expires_on = DayField(
        label="Last day",
        required=False,
        help_text="After it nobody logs in, and open sessions end. An Auditor's account needs one.",
    )

    class Meta:
        model = User
        fields = ("username", *_FIELDS, "is_superuser")

    def clean(self) -> dict[str, Any] | None:
        """What the rules say against these groups and this last day."""
        cleaned = super().clean()
        if not self.errors:
            self.add_reasons(
                reasons_against(
                    self.chosen_groups(),
                    self.cleaned_data["expires_on"],
                    is_active=self.cleaned_data.get("is_active", self.instance.is_active),
                    today=clock.real_day(),
                )
            )
        return cleaned

    def chosen_groups(self) -> Sequence[str]:
        """The names of the groups, those that stand where they cannot be changed."""
        if "groups" in self.fields:
            return [group.name for group in self.cleaned_data["groups"]]
        return list(self.instance.groups.values_list("name", flat=True))


class NewPersonForm(_UserCreationForm, PersonForm):
    """A new account, with the password for the first login."""

    class Meta:
        model = User
        fields = ("username", *_FIELDS)


class GivenPasswordForm(_SetPasswordMixin, PageForm):
    """A password for somebody else, twice."""

    password1, password2 = SetPasswordMixin.create_password_fields()

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """Both alike, and one that Django's validators let pass."""
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        return super().clean()
