"""Forms of people's own pages: logging in, codes, and a new password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from neoequity import clock
from neoequity.books.pages.form import PageForm
from neoequity.books.templatetags.books import day
from neoequity.people.directory import known_people
from neoequity.people.models import User


class LoginForm(AuthenticationForm):
    """Name and password."""

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

    def save(self, commit: bool = True) -> User:
        """Keep the password, which is now one's own choice; nothing else of the account."""
        user: User = self.set_password_and_save(self.user, "new_password1", commit=False)
        user.must_change_password = False
        if commit:
            user.save(update_fields=["password", "must_change_password"])
        return user


class CodeForm(PageForm):
    """A one-time code, or a recovery code in its place."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "none"}
        ),
    )
