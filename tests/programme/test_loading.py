"""Loading a programme: what is missing is made, what is there must agree, all of it or nothing."""

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neoequity.people.models import User
from neoequity.programme import read_whole
from placements.actions.placement import move_placement
from placements.actions.programme import load_programme
from placements.models import Agreement, Delivery, FeeTier, Placement, Sale, TermCitation
from placements.selectors.ledger import prove_ledger
from placements.selectors.positions import positions
from placements.terms.programme import Programme
from tests.amendments.changing import corrected
from tests.books import books, nothing_changes, refused
from tests.factories import TODAY, UserFactory
from tests.worlds import built_once

SHIPPED = Path(settings.BASE_DIR) / "neoequity" / "programmes" / "neotherapeutics.toml"

pytestmark = pytest.mark.django_db


@built_once
def office() -> User:
    person: User = UserFactory(username="office")
    return person


@pytest.fixture
def load(office: User) -> Callable[..., list[str]]:
    """Load the shipped file, after a change to it, with its history unless told otherwise."""

    def act(
        change: Callable[[dict[str, Any]], object] | None = None,
        *,
        history: bool = True,
        today: date = TODAY,
    ) -> list[str]:
        return load_programme(shipped(change), by=office, today=today, with_history=history)

    return act


def shipped(change: Callable[[dict[str, Any]], object] | None = None) -> Programme:
    content = tomllib.loads(SHIPPED.read_text(encoding="utf-8"), parse_float=Decimal)
    if change is not None:
        change(content)
    return read_whole(content).placements


Load = Callable[..., list[str]]


def test_the_terms_alone_are_two_agreements_with_nothing_sold(load: Load) -> None:
    load(history=False)

    sales, other = Agreement.objects.all()
    assert (sales.capacity, other.capacity) == (Decimal("25000000.00"), Decimal("8400000.00"))
    assert (sales.slug, other.slug) == ("sales-agreement", "other-agreement")
    assert sales.fee_schedule().commission(sales.capacity) == Decimal("900000.00")
    assert sales.terms().pages["capacity"] == "p. S-11"
    assert other.terms().pages["placement"] == "p. S-12"
    assert str(sales.shelf) == "Form S-3 333-53108"
    assert not Placement.objects.exists()
    assert not Sale.objects.exists()


def test_a_history_locks_its_agreements_at_once_and_in_their_order(load: Load) -> None:
    load(history=False)
    with CaptureQueriesContext(connection) as queries:
        load()
    agreements = list(Agreement.objects.order_by("pk").values_list("pk", flat=True))
    locks = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    of_history = next(sql for sql in locks if "placements_agreement" in sql)
    assert all(str(key) in of_history for key in agreements)
    assert of_history.startswith('SELECT "placements_agreement"."id" ')
    assert of_history.endswith("ORDER BY 1 ASC FOR NO KEY UPDATE")


def test_the_history_leaves_what_the_filings_leave(load: Load) -> None:
    load()

    sales, other = positions(date(2001, 11, 9))
    assert sales.capacity.remaining == Decimal("21177033.00")
    assert sales.commission == Decimal("152918.68")
    assert sales.net == Decimal("3670048.32")
    assert other.capacity.remaining == Decimal("7987104.00")
    assert sales.capacity.reserved == other.capacity.reserved == 0


def test_the_history_is_delivered_where_the_file_says_so(load: Load) -> None:
    load()

    delivery = Delivery.objects.get()
    assert delivery.delivered_on == delivery.sale.settlement_date == date(2001, 10, 31)
    assert delivery.remark.startswith("Reconstructed: ")
    assert delivery.sale.agent_reference == "424B2-2001-11-01"


def test_the_placements_of_the_history_are_closed_and_labelled(load: Load) -> None:
    load()

    for placement in Placement.objects.all():
        assert placement.status == "closed"
        assert placement.remark.startswith("Reconstructed from published sums;")
        assert placement.status_note.startswith("Reconstructed from published sums")


def test_books_that_were_loaded_are_in_order(load: Load) -> None:
    load()

    assert prove_ledger().differences == []


def test_loading_twice_makes_nothing_and_leaves_no_trace_in_the_history(load: Load) -> None:
    load()

    with nothing_changes():
        assert load() == []


def test_the_history_can_be_loaded_later(load: Load) -> None:
    load(history=False)

    assert len(load()) == 16


def test_what_is_missing_is_made_and_named(load: Load) -> None:
    load(lambda c: c["agreement"].pop() and c.pop("history"), history=False)

    made = load(history=False)

    assert made == ["Other Agreement"]


def test_a_page_that_the_books_lack_is_added(load: Load) -> None:
    load()
    TermCitation.objects.get(agreement__slug="sales-agreement", term="expense_cap").delete()

    assert load() == ["Sales Agreement, page of expense_cap"]


def test_what_the_office_knows_besides_the_file_stays(load: Load) -> None:
    load(lambda c: c["agreement"][0]["terms"].pop("expense_cap"))
    corrected(Agreement.objects.get(slug="sales-agreement"), expense_cap=Decimal("55000.00"))

    assert load(lambda c: c["agreement"][0]["terms"].pop("expense_cap")) == []


IN_THE_ADMIN = "What the books hold is changed in the admin."
DIFFERENCES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (
        lambda c: c["agreement"][0]["terms"]["expense_cap"].update(value="70000.00"),
        "Sales Agreement: expense_cap is $60,000.00; the file says $70,000.00.",
    ),
    (
        lambda c: c["agreement"][0]["terms"]["warrant_strike_rate"].update(value="1.25"),
        "Sales Agreement: warrant_strike_rate is 1.3; the file says 1.25.",
    ),
    (
        lambda c: c["agreement"][1]["terms"]["methods"].update(value=["other", "negotiated"]),
        (
            "Other Agreement: methods is ecn, market_maker, nasdaq, negotiated, other; the file "
            "says "
            "negotiated, other."
        ),
    ),
    (
        lambda c: c["agreement"][0]["terms"]["expense_refundable"].update(value=False),
        "Sales Agreement: expense_refundable is yes; the file says no.",
    ),
    (
        lambda c: c["agreement"][0]["terms"]["agent"].update(value="Another"),
        "Sales Agreement: agent is “Cantor Fitzgerald & Co.”; the file says “Another”.",
    ),
    (
        lambda c: c["agreement"][0]["terms"]["shelf"].update(value="333-64444"),
        "Sales Agreement: shelf is Form S-3 333-53108; the file says Form S-3 333-64444.",
    ),
    (
        lambda c: c["agreement"][0]["terms"]["capacity"].update(page="p. S-1"),
        "Sales Agreement, capacity: page is “p. S-11”; the file says “p. S-1”.",
    ),
    (
        lambda c: c["agreement"][1]["fee_tier"].append({"above": "8400000.00", "rate": "0.03"}),
        (
            "Other Agreement: fee_tiers is “0.04 above $0.00 (p. S-12)”; the file says “0.04 above "
            "$0.00 (p. S-12), 0.03 above $8,400,000.00”."
        ),
    ),
    (
        lambda c: c["issuer"].update(ticker="SPPI"),
        "NeoTherapeutics, Inc.: ticker is “NEOT”; the file says “SPPI”.",
    ),
    (
        lambda c: c["shelf"][0].update(prospectus_date=date(2001, 1, 27)),
        "Shelf 333-53108: prospectus_date is 2001-01-26; the file says 2001-01-27.",
    ),
    (
        lambda c: c["exceptional_day"][0].update(is_settlement_day=False),
        "Exceptional day 2001-09-11: is_settlement_day is yes; the file says no.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), DIFFERENCES)
def test_a_term_that_differs_is_refused_with_both_values(
    load: Load, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    load(history=False)

    with refused(f"{sentence} {IN_THE_ADMIN}"):
        load(change, history=False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda c: c["agreement"][0].update(name="Offering"),
            "Offering: name is “Sales Agreement”; the file says “Offering”.",
        ),
        (
            lambda c: c["agreement"][0]["terms"]["agent"].update(value="Acme & Co."),
            "Sales Agreement: agent is “Cantor Fitzgerald & Co.”; the file says “Acme & Co.”.",
        ),
        (
            lambda c: c["agreement"][0]["terms"]["signed_on"].update(value=date(2001, 6, 11)),
            "Sales Agreement: signed_on is 2001-06-12; the file says 2001-06-11.",
        ),
    ],
)
def test_a_file_does_not_change_who_an_agreement_in_use_is_with(
    load: Load, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    load()

    with nothing_changes(), refused(f"{sentence} {IN_THE_ADMIN}"):
        load(change)


def test_nothing_of_a_file_is_made_when_one_term_differs(load: Load) -> None:
    load(lambda c: c["agreement"].pop() and c.pop("history"), history=False)

    with refused(f"NeoTherapeutics, Inc.: ticker is “NEOT”; the file says “X”. {IN_THE_ADMIN}"):
        load(lambda c: c["issuer"].update(ticker="X"), history=False)
    assert not FeeTier.objects.filter(agreement__slug="other-agreement").exists()


HISTORIES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (
        lambda c: c["history"]["sale"][1].update(shares=949711),
        (
            "Sales Agreement, sale “424B3-2001-11-12”: shares is 949710; the file's history says "
            "949711."
        ),
    ),
    (
        lambda c: c["history"]["sale"][0].update(delivered_on=date(2001, 11, 1)),
        (
            "Other Agreement, sale “424B2-2001-11-01”: delivered_on is 2001-10-31; the file's "
            "history "
            "says 2001-11-01."
        ),
    ),
    (
        lambda c: c["history"]["placement"][0].update(minimum_price="3.00"),
        "Other Agreement, placement 1: minimum_price is not stated; the file's history says 3.00.",
    ),
    (
        lambda c: c["history"]["placement"][1]["moves"][1].update(on=date(2001, 11, 2)),
        (
            "Sales Agreement, placement 1: a move is accepted on 2001-11-01; the file's history "
            "says "
            "accepted on 2001-11-02."
        ),
    ),
]


@pytest.mark.parametrize(("change", "sentence"), HISTORIES)
def test_a_history_that_the_books_tell_otherwise_is_refused(
    load: Load, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    load()

    with refused(sentence):
        load(change)


def test_a_history_that_lies_in_the_future_is_refused_as_a_whole(load: Load, office: User) -> None:
    before = books()

    with refused(
        "Other Agreement, placement 2, propose: Placement 2 cannot be proposed on 2001-10-29, in "
        "the future; today is 2001-10-28."
    ):
        load(today=date(2001, 10, 28))
    assert books() == before


def test_a_placement_may_have_gone_further_than_the_file(load: Load, office: User) -> None:
    def still_open(content: dict[str, Any]) -> None:
        for placement in content["history"]["placement"]:
            placement["moves"].pop()

    load(still_open)
    for placement in Placement.objects.all():
        move_placement(placement, "close", on=TODAY, by=office, today=TODAY)

    assert load(still_open) == []


def test_moves_that_a_placement_has_not_yet_made_are_made(load: Load) -> None:
    load(lambda c: [placement["moves"].pop() for placement in c["history"]["placement"]])

    made = load()

    assert [name.rpartition(" ")[2] for name in made] == ["close", "close", "close"]


def test_placements_are_numbered_in_the_order_in_which_they_were_drafted(load: Load) -> None:
    def second_first(content: dict[str, Any]) -> None:
        first, _, second = content["history"]["placement"]
        for placement, day in ((first, 22), (second, 15)):
            for move in placement["moves"]:
                move["on"] = date(2001, 10, day)

    with refused(
        "Other Agreement, placement 2, draft: The next placement of the Other Agreement is number "
        "1, not 2."
    ):
        load(second_first)


def test_what_only_the_database_refuses_is_told_with_its_place(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placements.actions.placement.reasons_against_terms", lambda *_: [])

    with refused(
        "Other Agreement, placement 1, draft: The database refused this change: a placement has a "
        "minimum or an expected price."
    ):
        load(lambda c: c["history"]["placement"][0].pop("expected_price"))


def test_the_entries_of_an_agreement_have_its_initials_or_the_code_of_the_file(
    load: Callable[..., list[str]],
) -> None:
    load(lambda content: content["agreement"][1].update(code="OTHER"))

    assert {each.code for each in Agreement.objects.all()} == {"SA", "OTHER"}
    assert {sale.code for sale in Sale.objects.select_related("agreement")} >= {"SA-1", "OTHER-2"}
    assert load() == []  # a file that is silent agrees
