"""Fields for figures and days: plain digits only, read by the terms' own strict readers."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from neoequity.books.calendar import FIRST_DAY
from neoequity.books.money import parse_money, parse_price, parse_shares

# Settlement is counted on from a day typed here, and the calendar must cover the result.
LAST_DAY = date(2099, 12, 31)


def plain_price(price: Decimal) -> str:
    """A price as it would be typed, with two decimals at least: 4.00, 4.0254."""
    whole, _, decimals = f"{price:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


class FigureField(forms.CharField):
    """A number above zero in plain digits; None where it may be left empty and is."""

    keyboard = "decimal"
    read: Callable[[str], Decimal | int]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Aligned like the figures of a table, with the keyboard of digits on a phone."""
        attrs = super().widget_attrs(widget)
        return {**attrs, "class": "num", "inputmode": self.keyboard, "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """The exact number, or a sentence that opens with the field's label."""
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
    """Dollars a share, at most six decimals."""

    read = staticmethod(parse_price)

    def prepare_value(self, value: Any) -> Any:
        """A price from the books without the zeros that nobody typed."""
        return plain_price(value) if isinstance(value, Decimal) else value


class MoneyField(FigureField):
    """Dollars and cents."""

    read = staticmethod(parse_money)


class DayField(forms.DateField):
    """A day that the calendar covers, as YYYY-MM-DD."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": f"{label} must be a day such as 2001-11-09."},
            **kwargs,
        )
        sentence = f"{label} must lie between {FIRST_DAY} and {LAST_DAY}."
        self.validators += [
            MinValueValidator(FIRST_DAY, sentence),
            MaxValueValidator(LAST_DAY, sentence),
        ]
