"""The programs of today that ship beside NeoTherapeutics give the figures that were disclosed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from neoequity.ledger import prove_books
from neoequity.programme import load_whole, read_whole
from neoequity.programme_text import parse
from placements.models import Agreement
from placements.selectors.positions import Position, position
from tests.factories import UserFactory
from tests.programme.test_the_shipped_file import FILE
from tests.worlds import built_once

EXAMPLES = [FILE.parent / "raised-and-replaced.toml"]
YEAR_END = date(2024, 12, 31)


def load(path: Path) -> None:
    content = read_whole(parse(path.read_bytes()))
    load_whole(content, by=UserFactory(), today=YEAR_END, with_history=True)


@built_once
def replaced(db: None) -> Agreement:
    """$25M, raised to $60M, terminated and replaced (CIK 1158114)."""
    load(FILE.parent / "raised-and-replaced.toml")
    agreement: Agreement = Agreement.objects.get(slug="raymond-james")
    return agreement


def on(agreement: Agreement, day: date) -> Position:
    return position(agreement, day)


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_loaded_whole_and_says_what_is_reconstructed(path: Path) -> None:
    load(path)
    assert prove_books().differences == []
    assert "reconstructed" in path.read_text()


@pytest.mark.django_db
def test_what_was_sold_in_all_is_as_disclosed(replaced: Agreement) -> None:
    sold = on(replaced, YEAR_END)
    assert round(sold.shares, -5) == 5_700_000
    assert sold.average_price is not None
    assert round(sold.average_price, 2) == Decimal("10.55")
    assert round(sold.net, -5) == Decimal(58_700_000)


@pytest.mark.django_db
def test_the_raise_and_the_end_change_what_is_left_from_their_days(replaced: Agreement) -> None:
    days = (date(2024, 8, 5), date(2024, 8, 6), date(2024, 11, 5), date(2024, 11, 6))
    left = [on(replaced, day).capacity.remaining for day in days]
    assert left == [
        Decimal("102000.00"),
        Decimal("35102000.00"),
        Decimal("2150.00"),
        Decimal(0),
    ]


@pytest.mark.django_db
def test_the_agreement_that_replaced_it_sells_from_the_next_day(replaced: Agreement) -> None:
    other = Agreement.objects.get(slug="replacement")
    assert on(other, date(2024, 11, 7)).capacity.remaining == Decimal("60000000.00")
