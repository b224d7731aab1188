"""What a sale states is sealed with it, and what has no such part is sealed as it always was."""

from decimal import Decimal

import pytest

from neoequity.books.triggers.sealing import NO_COLUMNS, Sealed
from placements.models import Placement
from placements.triggers.sealed import SALE, TERMS
from tests.constraints.rows import ask
from tests.factories import PlacementFactory, sell

pytestmark = pytest.mark.django_db


def payload(kind: Sealed, key: int) -> str:
    """The input of the digest of an entry."""
    return str(ask(f"SELECT {kind.payload} FROM {kind.table} e {kind.joins} WHERE e.id = {key}"))  # noqa: S608


def without_later(kind: Sealed) -> Sealed:
    """The kind as it was before columns were added to it."""
    return kind._replace(later=NO_COLUMNS)


def test_a_sale_by_fee_tiers_is_sealed_as_before(db: None) -> None:
    placement: Placement = PlacementFactory(accepted=True)
    sale = sell(placement)
    assert payload(SALE, sale.pk) == payload(without_later(SALE), sale.pk)


def test_terms_with_fee_tiers_are_sealed_as_before(db: None) -> None:
    placement: Placement = PlacementFactory()
    version = placement.agreement.versions.get()
    assert payload(TERMS, version.pk) == payload(without_later(TERMS), version.pk)


def test_what_a_sale_states_is_sealed_with_it(stated: Placement) -> None:
    sale = sell(stated, commission=Decimal("5.16"))
    assert payload(SALE, sale.pk).endswith(', "5.16"]')


def test_a_second_fee_is_sealed_with_its_sale(tiered: Placement) -> None:
    sale = sell(tiered)
    assert payload(SALE, sale.pk).endswith(', null, "40.00"]')


def test_a_maximum_is_sealed_with_the_terms(stated: Placement) -> None:
    version = stated.agreement.versions.get()
    assert payload(TERMS, version.pk).endswith(', null, "0.030000"]')
