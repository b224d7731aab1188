"""The form that takes rows of sales, pasted or in a file, and what holds for all of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from neoequity.books.days import written
from neoequity.books.documents.rules import size_in_words
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from neoequity.books.refusal import Reason, Refused
from placements.forms.sales import PlacementField
from placements.importing.columns import COLUMNS
from placements.importing.table import MOST_BYTES, MOST_ROWS, Table, read_table
from placements.importing.workbook import is_workbook, text_of
from placements.models import Placement
from placements.terms.notice import METHODS

MOST_OF_A_FILE = 2 * MOST_BYTES
#: Without these there is no sale to calculate, and no second booking to be kept from.
_NEEDED = ("shares", "price", "agent_reference")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


class ForAllForm(PageForm):
    """What holds for every row whose own cell is empty."""

    for_placement = PlacementField(
        Placement.objects.select_related("agreement"),
        label="Placement",
        required=False,
        empty_label="As the rows say",
        error_messages={"invalid_choice": "There is no such placement."},
    )
    for_trade_date = DayField(label="Trade date", required=False)
    for_method = forms.ChoiceField(
        label="Method",
        required=False,
        choices=[("", "As the rows say"), *METHODS.items()],
        error_messages={"invalid_choice": "There is no such method of sale."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self["for_placement"].value() or "")
        self.fields["for_placement"].widget.choices.also = chosen

    def for_all(self) -> dict[str, str]:
        """What fills the empty cells of every row, by column."""
        cleaned = self.cleaned_data
        placement, day = cleaned.get("for_placement"), cleaned.get("for_trade_date")
        return {
            "agreement": placement.agreement.slug if placement else "",
            "placement": str(placement.number) if placement else "",
            "trade_date": written(day) if day else "",
            "method": cleaned.get("for_method") or "",
        }


class ImportForm(ForAllForm):
    """Rows of sales; once valid, `table` holds them and `cleaned_data["paste"]` their text."""

    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=(
            f"CSV, TSV or Excel (.xlsx), at most {MOST_ROWS} rows and "
            f"{size_in_words(MOST_OF_A_FILE)}."
        ),
    )
    paste = forms.CharField(
        label="Rows",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "pasted", "spellcheck": "false"}),
        help_text="Copied from Excel or from the agent's mail, with the names of the columns.",
    )

    field_order = ("file", "paste")
    table: Table

    def clean(self) -> dict[str, Any]:
        """Read the table. What is wrong with a file's rows is shown with them, to be corrected."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("paste") or ""
        if file and text.strip():
            raise ValidationError("Choose a file or paste rows, not both.")
        if not self.errors:
            try:
                cleaned["paste"] = text = _text_of(file) if file else text
            except Refused as refused:
                self._refuse("file", refused)
            else:
                self._read(text)
        return cleaned

    def _read(self, text: str) -> None:
        try:
            self.table = read_table(text)
        except Refused as refused:
            sent = QueryDict(mutable=True)
            sent.update({**self.data, "paste": text})
            self.data = sent
            self._refuse("paste", refused)

    def _refuse(self, field: str, refused: Refused) -> None:
        for reason in refused.reasons:
            self.add_error(field, reason.sentence)

    def reasons_against_columns(self, columns: list[str]) -> list[str]:
        """Sentences against what the person says that the columns are."""
        chosen = [column for column in columns if column]
        sentences = [
            f"Two columns are the {COLUMNS[column].lower()}; choose one."
            for column in COLUMNS
            if chosen.count(column) > 1
        ]
        sentences += [
            f"Choose the column that holds the {COLUMNS[column].lower()}."
            for column in _NEEDED
            if column not in chosen
        ]
        if "trade_date" not in chosen and not self.for_all()["trade_date"]:
            sentences.append("Choose the column that holds the trade date, or one date for all.")
        return sentences


def _text_of(file: UploadedFile) -> str:
    """The file as text. Raises Refused with the sentence against it."""
    size = file.size or 0
    if size > MOST_OF_A_FILE:
        raise _refused(
            f"The file has {size_in_words(size)}; at most {size_in_words(MOST_OF_A_FILE)} are "
            "read. The command import_sales records files of up to 100,000 sales."
        )
    content = file.read()
    if not content:
        raise _refused("The file is empty.")
    if is_workbook(content):
        return text_of(content)
    if content.startswith(_OLD_WORKBOOK):
        raise _refused("The workbook is of an old version of Excel: save it as .xlsx or CSV.")
    return _decoded(content)


def _decoded(content: bytes) -> str:
    """As UTF-8; as UTF-16 where Excel saved Unicode text; else as Windows writes English text."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("The file is not text: save it as CSV or as an Excel workbook (.xlsx).")


def _refused(sentence: str) -> Refused:
    return Refused([Reason(sentence)])
