"""The three kinds of number the books keep, with their one precision each."""

from typing import Any

from django.db import models


class MoneyField(models.DecimalField):
    """Dollars and cents: numeric(18,2)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 18, "decimal_places": 2})


class PriceField(models.DecimalField):
    """Dollars a share, six decimals kept: numeric(14,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 14, "decimal_places": 6})


class RateField(models.DecimalField):
    """A fraction such as 0.035: numeric(9,6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 9, "decimal_places": 6})
