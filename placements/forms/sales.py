"""Forms that record a sale from the agent's notice, reverse one, and record deliveries."""

from collections.abc import Collection, Iterator
from datetime import date

from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue

from neoequity.books.days import written
from neoequity.books.documents.forms import DocumentField
from neoequity.books.money import ZERO, of_shares
from neoequity.books.pages.form import PageForm
from neoequity.books.pages.form_fields import (
    DayField,
    ModelChoiceField,
    MoneyField,
    PriceField,
    SharesField,
    TermMoneyField,
    plain_price,
    read_key,
)
from placements.actions.agent_notice import File
from placements.models import Agreement, Placement, Sale, Split
from placements.models.counted import Counted, counted
from placements.terms.lifecycle import SOLD_UNDER, Status
from placements.terms.notice import METHODS, SaleNotice

# Without these there is nothing to calculate.
_NEEDED = ("placement", "trade_date", "shares", "price")


def sellable(also: str = "") -> list[Counted]:
    """Placements with shares left to sell, the open ones first, and the one with the key `also`.

    After a stock split, only counting shows what is left.
    """
    split = Split.objects.filter(issuer=OuterRef("agreement__issuer"))
    offered = Q(shares_sold__lt=F("shares_offered")) | Exists(split)
    this_one = Q(pk=read_key(also))
    placements = Placement.objects.filter(Q(offered, status__in=SOLD_UNDER) | this_one)
    in_order = placements.select_related("agreement").order_by(
        "status", "agreement__slug", "-number"
    )
    return [
        each for each in counted(in_order).values() if each.left() or str(each.placement.pk) == also
    ]


class _Sellable(ModelChoiceIterator):
    """The choices, with figures of today that the placement's row alone does not have."""

    also = ""

    def __iter__(self) -> Iterator[tuple[ModelChoiceIteratorValue | str, str]]:
        yield "", str(self.field.empty_label)
        for each in sellable(self.also):
            value = ModelChoiceIteratorValue(each.placement.pk, each.placement)
            yield value, _label(each)

    def __len__(self) -> int:
        return 1 + len(sellable(self.also))


def _label(each: Counted) -> str:
    """Sales Agreement · placement 2 · 40,000 shares left · minimum $4.00."""
    placement = each.placement
    minimum = each.minimum(date.max)
    parts = [
        placement.agreement.name,
        f"placement {placement.number}",
        f"{of_shares(each.left())} left",
        f"minimum ${plain_price(minimum)}" if minimum else "no minimum",
    ]
    if placement.status != Status.ACCEPTED:
        parts.append(f"{placement.status} on {written(placement.status_on)}")
    return " · ".join(parts)


class PlacementField(ModelChoiceField):
    """A placement to sell under. It lists those with shares left, but accepts them all.

    So a placement closed in the meantime is refused with the reason from the terms.
    """

    iterator = _Sellable


def _allowed_methods(placement: str, trade_date: object) -> Collection[str]:
    """The methods of the chosen placement's agreement on the day; all until one is chosen."""
    agreement = Agreement.objects.filter(placements=read_key(placement)).first()
    if agreement is None:
        return METHODS
    try:
        day = date.fromisoformat(str(trade_date))
    except ValueError:
        return list(agreement.methods)
    return list(agreement.versions_by(day)[-1].methods)


class NoticeForm(PageForm):
    """The file of the agent's notice, for those who may attach one."""

    document = DocumentField("Agent's notice", required=False)
    received_on = DayField(label="Notice received on", required=False, help_text="If empty: today.")

    def file(self) -> File | None:
        """The file that was sent, if any; reads it whole."""
        sent = self.cleaned_data.get("document")
        return File(sent.name, sent.read()) if sent else None


class SaleForm(NoticeForm):
    """The agent's notice of one sale; see SaleNotice."""

    #: As on the page; what is not named follows.
    field_order = (
        *("placement", "trade_date", "method", "shares", "price", "gross", "commission"),
        *("agent_reference", "document", "received_on"),
    )
    placement = PlacementField(
        Placement.objects.select_related("agreement"),
        label="Placement",
        empty_label="Choose a placement",
        error_messages={"invalid_choice": "There is no such placement."},
    )
    trade_date = DayField(label="Trade date")
    method = forms.ChoiceField(
        label="Method",
        choices=[("", "Choose a method"), *METHODS.items()],
        error_messages={"invalid_choice": "There is no such method of sale."},
    )
    shares = SharesField(label="Shares")
    price = PriceField(
        label="Price per share",
        help_text="In dollars, with the decimals of the notice; they decide how closely gross must "
        "agree.",
    )
    gross = MoneyField(
        label="Gross",
        required=False,
        help_text="As stated in the notice. If empty: shares × price, to the cent.",
    )
    commission = TermMoneyField(
        label="Commission",
        required=False,
        help_text="As stated in the notice, where the agreement has a maximum commission. If "
        "empty: by the fee tiers.",
    )
    agent_reference = forms.CharField(
        label="Agent's reference",
        help_text="From the notice. Each reference can be used only once, however it is spelled.",
    )
    settlement_date = DayField(
        label="Settlement date",
        required=False,
        help_text="If empty: the date under the agreement's rule.",
    )
    settlement_reason = forms.CharField(
        label="Reason for another settlement date", required=False, max_length=300
    )
    deductions = MoneyField(
        label="Further deductions",
        required=False,
        help_text="Dollars that the notice deducts besides commission. If empty: none.",
    )
    remark = forms.CharField(
        label="Remark",
        required=False,
        max_length=300,
        help_text="For example, what the deductions were for.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # While the notice is typed, only the errors beside a field are replaced, not the field: so
        # it always refers to them, and is never marked invalid itself.
        self.helper.form_show_errors = False
        for name, field in self.fields.items():
            described = (
                f"id_{name}_helptext id_{name}_error" if field.help_text else f"id_{name}_error"
            )
            field.widget.attrs |= {"aria-describedby": described, "aria-invalid": "false"}
        chosen = str(self["placement"].value() or "")
        self.fields["placement"].widget.choices.also = chosen
        # Only what is offered: any other method is answered by the action, with the page.
        allowed = _allowed_methods(chosen, self["trade_date"].value())
        offered = [(method, METHODS[method]) for method in METHODS if method in allowed]
        self.fields["method"].widget.choices = [("", "Choose a method"), *offered]

    def focus(self) -> None:
        """Start in the first field with a sentence against it, or else in the first field."""
        start = next(iter(self.refused_fields()), self["placement"])
        start.field.widget.attrs["autofocus"] = True

    def notice(self) -> SaleNotice | None:
        """The notice as typed so far; None while a figure it needs is missing or invalid."""
        cleaned = self.cleaned_data
        if any(cleaned.get(name) is None for name in _NEEDED):
            return None
        placement = cleaned["placement"]
        return SaleNotice(
            agreement=placement.agreement.slug,
            placement=placement.number,
            trade_date=cleaned["trade_date"],
            shares=cleaned["shares"],
            price=cleaned["price"],
            method=cleaned.get("method", ""),
            agent_reference=cleaned.get("agent_reference", ""),
            gross=cleaned.get("gross"),
            settlement_date=cleaned.get("settlement_date"),
            settlement_reason=cleaned.get("settlement_reason", ""),
            deductions=cleaned.get("deductions") or ZERO,
            remark=cleaned.get("remark", ""),
            commission=cleaned.get("commission"),
        )

    def forgive_blanks(self) -> None:
        """Drop the errors of required fields still empty, while the notice is being typed."""
        for name in [name for name in self.errors if name in self.fields]:
            if self.fields[name].required and not str(self[name].value() or "").strip():
                del self.errors[name]


class ReversalForm(PageForm):
    """Why a sale is reversed, and from which day."""

    on = DayField(label="Effective day", help_text="Before this day the sale still counts.")
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        error_messages={"missing": "A reversal needs a reason."},
        help_text="Kept permanently in the books.",
    )


class DeliveryForm(PageForm):
    """Sales whose shares were delivered on one day, and adjustments that were paid on it."""

    sale = forms.ModelMultipleChoiceField(
        Sale.objects.select_related("agreement"),
        label="Sales",
        error_messages={
            "missing": "Choose at least one sale.",
            "invalid_choice": "There is no such sale.",
            "invalid_pk_value": "There is no such sale.",
        },
    )
    delivered_on = DayField(label="Delivered on")
    remark = forms.CharField(label="Remark", required=False, max_length=300)
