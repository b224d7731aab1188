"""Series are entered with their terms, opened holder by holder, called, and calls priced once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from neoequity.books.models import Approval
from neoequity.people.models import User
from tests.admin.typed import sentences, told
from tests.books import nothing_changes
from tests.factories import approved
from tests.warrants.admin.typed import address
from tests.warrants.factories import SeriesFactory, another_holder, last_entry, opened_warrant
from tests.worlds import built_once
from warrants.models import CallNotice, Series, Warrant

pytestmark = pytest.mark.django_db
BID = {"closing_bid": "4.04", "market_price": "4.04"}


@built_once
def class_b(db: None) -> Warrant:
    """1,706,800 Class B Warrants of one holder."""
    return opened_warrant()


@built_once
def series(class_b: Warrant) -> Series:
    """The Class B Warrants."""
    assert class_b.series is not None
    return class_b.series


@pytest.fixture
def call(admin: Client, series: Series) -> CallNotice:
    """The series called on Friday, November 9, 2001."""
    admin.post(address("callnotice_add"), {"series": series.pk, "delivered_on": "2001-11-09"})
    return CallNotice.objects.get()


def test_opening_figures_are_entered_once_for_each_holder(admin: Client, chief: User) -> None:
    series, holder = SeriesFactory(), another_holder()
    url, page = address("series_open", series.pk), address("series_change", series.pk)
    assert url in admin.get(page).content.decode()
    form = {"holder": holder.slug, "shares": "1706800", "remark": "p. S-7"}

    admin.post(url, form)

    assert told(admin, page) == ["The opening figures of the Class B Warrants are in the register."]
    entry = last_entry(Warrant.objects.get())
    assert (entry.on, entry.shares, entry.holder_to) == (date(2001, 11, 1), 1_706_800, holder)
    assert entry.recorded_by == chief
    with nothing_changes():
        again = admin.post(url, form)
    assert sentences(again) == {
        "holder": [f"{holder.name} has opening figures of the Class B Warrants already."]
    }


def test_a_call_is_given_and_offered_on_the_page_of_the_series(
    admin: Client, chief: User, series: Series, today: date
) -> None:
    link = f"{address('callnotice_add')}?series={series.pk}"
    assert link in admin.get(address("series_change", series.pk)).content.decode()
    offered = admin.get(link).context["adminform"].form
    assert (offered["series"].value(), offered["delivered_on"].value()) == (str(series.pk), today)

    admin.post(address("callnotice_add"), {"series": series.pk, "delivered_on": "2001-11-09"})

    call = CallNotice.objects.get()
    assert (call.bid_on, call.exercise_price) == (date(2001, 11, 12), None)
    assert call.recorded_by == chief


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2001-12-01", "A notice on Dec 1, 2001 is in the future; today is Nov 30, 2001."),
        ("2001-10-31", "The books of the Class B Warrants open on Nov 1, 2001."),
    ],
)
def test_a_call_that_breaks_a_rule_is_refused(
    admin: Client, series: Series, on: str, sentence: str
) -> None:
    with nothing_changes():
        form = {"series": series.pk, "delivered_on": on}
        response = admin.post(address("callnotice_add"), form)
    assert sentences(response) == {"delivered_on": [sentence]}


def test_a_call_is_priced_once(admin: Client, call: CallNotice) -> None:
    url, page = address("callnotice_price", call.pk), address("callnotice_change", call.pk)
    assert url in admin.get(page).content.decode()
    assert "95.00% where the market price is below $5.0000" in admin.get(url).context["facts"]

    admin.post(url, BID)

    call.refresh_from_db()
    assert call.exercise_price == Decimal("3.8380")
    assert told(admin, page) == ["The call of Nov 9, 2001 has its price."]
    shown = admin.get(page)
    assert "$3.8380" in shown.content.decode()
    assert [act.label for act in shown.context["acts"]] == ["Correct bid and market price"]
    with nothing_changes():
        again = admin.post(url, BID)
    assert sentences(again) == {"": ["The call of Nov 9, 2001 has its price already."]}
    first = admin.get(address("callnotice_history", call.pk)).context["entries"][0]
    assert ("exercise price", "nothing", "$3.8380") in first.changes
    assert (first.who, first.through) == ("chief", "Priced a call")


def test_a_correction_is_asked_for_here_and_priced_by_a_cfo(
    admin: Client, call: CallNotice
) -> None:
    admin.post(address("callnotice_price", call.pk), {"closing_bid": "40", "market_price": "40"})
    page = address("callnotice_correct", call.pk)
    admin.post(page, BID | {"reason": "a slip"})
    [request] = Approval.objects.filter(kind="call_correction")
    approved(request, today=date(2001, 11, 13))
    call.refresh_from_db()
    assert call.exercise_price == Decimal("3.8380")


def test_the_bid_must_be_known(admin: Client, call: CallNotice, settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = date(2001, 11, 9)
    with nothing_changes():
        response = admin.post(address("callnotice_price", call.pk), BID)
    assert sentences(response) == {
        "": ["The closing bid of Nov 12, 2001 is not known on Nov 9, 2001."]
    }


def test_a_series_is_exercised_in_answer_to_its_call(
    admin: Client, class_b: Warrant, call: CallNotice
) -> None:
    url = address("warrant_exercise", class_b.pk)
    has: Any = class_b.balances.get()
    form = {"holder": has.holder.slug, "way": "cash", "shares": "1000", "on": "2001-11-13"}
    with nothing_changes():
        uncalled = admin.post(url, form)
    assert sentences(uncalled) == {
        "call": ["Warrants of this series are exercised in answer to a call whose price is set."]
    }

    admin.post(address("callnotice_price", call.pk), BID)
    admin.post(url, form | {"call": call.pk})

    entry = last_entry(class_b)
    assert (entry.shares_issued, entry.cash, entry.call) == (1000, Decimal("3838.00"), call)
    assert "$3,838.00" in admin.get(address("warrant_change", class_b.pk)).content.decode()


def test_a_given_call_stays_and_a_reader_prices_none(
    admin: Client, reader: User, call: CallNotice
) -> None:
    client = Client()
    client.force_login(reader)
    page = address("callnotice_change", call.pk)

    with nothing_changes():
        assert admin.post(page, {"delivered_on": "2001-11-08"}).status_code == 403
        assert admin.post(address("callnotice_delete", call.pk)).status_code == 403
        assert client.post(address("callnotice_price", call.pk), BID).status_code == 403
        assert client.post(address("series_open", call.series_id), {}).status_code == 403
    assert not client.get(page).context["acts"]
    assert not client.get(address("series_change", call.series_id)).context["acts"]
    assert admin.get(address("callnotice_price", 404)).status_code == 404
    assert admin.get(address("series_open", 404)).status_code == 404


def test_a_series_is_entered_and_its_terms_corrected_with_history(
    admin: Client, series: Series
) -> None:
    terms = {
        "name": "Class C Warrants",
        "slug": "class-c",
        "issuer": series.issuer_id,
        "opened_on": "2001-11-01",
        "cap": "20",
        "rate": "97",
        "low_rate": "95",
        "threshold": "5",
        "floor": "2",
    }
    admin.post(address("series_add"), terms)
    added = Series.objects.get(slug="class-c")
    admin.post(address("series_change", added.pk), terms | {"cap": "21"})
    with nothing_changes():
        refused = admin.post(address("series_change", added.pk), terms | {"low_rate": "98"})

    newest = admin.get(address("series_history", added.pk)).context["entries"][0]
    assert newest.changes == [
        ("exercise price, at most", "$20.0000", "$21.0000"),
    ]
    assert sentences(refused) == {
        "": ["The database refused this change: a call price is a fraction of the bid under a cap."]
    }
    assert CallNotice.objects.count() == 0


def test_the_figures_of_a_series_are_read_as_they_are_pasted(admin: Client, series: Series) -> None:
    pasted = {
        "name": "Class C Warrants",
        "slug": "class-c",
        "issuer": series.issuer_id,
        "opened_on": "2001-11-01",
        "cap": "$33.75",
        "rate": "97%",
        "low_rate": "95 %",
        "threshold": "5",
        "floor": "$2.00",
        "shares_first_issued": "2,000,000",
        "shares_exercised_before": "293\u00a0200",
        "proceeds_before": "$3,500,000.00",
    }
    with nothing_changes():
        refused = admin.post(address("series_add"), pasted | {"shares_first_issued": "2,00"})
    assert list(sentences(refused)) == ["shares_first_issued"]
    admin.post(address("series_add"), pasted)
    added = Series.objects.get(slug="class-c")
    assert (added.cap, added.rate, added.low_rate) == (
        Decimal("33.75"),
        Decimal("0.97"),
        Decimal("0.95"),
    )
    assert (added.shares_first_issued, added.shares_exercised_before) == (2_000_000, 293_200)
    assert added.proceeds_before == Decimal("3500000.00")
