"""Forms for closing a period, and for requesting its reopening."""

from collections.abc import Iterable

from django import forms

from neoequity.books.pages.form import PageForm
from neoequity.books.periods.checklist import Item

_NOTE = 300


def _note(
    label: str, *, help_text: str = "", error_messages: dict[str, str] | None = None
) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_NOTE, help_text=help_text, error_messages=error_messages
    )


class CloseForm(PageForm):
    """A note for each item of the checklist that may stay open."""

    def __init__(self, items: Iterable[Item], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            if item.needs_a_note:
                missing = {"required": item.asks_for_a_note}
                self.fields[item.topic] = _note(
                    "Reason for closing with this item open", error_messages=missing
                )


class AskForm(PageForm):
    """Why a closed period must be reopened."""

    reason = _note("Reason", help_text="Kept with the period, and read by the approver.")
