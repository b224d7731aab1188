"""The kinds of number in the books: money, prices, rates, and what others state."""

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.db import models

# What may be assigned to the field, and what it reads as: mypy's plugin fills these in.
_Set_contra = TypeVar("_Set_contra", contravariant=True)
_Get_co = TypeVar("_Get_co", covariant=True)

if TYPE_CHECKING:
    _DecimalField = models.DecimalField
else:

    class _DecimalField(models.DecimalField, Generic[_Set_contra, _Get_co]):
        """Django's own takes no type parameters at run time."""


class _FixedField(_DecimalField[_Set_contra, _Get_co]):
    digits: ClassVar[int]
    decimals: ClassVar[int]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        precision = {"max_digits": self.digits, "decimal_places": self.decimals}
        super().__init__(*args, **{**kwargs, **precision})


class MoneyField(_FixedField[_Set_contra, _Get_co]):
    """Dollars and cents: numeric(18,2)."""

    digits, decimals = 18, 2


class PriceField(_FixedField[_Set_contra, _Get_co]):
    """Dollars per share, to six decimals: numeric(14,6)."""

    digits, decimals = 14, 6


class RateField(_FixedField[_Set_contra, _Get_co]):
    """A fraction such as 0.035: numeric(9,6)."""

    digits, decimals = 9, 6


class AnyFigureField(_FixedField[_Set_contra, _Get_co]):
    """Shares, dollars or a fraction, as the row beside it says: numeric(24,6)."""

    digits, decimals = 24, 6


class StatedField(_FixedField[_Set_contra, _Get_co]):
    """An amount as somebody else states it, with all of its decimals: numeric(22,8)."""

    digits, decimals = 22, 8
