"""What the database derives from a notice as written: the reference's key, the tolerance."""

from datetime import date
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    Lookup,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Abs, Cast, Collate, Greatest, Lower
from django.db.models.lookups import Exact, LessThanOrEqual

from neoequity.books.fields import PriceField
from neoequity.books.money import HALF_A_CENT, MOST_DECIMALS, half_a_step
from placements.terms.reference import LEADING_ZEROS, REFERENCE, SEPARATORS


def _replaced(text: Combinable, pattern: str, by: str) -> Func:
    return Func(
        text,
        Value(pattern),
        Value(by),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


def _exact(expression: Combinable) -> "ExpressionWrapper[Combinable]":
    """Keeps all decimals of a product, as PostgreSQL's numeric does."""
    return ExpressionWrapper(expression, DecimalField(max_digits=36, decimal_places=9))


def key_of(reference: str) -> Cast:
    """`placements.terms.reference.reference_key` of the reference in a column; null without one."""
    # The collation "C" makes lower-casing independent of the database's locale.
    parted = Func(
        _replaced(Lower(Collate(F(reference), "C")), SEPARATORS, "-"),
        Value("-"),
        function="btrim",
        output_field=TextField(),
    )
    return Cast(_replaced(parted, LEADING_ZEROS, ""), CharField(max_length=64))


def may_be_a_reference(column: str) -> Q:
    """`is_reference`; a reversal has no reference."""
    return Q(**{column: None}) | Q(**{f"{column}__regex": rf"^{REFERENCE}$"})


#: `decimals_of`: the price has no more decimals than were written.
_ROUNDED = Func(F("price"), F("price_decimals"), function="ROUND", output_field=PriceField())
HAS_ITS_DECIMALS = Q(Exact(F("price"), _ROUNDED), price_decimals__range=(0, MOST_DECIMALS))

_HALF_A_STEP = Case(
    *(When(price_decimals=each, then=Value(half_a_step(each))) for each in range(3, 7)),
    default=Value(HALF_A_CENT),
    output_field=DecimalField(max_digits=8, decimal_places=7),
)

#: `fits`: shares x price, to the precision of the written price but at least half a cent.
GROSS_FITS: "Lookup[Decimal]" = LessThanOrEqual(
    Abs(F("gross") - _exact(F("shares") * F("price"))),
    Greatest(
        Value(HALF_A_CENT),
        _exact(Abs(F("shares")) * _HALF_A_STEP),
        output_field=DecimalField(max_digits=36, decimal_places=9),
    ),
)


def not_in_the_future(day: str) -> "Lookup[date]":
    """The day of this column is not after that of recording.

    The database asks its own clock, in New York, whatever day the product is set to.
    """
    recorded_on = Func(Value("America/New_York"), F("recorded_at"), function="timezone")
    return LessThanOrEqual(F(day), Cast(recorded_on, DateField()))


#: The amounts that a search compares, reversals' without their sign, as one indexed array.
AMOUNTS = Func(
    *(Abs(F(amount)) for amount in ("gross", "net", "commission")),
    Cast(Abs(F("shares")), DecimalField(max_digits=20, decimal_places=0)),
    F("price"),
    template="(ARRAY[%(expressions)s])",
    output_field=ArrayField(DecimalField(max_digits=24, decimal_places=6)),
)
