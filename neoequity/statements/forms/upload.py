"""The form that takes a statement: of whom, by which layout, and the file."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from neoequity.books.documents.rules import reasons_against_size, size_in_words
from neoequity.books.pages.form import PageForm
from neoequity.statements.models import Sender
from neoequity.statements.terms.layout import STANDARDS

_ENDINGS = ".csv,.tsv,.txt,.xlsx,.ofx,.qfx,.xml,.sta,.mt940,.940"


class StatementField(forms.FileField):
    """A file within the size limit; what reads it judges its content."""

    def __init__(self, label: str = "File", **kwargs: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.FileInput(attrs={"accept": _ENDINGS}),
            allow_empty_file=True,
            help_text=(
                "CSV, text with tabs, Excel, OFX, MT940 or camt.053, at most "
                f"{size_in_words(settings.ATTACHMENT_MOST_BYTES)}."
            ),
            error_messages={"missing": "Choose the file."},
            **kwargs,
        )

    def clean(self, data: object, initial: object = None) -> UploadedFile | None:
        """The file, or the sentence against its size; one too large arrives without its bytes."""
        file: UploadedFile | None = super().clean(data, initial)
        if file is None:
            return None
        for reason in reasons_against_size(file.size or 0, settings.ATTACHMENT_MOST_BYTES):
            raise ValidationError(reason.sentence)
        return file


class UploadForm(PageForm):
    """A file of a sender, and how it is read: `read_by` is `sender:layout`."""

    read_by = forms.ChoiceField(
        label="Sender and layout",
        error_messages={
            "missing": "Choose the sender and its layout.",
            "invalid_choice": "Choose a sender and one of its approved layouts.",
        },
    )
    file = StatementField()

    def __init__(self, *args: Any, layouts: list[tuple[Sender, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.senders = {str(sender.pk): sender for sender, _ in layouts}
        grouped = [
            (
                sender.name,
                [(f"{sender.pk}:{name}", f"{sender}: {name}") for name in _ways(sender, names)],
            )
            for sender, names in layouts
        ]
        choices = [group for group in grouped if group[1]]
        cast(forms.ChoiceField, self.fields["read_by"]).choices = [("", "Choose"), *choices]

    def said(self) -> dict[str, Any]:
        """What was submitted, as the action's arguments; reads the whole file."""
        key, _, layout = self.cleaned_data["read_by"].partition(":")
        file = self.cleaned_data["file"]
        return {
            "sender": self.senders[key],
            "layout": layout,
            "file_name": file.name,
            "content": file.read(),
        }


def _ways(sender: Sender, names: list[str]) -> list[str]:
    return [*names, *(STANDARDS.values() if sender.side == "bank" else ())]
