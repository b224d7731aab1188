"""How posted sales, reversals and deliveries tell themselves."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf

from placements.models import Delivery, Sale
from placements.selectors.history.figures import Dollars, Plain, Shares
from placements.selectors.history.sources import Posted

_OF_THE_AGREEMENT = (Value(" of the "), F("agreement__name"))
_FIGURES = (Value(": "), Shares("shares"), Value(", gross "), Dollars("gross"))


def _sales() -> QuerySet[Any]:
    recorded = Concat(
        *(Value("sale "), Plain("number"), *_OF_THE_AGREEMENT, Value(" recorded"), *_FIGURES)
    )
    reversed_by = Concat(
        *(Value("sale "), Plain("reverses__number"), *_OF_THE_AGREEMENT),
        *(Value(" reversed by entry "), Plain("number")),
        *(Value(", with effect from "), Plain("trade_date"), *_FIGURES),
    )
    return Sale.objects.annotate(
        told=Case(When(reverses=None, then=recorded), default=reversed_by),
        act=Case(When(reverses=None, then=Value("record_sale")), default=Value("reverse_sale")),
        why=Coalesce(NullIf("reason", Value("")), "remark"),
    )


def _deliveries() -> QuerySet[Any]:
    return Delivery.objects.annotate(
        told=Concat(
            *(Value("sale "), Plain("sale__number"), Value(" of the "), F("sale__agreement__name")),
            *(Value(" delivered on "), Plain("delivered_on")),
        ),
        act=Value("deliver"),
        why=F("remark"),
    )


POSTED = (Posted(Sale, _sales), Posted(Delivery, _deliveries))
