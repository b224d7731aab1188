"""The forms in which an Administrator keeps accounts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from neoequity import clock
from neoequity.books.admin.refusals import RefusableForm
from neoequity.books.models import Issuer
from neoequity.books.pages.form_fields import DayField
from neoequity.people.models import SYSTEM_ACCOUNTS, User
from neoequity.people.rules import reasons_against

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
        help_text="After it nobody signs in; open sessions end. An Auditor's account needs one.",
    )

    issuers = forms.ModelMultipleChoiceField(
        Issuer.objects.order_by("name"),
        label="Companies",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whose books the person sees. With none chosen, those of every company.",
    )

    class Meta:
        model = User
        fields = ("username", *_FIELDS, "is_superuser")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "issuers" in self.fields:
            self.initial["issuers"] = list(
                self.instance.issuer_rights.values_list("issuer", flat=True)
            )

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


class NewPersonForm(PersonForm):
    """A new account; its owner chooses the password, with a link."""

    class Meta:
        model = User
        fields = ("username", *_FIELDS)

    def clean_username(self) -> str:
        """Free, also when another differs in case only; and none of the product's own."""
        username: str = self.cleaned_data["username"]
        if username.lower() in SYSTEM_ACCOUNTS:
            raise ValidationError("This name is the product's own; choose another.")
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError("A user with that username already exists.")
        return username

    def save(self, commit: bool = True) -> Any:
        """The account, with which nobody can sign in yet."""
        self.instance.set_unusable_password()
        return super().save(commit)
