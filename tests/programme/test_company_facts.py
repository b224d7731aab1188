"""The company's facts in a programme file: read strictly, loaded once, and compared afterwards."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Approval, Issuer
from neoequity.books.refusal import Refused
from neoequity.company.actions.programme import load_company
from neoequity.company.actions.record import record_price
from neoequity.company.models import Figure, Filing, MarketPrice
from neoequity.company.terms.programme import LISTS, read_company
from neoequity.people.models import User
from placements.models import Agreement
from tests.books import nothing_changes
from tests.factories import TODAY, AgreementFactory, UserFactory
from tests.worlds import built_once

DAY = date(2001, 11, 1)
FACTS: dict[str, Any] = {
    "company": {
        "figure": [
            {"name": "authorized_shares", "value": "50000000", "day": DAY, "page": "p. S-13"},
            {
                "name": "offering_expenses",
                "value": "300000.00",
                "day": DAY,
                "agreement": "sales-agreement",
            },
        ],
        "price": [{"day": DAY, "close": "4.04", "document": "A closing report"}],
        "filing": [{"day": DAY, "form": "10-Q", "concerns": "Q3", "due_on": date(2001, 11, 14)}],
    }
}


def changed(listed: str, **keys: Any) -> dict[str, Any]:
    """The facts with some keys of the first of a list changed; None takes one away."""
    facts = deepcopy(FACTS)
    row = facts["company"][listed][0]
    row.update(keys)
    facts["company"][listed][0] = {key: value for key, value in row.items() if value is not None}
    return facts


def faults(facts: dict[str, Any]) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_company(facts, ["sales-agreement"])
    return [reason.sentence for reason in refused.value.reasons]


# Reading


def test_a_file_without_a_company_has_no_facts_of_it() -> None:
    assert read_company({}, []) == ()


def test_figures_are_read_exactly() -> None:
    first, second, price, filing = read_company(FACTS, ["sales-agreement"])
    assert first.facts["value"] == Decimal(50_000_000)
    assert second.facts["value"] == Decimal("300000.00")
    assert (price.facts["close"], "bid" in price.facts) == (Decimal("4.04"), False)
    assert filing.facts["due_on"] == date(2001, 11, 14)


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_refuses_a_key_that_it_does_not_know(listed: str) -> None:
    found = faults({"company": {listed: [{"day": DAY, "colour": "red"}]}})
    assert any("colour" in sentence for sentence in found)


def test_a_list_that_is_not_known_is_refused() -> None:
    assert any("wish" in sentence for sentence in faults({"company": {"wish": []}}))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (changed("figure", day=None), "day"),
        (changed("figure", value=50_000_000), "in quotes"),
        (changed("figure", value="50000000.1234567"), "at most six decimals"),
        (changed("figure", name="shares_imagined"), "name"),
        (changed("filing", form=None), "form"),
    ],
)
def test_a_fact_is_read_strictly(facts: dict[str, Any], words: str) -> None:
    assert any(words in sentence for sentence in faults(facts))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (changed("figure", value="0.5"), "Authorized shares: enter a whole number."),
        (
            changed("figure", name="nasdaq_limit_rate", value="20"),
            ("Nasdaq: issuance that needs stockholder approval: enter at most 100%, such as 20%."),
        ),
        (
            changed("figure", agreement="another"),
            "A company's figure names the agreement “another”; the file has none.",
        ),
        (
            {"company": {"price": FACTS["company"]["price"] * 2}},
            "The price “2001-11-01” appears twice in the file.",
        ),
    ],
)
def test_a_contradiction_is_told_in_a_sentence(facts: dict[str, Any], sentence: str) -> None:
    assert faults(facts) == [sentence]


# Loading


@built_once
def agreement(db: None) -> Agreement:
    made: Agreement = AgreementFactory()
    return made


@built_once
def treasurer(db: None) -> User:
    user: User = UserFactory(username="tess")
    return user


def load(facts: dict[str, Any], by: User) -> list[str]:
    read = read_company(facts, ["sales-agreement"])
    return load_company(read, "neotherapeutics", by=by, today=TODAY)


def test_each_fact_is_recorded_and_named_by_what_it_states(
    agreement: Agreement, treasurer: User
) -> None:
    assert load(FACTS, treasurer) == [
        "Company, figure: authorized_shares, 2001-11-01",
        "Company, figure: offering_expenses, 2001-11-01, sales-agreement",
        "Company, price: 2001-11-01",
        "Company, filing: 10-Q, Q3",
    ]
    assert Figure.objects.get(name="offering_expenses").agreement == agreement
    assert MarketPrice.objects.get().recorded_by == treasurer


def test_what_changes_what_may_be_sold_is_approved_by_the_published_record(
    agreement: Agreement, treasurer: User
) -> None:
    load(FACTS, treasurer)
    told = Approval.objects.values_list("asked_by__username", "decided_by__username")
    assert list(told) == [("tess", "published-record")] * 2


def test_what_is_loaded_already_is_left_as_it_is(agreement: Agreement, treasurer: User) -> None:
    load(FACTS, treasurer)
    with nothing_changes():
        assert load(FACTS, treasurer) == []


def test_a_fact_that_differs_from_the_books_is_refused(
    agreement: Agreement, treasurer: User
) -> None:
    load(FACTS, treasurer)
    with nothing_changes(), pytest.raises(Refused, match="due_on"):
        load(changed("filing", due_on=date(2001, 11, 15)), treasurer)
    assert Filing.objects.get().due_on == date(2001, 11, 14)


def test_a_corrected_fact_is_compared_by_its_correction(
    agreement: Agreement, treasurer: User
) -> None:
    load(FACTS, treasurer)
    wrong = MarketPrice.objects.get()
    facts = {"close": Decimal("4.05"), "document": "A closing report", "remark": "Mistyped"}
    record_price(
        issuer=Issuer.objects.get(), day=DAY, **facts, replaces=wrong, by=treasurer, today=TODAY
    )
    assert load(changed("price", close="4.05", remark="Mistyped"), treasurer) == []
    with pytest.raises(Refused, match="close"):
        load(FACTS, treasurer)
