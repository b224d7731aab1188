"""The forms that record the agent's written notice: its receipt, and what it states of a sale."""

from collections.abc import Iterator, Sequence

from django import forms

from neoequity.books.documents.forms import DocumentField
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import (
    DayField,
    PriceField,
    SharesField,
    TermMoneyField,
)
from placements.actions.agent_notice import File, StatedSale
from placements.models import Sale
from placements.terms.agent_notice import FIGURES, Figures


class ReceivedForm(PageForm):
    """When a notice was received, its file, and why it replaces an earlier one."""

    received_on = DayField(label="Received on")
    received_time = forms.TimeField(
        label="Time",
        required=False,
        help_text="In New York, if it is known.",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Enter a time such as 16:05."},
    )
    document = DocumentField("Agent’s notice", required=False)
    remark = forms.CharField(label="Remark", required=False, max_length=300)
    reason = forms.CharField(
        label="Reason for replacing it", max_length=300, help_text="Kept permanently in the books."
    )

    def __init__(self, *args: object, replacing: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not replacing:
            del self.fields["reason"]

    def file(self) -> File | None:
        """The file that was sent, if any; reads it whole."""
        sent = self.cleaned_data.get("document")
        return File(sent.name, sent.read()) if sent else None


class StatedForm(PageForm):
    """What the notice states of one sale; what is left empty is not stated."""

    shares = SharesField(label="Shares", required=False)
    price = PriceField(label="Price per share", required=False)
    gross = TermMoneyField(label="Gross", required=False)
    commission = TermMoneyField(label="Commission", required=False)
    fees = TermMoneyField(label="Fees", required=False)
    net = TermMoneyField(label="Net", required=False)
    settlement_date = DayField(label="Settlement date", required=False)

    def __init__(self, sale: Sale, *args: object, **kwargs: object) -> None:
        self.sale = sale
        super().__init__(*args, prefix=f"sale{sale.pk}", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} of {sale.code}, as stated"

    def stated(self) -> StatedSale:
        """The sale with the figures that were typed."""
        figures = Figures(**{name: self.cleaned_data.get(name) for name in FIGURES})
        return StatedSale(self.sale, figures)

    def sentences(self) -> Iterator[str]:
        """The sentences against what was typed, each with its figure."""
        for name, errors in self.errors.items():
            for error in errors:
                yield f"{self.sale.code}, {FIGURES[name]}: {error}"


def stated_forms(
    sales: Sequence[Sale], sent: object, stated: dict[int, Figures]
) -> list[StatedForm]:
    """A form for each sale, which starts from what an earlier notice of it stated."""
    none = Figures()
    return [StatedForm(sale, sent, initial=stated.get(sale.pk, none)._asdict()) for sale in sales]
