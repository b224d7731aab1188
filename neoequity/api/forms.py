"""The form of a new token."""

from typing import Any

from django import forms

from neoequity.api.models import LONGEST_NAME
from neoequity.books.models import Issuer
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField


class TokenForm(PageForm):
    """What a token is for, what it opens and how long."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="The program it is for, such as “Treasury workstation”.",
        error_messages={
            "missing": "Enter a name for the token, such as the program it is for.",
            "max_length": f"A token’s name has at most {LONGEST_NAME} characters.",
        },
    )
    issuer = forms.ModelChoiceField(
        Issuer.objects.order_by("name"),
        label="Issuer",
        required=False,
        to_field_name="slug",
        empty_label="All issuers",
        error_messages={"invalid_choice": "There is no such issuer."},
    )
    expires_on = DayField(
        label="Last day", help_text="At most a year away. You can revoke it at any time before."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Issuer.objects.count() <= 1:
            del self.fields["issuer"]  # there is nothing to choose
