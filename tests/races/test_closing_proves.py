"""A closing proves the books before it locks them, and what came in between under the lock."""

from datetime import date

import pytest
from django.db import transaction

from neoequity.books.models import ChainHead, Closing, Issuer
from neoequity.books.periods.closing import Proved, Proving
from neoequity.books.periods.rules import Period, parse_period
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from neoequity.periods import inquiry, proving
from placements.actions.delivery import deliver
from placements.models import Agreement, Placement, Sale
from tests.factories import TODAY, PlacementFactory, UserFactory, sell
from tests.ledger.tampering import tamper_with_books
from tests.periods.closings import close
from tests.races import racers
from tests.races.conftest import Race

OCTOBER = parse_period("2001-10")
CHANGED = "one of them was changed after it was recorded."
CHAIN = "in the chain of NeoTherapeutics, Inc."


@pytest.fixture
def placement(agreement: Agreement, person: User) -> Placement:
    accepted: Placement = PlacementFactory(
        agreement=agreement, accepted=True, by=person, on=date(2001, 10, 25), shares_offered=100_000
    )
    return accepted


@pytest.fixture
def sale(placement: Placement, person: User) -> Sale:
    UserFactory(group="Controller")
    return sell(placement, by=person, trade_date=date(2001, 10, 26))


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[Period]:
    """The periods for which the books were proven as a whole, in order."""
    made: list[Period] = []
    whole = inquiry.prove

    def prove(issuer: Issuer, period: Period) -> Proved:
        made.append(period)
        return whole(issuer, period)

    monkeypatch.setattr(proving, "prove", prove)
    return made


def close_october(prove: Proving) -> Closing:
    return close("2001-10", by=racers.controller(), today=TODAY, prove=prove)


def proven() -> Proving:
    return proving.proven(Issuer.objects.get(), OCTOBER)


def test_sales_of_november_that_come_while_october_is_proven_are_proven_under_the_lock(
    sale: Sale, placement: Placement, person: User, proofs: list[Period]
) -> None:
    prove = proven()
    sell(placement, by=person, trade_date=date(2001, 11, 9))
    sell(placement, by=person, trade_date=date(2001, 11, 9))
    closing = close_october(prove)
    assert proofs == [OCTOBER]
    assert closing.checklist[0]["sentence"].endswith("2 more seals came with later entries.")
    assert closing.head_position == ChainHead.objects.get().length - 1


def test_a_closing_during_which_nothing_comes_proves_once(sale: Sale, proofs: list[Period]) -> None:
    closing = close_october(proven())
    assert proofs == [OCTOBER]
    assert closing.checklist[0]["sentence"].startswith("The ledger agrees: 1 agreement")
    assert "more seal" not in closing.checklist[0]["sentence"]


def test_a_sale_of_october_that_comes_late_has_the_books_proven_again(
    sale: Sale, placement: Placement, person: User, proofs: list[Period]
) -> None:
    prove = proven()
    sell(placement, by=person, trade_date=date(2001, 10, 29))
    close_october(prove)
    assert proofs == [OCTOBER, OCTOBER]


def test_a_delivery_of_an_october_sale_has_the_books_proven_again(
    sale: Sale, person: User, proofs: list[Period]
) -> None:
    prove = proven()
    deliver([sale], delivered_on=TODAY, by=person, today=TODAY, remark="agreed")
    close_october(prove)
    assert proofs == [OCTOBER, OCTOBER]


#: What a forger changes between the proof and the lock, and what the closing says of it.
FORGED: dict[str, tuple[str, str]] = {
    "an old sale": (
        "UPDATE placements_sale SET remark = 'as agreed' WHERE number = 1",
        f"Sale 1 of the Sales Agreement does not fit its seal, position 2 {CHAIN}: {CHANGED}",
    ),
    "a sale that is gone with its seal": (
        "DELETE FROM placements_sale WHERE number = 1; DELETE FROM books_seal WHERE position = 2",
        "",
    ),
    "an edited seal": (
        "UPDATE books_seal SET digest = repeat('0', 64) WHERE position = 1",
        "does not fit its seal, position 1",
    ),
    "the total of an agreement": (
        "UPDATE placements_agreement SET gross_sold = gross_sold + 1",
        "Sales Agreement: the gross sold is",
    ),
    "the total of a day": (
        "UPDATE placements_daytotal SET gross = gross + 1 WHERE day = '2001-10-26'",
        "Sales Agreement, 2001-10-26: the gross of the day is",
    ),
    "an aggregate and its placement": (
        (
            "UPDATE placements_saleaggregate SET gross = gross + 1;"
            "UPDATE placements_placement SET gross_sold = gross_sold + 1"
        ),
        "the aggregate of 2001-10-26",
    ),
    "a term of the placement": (
        "UPDATE placements_placement SET shares_offered = shares_offered + 1",
        "shares_offered is",
    ),
    "a trigger that sleeps": (
        "ALTER TABLE placements_sale DISABLE TRIGGER USER",
        "of the table placements_sale is switched off.",
    ),
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("and_a_sale", [False, True], ids=["alone", "beside a sale"])
def test_what_is_forged_between_the_proof_and_the_lock_is_found(
    sale: Sale, placement: Placement, person: User, what: str, and_a_sale: bool
) -> None:
    prove, found = proven(), list[str]()
    sql, sentence = FORGED[what]

    def listened(issuer: Issuer, period: Period) -> Proved:
        proved = prove(issuer, period)
        found.extend(proved.differences)
        return proved

    if and_a_sale:
        sell(placement, by=person, trade_date=date(2001, 11, 9))
    with transaction.atomic():
        tamper_with_books(sql)
    try:
        with pytest.raises(Refused, match="The ledger does not agree with its rows"):
            close_october(listened)
    finally:
        with transaction.atomic():
            tamper_with_books("ALTER TABLE placements_sale ENABLE TRIGGER USER")
    assert any(sentence in difference for difference in found)
    assert not Closing.objects.exists()


def test_others_sell_while_one_closes(
    sale: Sale, placement: Placement, person: User, race: Race
) -> None:
    endings = race(racers.close_october_while_others_sell, 4)
    assert sorted(endings) == ["closed", "sold 3", "sold 3", "sold 3"]
    assert Sale.objects.count() == 1 + 9
    assert Closing.objects.get().label == "2001-10"
