"""Before you sell 400,000 shares at $3.80 on Thursday, Nov 15, 2001: every answer, by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Issuer
from neoequity.company.selectors.before_you_sell import Asked, before_you_sell
from neoequity.company.terms.check_rules import class_b
from neoequity.company.terms.checks import Check
from neoequity.company.terms.held import CallableSeries, Question
from tests.company.selling.proposals import agreement_of
from tests.factories import TODAY, AgreementFactory

THURSDAY = date(2001, 11, 15)


def asked(issuer: Issuer, slug: str = "sales-agreement", **facts: Any) -> Asked:
    about = {"shares": 400_000, "price": Decimal("3.80"), "on": THURSDAY, **facts}
    return before_you_sell(agreement_of(issuer, slug), Question(**about), TODAY)


def check(given: Asked, name: str) -> Check:
    return next(each for each in given.answer.checks if each.name == name)


def test_the_answer_is_one_sentence_that_names_what_binds_first(published: Issuer) -> None:
    # 20% of 21,927,372 is 4,385,474.4; 104,800 + 949,710 + 20,000 were sold.
    assert asked(published).answer.sentence == (
        "You can sell up to 3,310,964 shares for $12,581,663.20 at $3.8000; first to bind: "
        "Nasdaq's 20% rule. Not available, so not counted: the shelf registration."
    )


def test_every_check_is_answered_in_order(published: Issuer) -> None:
    given = asked(published, method="negotiated", minimum=Decimal("3.50"))
    assert [(each.name, each.answer) for each in given.answer.checks] == [
        ("agreement", "yes"),
        ("shelf", "unknown"),
        ("authorised", "yes"),
        ("nasdaq_20", "yes"),
        ("method", "yes"),
        ("minimum_price", "yes"),
        ("term", "yes"),
        ("lock_up", "yes"),
        ("minimum_bid", "unknown"),
        ("dgcl_203", "yes"),
        ("rights_plan", "yes"),
        ("compensation", "yes"),
        ("volume", "yes"),
        ("class_b", "yes"),
    ]


@pytest.mark.parametrize(
    ("name", "figure", "limit", "page"),
    [
        ("agreement", Decimal("1520000.00"), Decimal("21177033.00"), "p. S-11"),
        ("shelf", Decimal("1520000.00"), None, "p. S-10"),
        # 50,000,000 - 22,032,172 - 8,593,877 - 969,710 - 107,451 = 18,296,790, of which with a
        # tenth in warrants 16,633,446 + 1,663,344 fit.
        ("authorised", 400_000, 16_633_446, "p. S-13"),
        ("nasdaq_20", 400_000, 3_310_964, "p. S-8"),
        ("minimum_bid", None, Decimal(1), "p. S-8"),
        ("dgcl_203", Decimal("0.116"), Decimal("0.15"), "p. S-14"),
        ("rights_plan", Decimal("0.116"), Decimal("0.20"), "p. S-10"),
        ("compensation", Decimal("0.0609"), Decimal("0.08"), "p. S-12"),
        ("class_b", Decimal("3.80"), Decimal(2), "p. S-4 and S-7"),
    ],
)
def test_a_check_has_its_figure_its_limit_and_its_page(
    published: Issuer, name: str, figure: object, limit: object, page: str
) -> None:
    found = check(asked(published), name)
    assert (found.figure, found.limit, found.page) == (figure, limit, page)


def test_the_sales_agreement_allows_no_sale_into_nasdaq(published: Issuer) -> None:
    given = asked(published, method="nasdaq")
    assert check(given, "method").sentence == (
        "The Sales Agreement does not allow this: into Nasdaq. It allows: privately negotiated, "
        "another lawful way (p. S-11)."
    )
    assert given.answer.sentence == (
        "You cannot sell at $3.8000 now; what binds: the method of sale."
    )


def test_the_other_agreement_does(published: Issuer) -> None:
    given = asked(published, "other-agreement", method="nasdaq")
    assert check(given, "method").passed


def test_a_price_below_the_minimum_fails(published: Issuer) -> None:
    given = asked(published, minimum=Decimal("4.00"))
    assert check(given, "minimum_price").passed is False
    assert given.answer.most is not None
    assert (given.answer.most.shares, given.answer.most.names) == (0, ("minimum_price",))


def test_below_two_dollars_the_class_b_warrants_may_be_unusable(published: Issuer) -> None:
    given = asked(published, price=Decimal("1.99"))
    assert check(given, "class_b").sentence == (
        "At $1.9900 the Class B Warrants may be unusable: their floor is $2.0000 (p. S-4 and S-7)."
    )
    assert "class_b" not in [each.name for each in given.answer.blocking]


def test_a_callable_series_is_named_as_it_is() -> None:
    series = CallableSeries("Series C Warrants", Decimal("1.50"), "p. 3")
    assert class_b(Decimal("1.50"), series).sentence == (
        "At $1.5000 the Series C Warrants can be called: their floor is $1.5000 (p. 3)."
    )


def test_without_a_callable_series_none_is_asked_about(db: None) -> None:
    given = before_you_sell(AgreementFactory(), Question(1000, Decimal(4), TODAY), TODAY)
    assert "class_b" not in [each.name for each in given.answer.checks]


def test_the_lock_up_begins_five_trading_days_before(published: Issuer) -> None:
    # Thursday 15, Wednesday 14, Tuesday 13, Monday 12 (Veterans Day: the exchange is open).
    assert (
        "it runs from Nov 8, 2001, 5 trading days before"
        in check(asked(published), "lock_up").sentence
    )


def test_what_the_sale_comes_to(published: Issuer) -> None:
    result = asked(published).result
    assert result is not None
    # 4% of $1,520,000, as less than $10,000,000 is sold; 130% of $3.80; a tenth of 400,000.
    assert result.cost.commission == Decimal("60800.00")
    assert result.cost.net == Decimal("1459200.00")
    assert (result.cost.warrants, result.cost.strike) == (40_000, Decimal("4.9400"))
    assert result.settles_on == date(2001, 11, 20)
    assert result.dilution == Decimal("0.019580")  # 440,000 of 22,472,172


def test_the_20_percent_bind_up_to_6_396032_and_the_dollars_above(published: Issuer) -> None:
    # $21,177,033.00 / 3,310,964 = $6.39603...
    [turn] = asked(published).breaks
    assert (turn.price, turn.until, turn.beyond) == (
        Decimal("6.396032"),
        ("nasdaq_20",),
        ("agreement",),
    )


def test_without_a_price_only_the_question_for_it_is_answered(published: Issuer) -> None:
    given = asked(published, price=None)
    assert given.answer.sentence == "Enter a price per share to see how much you can sell."
    assert (given.prices, given.result) == ([], None)


def test_without_figures_the_limits_are_unknown_and_never_zero(db: None) -> None:
    given = before_you_sell(AgreementFactory(), Question(1000, Decimal(4), TODAY), TODAY)
    unknown = [each.name for each in given.answer.checks if each.passed is None]
    assert unknown == [
        "shelf",
        "authorised",
        "nasdaq_20",
        "lock_up",
        "minimum_bid",
        "compensation",
        "volume",
    ]
    assert given.answer.most is not None
    assert given.answer.most.names == ("agreement",)
