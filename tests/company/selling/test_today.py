"""What the first screen says before a sale, and what a request says before it is approved."""

from datetime import date
from decimal import Decimal

from django.test import Client

from neoequity.books.models import Issuer
from neoequity.company.actions.record import ask_figure
from neoequity.company.selectors.today import today_of
from neoequity.people.models import User
from placements.actions.placement import ask_proposal
from tests.clients import logged_in
from tests.company.selling.proposals import agreement_of, drafted
from tests.factories import TODAY, UserFactory, approved


def page(address: str) -> str:
    client: Client = logged_in(UserFactory(group="CFO"))
    return client.get(address).content.decode()


def test_what_binds_first_at_the_last_closing_price(published: Issuer) -> None:
    bounds = {each.slug: each.binding for each in today_of(published, TODAY).bounds}
    sales, other = bounds["sales-agreement"], bounds["other-agreement"]
    # $4.04 on Oct 31, 2001; $7,987,104.00 / 4.04 = 1,977,005.9.
    assert (sales.price, sales.shares, sales.names) == (Decimal("4.04"), 3_310_964, ("nasdaq_20",))
    assert (other.shares, other.names) == (1_977_005, ("agreement",))


def test_the_lock_ups_of_the_day(published: Issuer) -> None:
    locked = [str(each) for each in today_of(published, TODAY).locked]
    assert locked == [
        "Placement 2 under the Other Agreement",
        "Placement 1 under the Sales Agreement",
    ]


def test_the_runway_is_not_available_until_the_cash_is_recorded(
    published: Issuer, treasurer: User
) -> None:
    assert today_of(published, TODAY).runway is None
    facts = {"issuer": published, "name": "cash", "value": Decimal(1_150_000), "day": TODAY}
    approved(ask_figure(**facts, by=treasurer, today=TODAY))
    runway = today_of(published, TODAY).runway
    assert runway is not None
    # $2,300,000 a month: 17 days of November are $1,303,333.33, 15 are $1,150,000.00.
    assert runway.runs_out_on == date(2001, 11, 28)


def test_the_first_screen_leads_there_without_scripts(published: Issuer) -> None:
    assert 'href="/company/today/">What binds first' in page("/")
    assert "first to bind: Nasdaq&#x27;s 20% rule" in page("/company/today/")


def test_a_request_says_what_fails_before_it_is_approved(
    published: Issuer, treasurer: User
) -> None:
    placement = drafted(agreement_of(published), 3_310_965, "3.80", by=treasurer)
    request = ask_proposal(placement, by=treasurer)
    shown = page(request.get_absolute_url())
    assert "Before you approve" in shown
    assert "which leaves 3,310,964 shares (p. S-8)" in shown
