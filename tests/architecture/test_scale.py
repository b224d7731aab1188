"""docs/scale.md names every table of the product, and how it would be sharded."""

from django.conf import settings

from tests.architecture.sharding import WITHOUT_ISSUER, document_rows, tables

DOCUMENT = settings.BASE_DIR / "docs" / "scale.md"


def test_every_table_stands_in_the_document_as_its_model_says() -> None:
    told = DOCUMENT.read_text(encoding="utf-8").splitlines()
    begins = told.index("| table | its key | unique without the issuer |") + 2
    ends = told.index("", begins)
    assert told[begins:ends] == document_rows()


def test_a_table_without_an_issuer_is_named_as_long_as_it_is_there() -> None:
    names = {model._meta.db_table for model in tables()}
    assert set(WITHOUT_ISSUER) - names == {"django_migrations"}
