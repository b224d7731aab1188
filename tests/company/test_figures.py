"""Company figures: their units, and corrections that keep to their figure."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_figure
from neoequity.company.models import Figure
from neoequity.company.models.standing import figures_on
from neoequity.company.terms.figures import fault_in, in_words
from neoequity.people.models import User
from tests.books import refused
from tests.factories import TODAY, approved


def figure(issuer: Issuer, name: str) -> Figure:
    return figures_on(issuer, TODAY)[name]


def test_a_correction_counts_in_place_of_what_it_corrects(
    programme: Issuer, treasurer: User
) -> None:
    wrong = figure(programme, "authorized_shares")
    facts = {"issuer": programme, "name": "authorized_shares", "day": wrong.day}
    approved(
        ask_figure(
            **facts,
            value=Decimal(60_000_000),
            replaces=wrong,
            remark="The charter was amended.",
            by=treasurer,
            today=TODAY,
        )
    )
    assert figure(programme, "authorized_shares").value == 60_000_000


def test_what_was_known_before_a_correction_stays_known(programme: Issuer, treasurer: User) -> None:
    wrong = figure(programme, "authorized_shares")
    facts = {"issuer": programme, "name": "authorized_shares", "day": wrong.day}
    approved(
        ask_figure(
            **facts,
            value=Decimal(60_000_000),
            replaces=wrong,
            remark="The charter was amended.",
            by=treasurer,
            today=TODAY,
        )
    )
    known = figures_on(programme, TODAY, wrong.recorded_at)
    assert known["authorized_shares"].value == 50_000_000


def test_a_correction_keeps_to_its_figure(programme: Issuer, treasurer: User) -> None:
    wrong = figure(programme, "authorized_shares")
    with refused("What it corrects is another figure: Authorized shares."):
        ask_figure(
            issuer=programme,
            name="holders_of_record",
            value=Decimal(370),
            day=wrong.day,
            replaces=wrong,
            remark="A slip.",
            by=treasurer,
            today=TODAY,
        )


def test_a_figure_is_in_force_from_its_day(programme: Issuer) -> None:
    assert "authorized_shares" not in figures_on(programme, date(2001, 10, 25))


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("authorized_shares", "1.5", "Authorized shares: enter a whole number."),
        (
            "dgcl_203_rate",
            "15",
            "Delaware section 203: interested stockholder: enter at most 100%, such as 20%.",
        ),
        ("monthly_burn", "0.005", "Cash spent per month: dollars have at most two decimals."),
        ("minimum_bid", "1.00", ""),
    ],
)
def test_a_value_fits_the_unit_of_its_figure(name: str, value: str, fault: str) -> None:
    assert fault_in(name, Decimal(value)) == fault


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("authorized_shares", "50000000", "50,000,000"),
        ("par_value", "0.001000", "$0.001"),
        ("rights_plan_rate", "0.2", "20%"),
        ("offering_expenses", "300000", "$300,000.00"),
    ],
)
def test_a_value_is_written_in_its_unit(name: str, value: str, words: str) -> None:
    assert in_words(name, Decimal(value)) == words
