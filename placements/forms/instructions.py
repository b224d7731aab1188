"""The forms of delivery instructions: what is instructed, and each of its moves."""

from collections.abc import Iterable, Sequence

from django import forms

from neoequity.books.documents.forms import DocumentField
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import DayField
from placements.actions.agent_notice import File
from placements.actions.instruction import Content
from placements.models import Sale
from placements.terms.instruction import Recipient


class InstructionForm(PageForm):
    """Whose shares go where on a settlement day."""

    settlement_day = DayField(label="Settlement day")
    transfer_agent = forms.CharField(label="Transfer agent", max_length=120)
    recipient = forms.CharField(label="Deliver to", max_length=120)
    participant = forms.CharField(
        label="Depository participant",
        max_length=40,
        help_text="The recipient's participant number at the depository.",
    )
    account = forms.CharField(label="Account", max_length=60)
    remark = forms.CharField(label="Remark", required=False, max_length=300)
    sale = forms.ModelMultipleChoiceField(
        Sale.objects.select_related("agreement"),
        label="Sales",
        error_messages={
            "missing": "Choose at least one sale.",
            "invalid_choice": "There is no such sale.",
            "invalid_pk_value": "There is no such sale.",
        },
    )

    def offer(self, used: Iterable[Recipient]) -> dict[str, list[str]]:
        """Let browsers offer what was named before; the values by the key of the list for each."""
        told = list(used)
        lists = {}
        for name in Recipient._fields:
            values = list(dict.fromkeys(getattr(each, name) for each in told))
            if values:
                self.fields[name].widget.attrs["list"] = f"used-{name}"
                lists[f"used-{name}"] = values
        return lists

    def content(self) -> Content:
        """What was entered."""
        cleaned = self.cleaned_data
        return Content(
            settlement_day=cleaned["settlement_day"],
            to=Recipient(**{name: cleaned[name] for name in Recipient._fields}),
            sales=list(cleaned["sale"]),
            remark=cleaned["remark"],
        )

    def facts(self) -> Sequence[forms.BoundField]:
        """The fields above the table of sales."""
        return [self[name] for name in self.fields if name != "sale"]


class NoteForm(PageForm):
    """A note on a move."""

    note = forms.CharField(label="Note", required=False, max_length=300)


class VoidForm(PageForm):
    """Why an instruction is voided."""

    note = forms.CharField(label="Reason", max_length=300)


class ConfirmForm(PageForm):
    """The transfer agent's confirmation, and the day of the deliveries if they are recorded."""

    reference = forms.CharField(label="Transfer agent’s reference", max_length=64)
    delivered_on = DayField(
        label="Delivered on",
        required=False,
        help_text="Records the delivery of each sale. If empty: record the deliveries apart.",
    )
    document = DocumentField("Confirmation", required=False)

    def file(self) -> File | None:
        """The file that was sent, if any; reads it whole."""
        sent = self.cleaned_data.get("document")
        return File(sent.name, sent.read()) if sent else None
