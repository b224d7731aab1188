"""Holders and the Class B Warrants in a programme file: loaded whole or not at all."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from neoequity.books.models import Issuer
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from neoequity.programme import load_whole, read_whole
from placements.actions.delivery import deliver
from placements.models import Agreement, Sale
from tests.books import books, nothing_changes, refused
from tests.factories import TODAY, UserFactory
from tests.warrants.shipped import Change, content
from tests.worlds import built_once
from warrants.actions.issue import issue_warrant
from warrants.actions.programme import open_warrant
from warrants.actions.split import record_split
from warrants.models import Entry, Holder, Series, Warrant
from warrants.selectors.ledger import prove_register

Load = Callable[..., list[str]]


@built_once
def office(db: None) -> User:
    person: User = UserFactory(username="office")
    return person


@pytest.fixture
def load(office: User) -> Load:
    """Load the shipped file, after a change to it."""

    def act(change: Change | None = None, *, today: date = TODAY, history: bool = False) -> Any:
        said = content()
        if change is not None:
            change(said)
        return load_whole(read_whole(said), by=office, today=today, with_history=history)

    return act


# What ships


def test_the_agent_is_a_holder_under_the_name_of_the_agreements(load: Load) -> None:
    load()

    agent = Holder.objects.get(category="agent")
    assert set(Agreement.objects.values_list("agent", flat=True)) == {agent.name}


def test_the_class_b_warrants_open_with_what_the_supplement_prints(load: Load) -> None:
    load()

    series = Series.objects.get()
    assert (series.cap, series.rate, series.low_rate) == (
        Decimal("33.75"),
        Decimal("0.97"),
        Decimal("0.95"),
    )
    assert (series.threshold, series.floor) == (Decimal("5.00"), Decimal("2.00"))
    assert series.proceeds_before == Decimal("5100000.00")
    assert series.shares_first_issued is not None
    assert series.shares_exercised_before is not None
    assert {w.balances.get().holder.name: w.outstanding for w in Warrant.objects.all()} == {
        "Montrose Investments Ltd.": 1_706_800,
        "Strong River Investments, Inc.": 1_706_800,
    }
    assert 2 * 1_706_800 == series.shares_first_issued - series.shares_exercised_before == 3_413_600
    for entry in Entry.objects.all():
        assert (entry.kind, entry.on, entry.reason) == (
            "issue",
            date(2001, 11, 1),
            "Opening figure, p. S-7",
        )
    assert prove_register().differences == []


PUBLISHED = [
    # agreement, placement, shares, price, and the days: issued, cashless, transferable,
    # registrable, last of exercise
    (
        *("sales-agreement", 1, 94_971, "5.2330"),
        *("2001-11-15", "2002-11-15", "2002-11-15", "2002-11-15", "2006-11-15"),
    ),
    (
        *("other-agreement", 1, 10_480, "4.1990"),
        *("2001-10-31", "2002-10-31", "2002-11-01", "2002-10-31", "2006-10-31"),
    ),
    (
        *("other-agreement", 2, 2_000, "4.8355"),
        *("2001-11-15", "2002-11-15", "2002-11-15", "2002-11-15", "2006-11-15"),
    ),
]


def test_the_published_sales_give_their_warrants_once_delivered(load: Load, office: User) -> None:
    load(history=True)
    today = date(2001, 11, 30)
    waiting = list(Sale.objects.filter(delivery=None))
    deliver(waiting, delivered_on=date(2001, 11, 15), by=office, today=today)

    for slug, number, shares, price, *days in PUBLISHED:
        agreement = Agreement.objects.get(slug=slug)
        placement = agreement.placements.get(number=number)
        warrant = issue_warrant(agreement, placement, by=office, today=today)
        warrant.refresh_from_db()
        clocks = warrant.clocks()
        assert clocks is not None
        assert (warrant.shares, warrant.exercise_price) == (shares, Decimal(price))
        assert days == [
            str(day)
            for day in (
                clocks.issued_on,
                clocks.cashless_from,
                clocks.transferable_from,
                clocks.registrable_from,
                clocks.expires_on,
            )
        ]
    assert prove_register().differences == []


# Loading


def test_loading_twice_makes_nothing_and_leaves_no_trace(load: Load) -> None:
    load()

    with nothing_changes():
        assert load() == []


def test_what_was_made_is_named(load: Load) -> None:
    of_warrants = [name for name in load() if not name.startswith("Company")]
    assert of_warrants[-6:] == [
        "Holder Cantor Fitzgerald & Co.",
        "Holder Montrose Investments Ltd.",
        "Holder Strong River Investments, Inc.",
        "Class B Warrants",
        "Class B Warrants, Montrose Investments Ltd.",
        "Class B Warrants, Strong River Investments, Inc.",
    ]


def test_a_file_without_warrants_is_loaded_as_before(load: Load) -> None:
    load(lambda said: said.pop("holder") and said.pop("series"))

    assert Agreement.objects.count() == 2
    assert not Holder.objects.exists()


def test_what_the_file_gains_later_is_added(load: Load) -> None:
    load(lambda said: said.pop("series"))

    assert load()[0] == "Class B Warrants"


IN_THE_ADMIN = "What the books hold is changed in the admin."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda said: said["holder"][1].update(category="participant"),
            "Holder Montrose Investments Ltd.: category is “other”; the file says “participant”.",
        ),
        (
            lambda said: said["series"][0].update(low_rate="0.90"),
            "Class B Warrants: low_rate is 0.95; the file says 0.9.",
        ),
        (
            lambda said: said["series"][0].update(cap="30.00"),
            "Class B Warrants: cap is $33.75; the file says $30.00.",
        ),
        (
            lambda said: (
                said["series"][0].pop("shares_first_issued"),
                said["series"][0]["opening"][0].update(shares=1),
            ),
            "Class B Warrants, Montrose Investments Ltd.: shares is 1706800; the file says 1.",
        ),
    ],
)
def test_what_the_books_hold_otherwise_is_refused_with_both_values(
    load: Load, change: Change, sentence: str
) -> None:
    load()

    with refused(f"{sentence} {IN_THE_ADMIN}"):
        load(change)


def test_terms_and_warrants_are_loaded_in_one_transaction(load: Load) -> None:
    before = books()

    with refused("The Class B Warrants open on 2001-11-01, in the future; today is 2001-10-31."):
        load(today=date(2001, 10, 31))
    assert books() == before
    assert not Issuer.objects.exists()


def test_after_a_split_no_opening_is_added(load: Load, office: User) -> None:
    load(_without_openings)
    issuer = Issuer.objects.get()
    told: dict[str, Any] = {"source": "Form 8-K", "by": office, "today": date(2002, 9, 30)}
    record_split(issuer, effective_on=date(2002, 9, 6), new=1, old=25, **told)

    with pytest.raises(Refused, match="The stock split of 2002-09-06 has adjusted the Class B"):
        load(today=date(2002, 9, 30))


def _without_openings(said: dict[str, Any]) -> None:
    for key in ("opening", "shares_first_issued"):
        said["series"][0].pop(key)


def test_a_holder_opens_a_series_once(load: Load, office: User) -> None:
    load()

    with refused("Montrose Investments Ltd. has opening figures of the Class B Warrants already."):
        open_warrant(
            Series.objects.get(),
            holder=Holder.objects.get(slug="montrose-investments"),
            shares=1,
            by=office,
            today=TODAY,
        )


def test_an_opening_is_for_shares(load: Load, office: User) -> None:
    load()

    with refused("Opening figures are for at least one share."):
        open_warrant(
            Series.objects.get(),
            holder=Holder.objects.get(category="agent"),
            shares=0,
            by=office,
            today=TODAY,
        )
