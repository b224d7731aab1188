"""The filter above the sign-in log."""

from typing import Any

from django import forms
from django.http import QueryDict

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField


class LoginForm(PageForm):
    """Whose sign-ins, and on which days."""

    person = forms.CharField(label="Username", required=False, max_length=150)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)


class LoginFilter:
    """Narrows the log to a person and to days; what cannot be read lets nothing through."""

    def __init__(self, query: QueryDict) -> None:
        self.form = LoginForm(query)

    def is_used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.form.data.get(name) for name in self.form.fields)

    def asked(self) -> dict[str, Any] | None:
        """What `log_of_logins` is asked for, None where it cannot be read."""
        return self.form.cleaned_data if self.form.is_valid() else None
