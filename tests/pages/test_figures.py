"""How figures look: dollars, prices, shares, rates, days, and what is missing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory

from neoequity.books.templatetags import books as figures
from placements.models import Agreement, TermVersion
from placements.selectors.known_at import InForce
from placements.selectors.positions import Position
from placements.templatetags.figures import parts_of
from placements.terms.capacity import Capacity
from placements.terms.fees import FeeSchedule, Tier


@pytest.mark.parametrize(
    ("look", "value", "shown"),
    [
        (figures.money, Decimal(21177033), "$21,177,033.00"),
        (figures.money, Decimal("-215500.5"), "($215,500.50)"),
        (figures.money, Decimal(0), "$0.00"),
        (figures.whole_money, Decimal("25000000.00"), "$25,000,000"),
        (figures.whole_money, Decimal("25000000.01"), "$25,000,000.01"),
        (figures.price, Decimal("4.03"), "$4.0300"),
        (figures.price, Decimal("4.025405"), "$4.025405"),
        (figures.price, Decimal("0.000001"), "$0.000001"),
        (figures.shares, 949710, "949,710"),
        (figures.shares, -50000, "(50,000)"),
        (figures.percent, Decimal("0.035"), "3.50%"),
        (figures.percent, Decimal("1.3"), "130.00%"),
        (figures.percent, Decimal("0.03125"), "3.1250%"),
        (figures.figure, Decimal("50000000.000000"), "50,000,000"),
        (figures.figure, Decimal("0.001000"), "0.001"),
        (figures.yes_or_no, True, "yes"),
        (figures.yes_or_no, False, "no"),
        (figures.day, date(2001, 11, 9), "Nov 9, 2001"),
    ],
)
def test_a_figure_is_shown_in_one_way(look: Any, value: Any, shown: str) -> None:
    assert look(value) == shown


@pytest.mark.parametrize(
    "look",
    [
        figures.money,
        figures.whole_money,
        figures.price,
        figures.shares,
        figures.percent,
        figures.day,
    ],
)
def test_a_missing_figure_reads_not_available_and_never_zero(look: Any) -> None:
    assert look(None) == "not available"


def test_a_date_in_a_sentence_reads_as_on_the_page_and_the_sentence_is_escaped() -> None:
    assert figures.whole_dates("<b> closed on Nov 9, 2001.") == (
        '&lt;b&gt; closed on <span class="day">Nov 9, 2001</span>.'
    )


@pytest.mark.parametrize("sentence", ["Notice 424B3-2001-11-12", "2001-11-12-A", "12001-11-12"])
def test_a_reference_that_looks_like_a_date_stays_as_it_is(sentence: str) -> None:
    assert figures.whole_dates(sentence) == sentence


def test_a_day_that_never_was_stays_as_it_was_written() -> None:
    assert figures.whole_dates("on 2001-02-30") == "on 2001-02-30"


def test_a_fraction_of_a_cent_has_all_its_decimals() -> None:
    shown = [figures.exact_money(Decimal(text)) for text in ("0.00520000", "-0.00480000", "0")]
    assert shown == ["$0.0052", "($0.0048)", "$0.00"]


def _address(tag: str, url: str, as_of: date | None) -> str:
    request: HttpRequest = RequestFactory().get(url)
    vars(request).update(as_of=as_of or date(2001, 11, 13), as_of_given=as_of is not None)
    return Template("{% load books %}" + tag).render(Context({"request": request}))


def test_a_link_keeps_the_day_that_the_address_carries() -> None:
    link = "{% asof_url 'placements:sale' 'sales-agreement' 2 %}"
    assert _address(link, "/", None) == "/sales/sales-agreement/2/"
    assert _address(link, "/?as_of=2001-11-09", date(2001, 11, 9)) == (
        "/sales/sales-agreement/2/?as_of=2001-11-09"
    )


def test_a_link_takes_a_path_and_a_query_of_its_own() -> None:
    link = "{% asof_url '/sales/' agreement='other-agreement' placement=None %}"
    assert _address(link, "/", date(2001, 11, 9)) == (
        "/sales/?agreement=other-agreement&amp;as_of=2001-11-09"
    )


def test_a_form_sent_by_get_keeps_the_day_in_a_hidden_field() -> None:
    assert _address("{% asof_field %}", "/", None) == ""
    assert _address("{% asof_field %}", "/", date(2001, 11, 9)) == (
        '<input type="hidden" name="as_of" value="2001-11-09">'
    )


def _position(**parts: str) -> Position:
    figures: dict[str, Any] = {name: Decimal(dollars) for name, dollars in parts.items()}
    capacity = Capacity(**figures)
    nothing = Decimal(0)
    fees = FeeSchedule([Tier(nothing, Decimal("0.04"))])
    agreement = Agreement(slug="sales-agreement")
    terms = InForce(agreement, TermVersion(), [], [])
    return Position(agreement, terms, capacity, 0, nothing, nothing, nothing, fees)


def test_the_four_parts_fill_the_bar_in_their_order() -> None:
    position = _position(limit="1000", settled="100", unsettled="250", reserved="50")
    parts = parts_of(position)
    assert [(part.word, int(part.dollars), str(part.percent)) for part in parts] == [
        ("Settled", 100, "10.0"),
        ("Sold, unsettled", 250, "25.0"),
        ("Reserved", 50, "5.0"),
        ("Free", 600, "60.0"),
    ]
    assert [(int(part.start), int(part.width)) for part in parts] == [
        (0, 10),
        (10, 25),
        (35, 5),
        (40, 60),
    ]


def test_a_bar_never_runs_past_its_limit_when_more_is_reserved_than_left() -> None:
    parts = parts_of(_position(limit="1000", unsettled="900", reserved="300"))
    assert [part.width for part in parts] == [0, 90, 10, 0]
    assert parts[3].dollars == -200
