"""Form fields for figures, days and keys: plain digits only, read as strictly as by the terms."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from neoequity.books.calendar import FIRST_DAY
from neoequity.books.days import written
from neoequity.books.money import parse_money, parse_price, parse_shares

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
    """A price as a person would type it, with at least two decimals: 4.00, 4.0254."""
    whole, _, decimals = f"{price:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


class FigureField(forms.CharField):
    """A number above zero in plain digits; None if it is optional and empty."""

    keyboard = "decimal"
    read: Callable[[str], Decimal | int]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Aligned like the figures of a table, with a numeric keyboard on phones."""
        attrs = super().widget_attrs(widget)
        return {**attrs, "class": "num", "inputmode": self.keyboard, "autocomplete": "off"}

    def clean(self, value: object) -> Decimal | int | None:
        """The exact number, or an error that starts with the field's label."""
        text = self.to_python(value)
        self.validate(text)
        if text is None:
            return None
        try:
            return type(self).read(text)
        except ValueError as error:
            raise ValidationError(f"{self.label} {error}.") from error


class SharesField(FigureField):
    """A whole number of shares."""

    keyboard = "numeric"
    read = staticmethod(parse_shares)


class PriceField(FigureField):
    """Dollars per share, at most six decimals."""

    read = staticmethod(parse_price)

    def prepare_value(self, value: object) -> object:
        """A price from the books without trailing zeros."""
        return plain_price(value) if isinstance(value, Decimal) else value


class MoneyField(FigureField):
    """Dollars and cents."""

    read = staticmethod(parse_money)


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
