"""The question before a sale: agreement, shares, price, minimum, method and day."""

from typing import Any, cast

from django import forms

from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField, PriceField, SharesField
from neoequity.company.terms.held import Question
from placements.models import Agreement
from placements.terms.notice import METHODS


class QuestionForm(PageForm):
    """What is to be sold; everything else is in the books."""

    agreement = forms.TypedChoiceField(
        label="Agreement", error_messages={"invalid_choice": "There is no such agreement."}
    )
    shares = SharesField(label="Shares", required=False)
    price = PriceField(label="Price per share")
    minimum = PriceField(label="Minimum price", required=False, help_text="If there is to be one.")
    method = forms.ChoiceField(
        choices=[("", "Not decided"), *METHODS.items()], label="Method of sale", required=False
    )
    on = DayField(label="Day", help_text="The day on which the terms are agreed.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreements = {each.slug: each for each in Agreement.objects.all()}
        field = cast("forms.TypedChoiceField", self.fields["agreement"])
        field.choices = [(slug, str(each)) for slug, each in self.agreements.items()]
        field.coerce = self.agreements.__getitem__

    def question(self) -> Question:
        """The question, once the form is valid."""
        facts: dict[str, Any] = self.cleaned_data
        return Question(
            shares=facts["shares"],
            price=facts["price"],
            on=facts["on"],
            minimum=facts["minimum"],
            method=facts["method"],
        )
