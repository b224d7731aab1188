"""Form fields for figures, days and keys: figures as people paste them, read or refused."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from neoequity.books.calendar import FIRST_DAY
from neoequity.books.days import written
from neoequity.books.typed_numbers import (
    FIGURE,
    MONEY,
    PRICE,
    RATE,
    SHARES,
    Kind,
    above_zero,
    read_number,
    write_number,
)

if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Any]
else:  # Django's own takes no type parameter at run time
    ModelChoiceField = forms.ModelChoiceField

# Settlement is counted from a day entered here, and the calendar must cover the result.
LAST_DAY = date(2099, 12, 31)


_LARGEST_KEY = 2**63 - 1


def read_key(text: str) -> int | None:
    """The key of a row in plain digits; None for anything that no row can have."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_KEY))):
        return None
    key = int(text)
    return key if key <= _LARGEST_KEY else None


def plain_price(price: Decimal) -> str:
    """A price as a person would type it, with at least two decimals: 4.00, 4.0254, 1,234.50."""
    whole, _, decimals = f"{price:,f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


class FigureField(forms.Field):
    """A number above zero, as `typed_numbers` reads it; None if it is optional and empty.

    What was read is shown again as the product writes it, what was not as it was typed.
    """

    widget = forms.TextInput
    kind: ClassVar[Kind]
    keyboard = "decimal"
    #: What stands beside the input.
    unit = ""
    #: Whether zero and negative figures are refused here; otherwise limits of their own judge them.
    only_above_zero = True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Aligned like the figures of a table, with a numeric keyboard on phones."""
        attrs = super().widget_attrs(widget)
        return {**attrs, "class": "num", "inputmode": self.keyboard, "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | int | None:
        """The exact number. Raises ValidationError with a sentence that says what to enter."""
        text = "" if value is None else str(value)
        if not text.strip():
            return None
        try:
            number = read_number(text, self.kind)
            if self.only_above_zero:
                above_zero(number)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return number if self.kind.decimals else int(number)

    def prepare_value(self, value: Any) -> Any:
        """A figure of the books, or a typed one that can be read, as the product writes it."""
        if isinstance(value, Decimal | int):
            return self.written(Decimal(value))
        try:
            return write_number(read_number(str(value), self.kind), self.kind)
        except ValueError:
            return value

    def written(self, number: Decimal) -> str:
        """A figure from the books as it stands in the field."""
        return write_number(number, self.kind)


class SharesField(FigureField):
    """A whole number of shares."""

    kind = SHARES
    unit = "shares"
    keyboard = "numeric"


class PriceField(FigureField):
    """Dollars per share, at most six decimals; it keeps those that were typed."""

    kind = PRICE
    unit = "$"

    def written(self, number: Decimal) -> str:
        """A price from the books without trailing zeros."""
        return plain_price(number)


class MoneyField(FigureField):
    """Dollars and cents."""

    kind = MONEY
    unit = "$"


class AnyFigureField(FigureField):
    """A figure of any unit: shares, dollars, or a percentage with its sign."""

    kind = FIGURE


class RateField(FigureField):
    """A rate, typed and shown in percent: 3.5 is the fraction 0.035."""

    kind = RATE
    unit = "%"


class _TermField(FigureField):
    """A figure of a model's column, which limits of its own may refuse: zero is read, too."""

    only_above_zero = False

    def __init__(
        self,
        *,
        min_value: int | None = None,
        max_value: int | None = None,  # the kind knows these three
        max_digits: int | None = None,
        decimal_places: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if min_value is not None:
            self.validators.append(MinValueValidator(min_value))


class TermSharesField(_TermField, SharesField):
    """A number of shares among the terms."""


class TermPriceField(_TermField, PriceField):
    """A price among the terms."""


class TermMoneyField(_TermField, MoneyField):
    """Dollars and cents among the terms."""


class TermRateField(_TermField, RateField):
    """A rate among the terms."""


class TermAnyFigureField(_TermField, AnyFigureField):
    """A figure of any unit in the admin."""


class DayField(forms.DateField):
    """A day within the calendar, as YYYY-MM-DD."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": f"{label} must be a day such as Nov 9, 2001."},
            **kwargs,
        )
        sentence = f"{label} must lie between {written(FIRST_DAY)} and {written(LAST_DAY)}."
        self.validators += [
            MinValueValidator(FIRST_DAY, sentence),
            MaxValueValidator(LAST_DAY, sentence),
        ]
