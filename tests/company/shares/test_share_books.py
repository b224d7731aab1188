"""The share ledger of the shipped programme, every component by hand."""

from datetime import date
from decimal import Decimal

from neoequity.books.models import Issuer
from neoequity.company.models.share_ledger import NOT_OPENED, share_books
from neoequity.company.terms.overhang import OTHERS, Part
from tests.factories import TODAY


def test_on_nov_13_2001_every_component_is_that_of_the_documents_and_the_published_sales(
    published: Issuer,
) -> None:
    books = share_books(published, TODAY)
    assert (books.authorized, books.par_value) == (50_000_000, Decimal("0.001"))
    assert books.outstanding == 21_927_372 + 104_800 == 22_032_172
    assert books.unsettled == 949_710 + 20_000 == 969_710
    assert books.overhang.parts == (
        Part(OTHERS, 5_180_277),  # 8,593,877 less 3,413,600 in the register
        Part("Class B Warrants", 3_413_600),
        Part("Agent's warrants earned, sales not settled", 96_971),  # 94,971 and 2,000
        Part("Agent's warrants earned and due", 10_480),
    )
    assert (books.overhang.held, books.overhang.unissued) == (8_593_877, 107_451)
    assert books.headroom.left == 18_296_790
    assert books.runs_out_below == Decimal("1.7534")


def test_without_sales_19_478_751_shares_are_left_and_run_out_below_1_8862_dollars(
    programme: Issuer,
) -> None:
    books = share_books(programme, TODAY)
    assert (books.outstanding, books.unsettled, books.overhang.unissued) == (21_927_372, 0, 0)
    assert books.headroom.left == 19_478_751
    assert books.runs_out_below == Decimal("1.8862")


def test_before_the_register_opened_its_stated_part_counts_as_stated(programme: Issuer) -> None:
    books = share_books(programme, date(2001, 10, 26))
    assert books.overhang.parts == (Part(OTHERS, 5_180_277), Part(NOT_OPENED, 3_413_600))
    assert books.headroom.left == 19_478_751


def test_a_figure_that_nobody_stated_by_the_day_is_not_available(programme: Issuer) -> None:
    books = share_books(programme, date(2001, 9, 30))
    assert (books.authorized, books.outstanding, books.overhang.held) == (None, None, None)
    assert (books.headroom.left, books.runs_out_below) == (None, None)
