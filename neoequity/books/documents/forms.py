"""The form that attaches a document, on a page of its own or beneath the record."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from neoequity.books.documents.content import FORMATS
from neoequity.books.documents.rules import reasons_against_size, size_in_words
from neoequity.books.pages.form import PageForm

_ENDINGS = ",".join(ending for form in FORMATS.values() for ending in form.endings)


class DocumentField(forms.FileField):
    """A file within the size limit; the action judges its content."""

    def __init__(self, label: str = "File", **kwargs: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.FileInput(attrs={"accept": _ENDINGS}),
            allow_empty_file=True,
            help_text=(
                "PDF, image, text, CSV or mail (.eml), at most "
                f"{size_in_words(settings.ATTACHMENT_MOST_BYTES)}."
            ),
            error_messages={"missing": "Choose a file."},
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


class AttachForm(PageForm):
    """A document, its kind, and a remark."""

    kind = forms.ChoiceField(
        label="What it is",
        error_messages={"invalid_choice": "No such document is attached to this record."},
    )
    document = DocumentField()
    remark = forms.CharField(label="Remark", required=False, max_length=300)

    def __init__(self, kinds: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = list(kinds.items())

    def said(self) -> dict[str, Any]:
        """What was submitted, as the action's arguments; reads the whole file."""
        file = self.cleaned_data["document"]
        return {
            "name": file.name,
            "content": file.read(),
            "remark": self.cleaned_data["remark"],
        }
