"""Forms of people's own pages: signing in, codes, and passwords."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from neoequity import clock
from neoequity.books.pages.form import PageForm
from neoequity.books.templatetags.books import day
from neoequity.people.directory import known_people
from neoequity.people.models import User

if TYPE_CHECKING:
    _SetPasswordMixin = SetPasswordMixin[User]
else:  # Django's own takes no type parameter at run time
    _SetPasswordMixin = SetPasswordMixin

LONGEST_USERNAME = 150  # as Django has it


class LoginForm(AuthenticationForm):
    """Name and password."""

    def clean_username(self) -> str:
        """The name, unless it is longer than any account's: the sign-in log has no room for it."""
        name: str = self.cleaned_data["username"]
        if len(name) > LONGEST_USERNAME:
            raise self.get_invalid_login_error()
        return name

    def confirm_login_allowed(self, user: Any) -> None:
        """Told only to somebody who gave the right password."""
        super().confirm_login_allowed(user)
        person = known_people().get(pk=user.pk)
        if person.has_ended(clock.real_day()):
            raise ValidationError(
                f"This account ended on {day(person.expires_on)}. "
                "An administrator can give it a later last day.",
                code="ended",
            )


class NewPasswordForm(PageForm, PasswordChangeForm):
    """The old password and, twice, the new one."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self) -> str:
        """The old password, checked as at a sign-in: a wrong one counts and is logged as there."""
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return old

    def save(self, commit: bool = True) -> User:
        """Keep the password; nothing else of the account."""
        user: User = self.set_password_and_save(self.user, "new_password1", commit=False)
        if commit:
            user.save(update_fields=["password"])
        return user


class ChosenPasswordForm(_SetPasswordMixin, PageForm):
    """The password of one's account, twice."""

    password1, password2 = SetPasswordMixin.create_password_fields()

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """Both alike, and one that Django's validators let pass."""
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        return super().clean()


class SeenForm(PageForm):
    """Up to which change somebody has been told."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


class CodeForm(PageForm):
    """A one-time code, or a recovery code in its place."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none"}
        ),
    )
