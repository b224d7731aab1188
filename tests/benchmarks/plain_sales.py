"""The same columns as rows without a rule, read by django-import-export as its manual shows."""

from django.db import connection, models
from import_export.resources import ModelResource
from tablib import Dataset

from neoequity.books.fields import MoneyField, PriceField


class PlainSale(models.Model):
    """A sale as a file states it: no rule, no total, no seal, no history."""

    agreement = models.CharField(max_length=50)
    placement = models.PositiveIntegerField()
    trade_date = models.DateField()
    shares = models.BigIntegerField()
    price = PriceField()
    gross = MoneyField(null=True)
    method = models.CharField(max_length=20)
    agent_reference = models.CharField(max_length=64, unique=True)

    class Meta:
        app_label = "claims"  # an app of the tests

    def __str__(self) -> str:
        return self.agent_reference


class PlainSaleResource(ModelResource):  # type: ignore[misc]  # a class of an untyped package
    """Each row is found by its reference, and created if it is not there."""

    class Meta:
        model = PlainSale
        import_id_fields = ("agent_reference",)
        exclude = ("id",)


def make_table() -> None:
    """Its table, as the owner: what is served makes none."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
    with connection.schema_editor() as editor:
        editor.create_model(PlainSale)


def import_plainly(text: str) -> int:
    """Import a CSV text, and say how many rows there are."""
    result = PlainSaleResource().import_data(
        Dataset().load(text, format="csv"), raise_errors=True, use_transactions=True
    )
    assert not result.has_errors()
    return PlainSale._default_manager.count()
