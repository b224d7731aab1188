"""Figures of the company and share events: their own rules, and their `CASES`."""

from datetime import date
from decimal import Decimal

import pytest

from neoequity.books.models import Approval
from neoequity.company.actions.record import ask_figure, ask_share_event
from neoequity.company.models import Figure, ShareEvent
from neoequity.company.models.standing import figures_on, standing
from neoequity.people.models import User
from tests.books import refused
from tests.factories import TODAY, UserFactory, approved
from tests.kinds.company import DAY, Kind, issuer

FIGURES = Kind(
    Figure,
    ask_figure,
    {
        "name": "shares_outstanding",
        "value": Decimal(21_927_372),
        "printed": "October 26, 2000",
        "agreement": None,
    },
    "company figures",
)
SHARE_EVENTS = Kind(
    ShareEvent,
    ask_share_event,
    {"event": "grant", "shares": 10_000, "gross": None},
    "share events",
)
pytestmark = pytest.mark.usefixtures("company")
CASES = (
    FIGURES.cases(
        a_figure_is_one_of_the_list=[FIGURES.raw(name="shares_imagined")],
        a_figure_is_not_negative=[FIGURES.raw(value=Decimal(-1))],
    ),
    SHARE_EVENTS.cases(
        a_share_event_is_one_of_the_list=[SHARE_EVENTS.raw(event="gift")],
        a_share_event_has_shares=[SHARE_EVENTS.raw(shares=0)],
        proceeds_are_not_negative=[SHARE_EVENTS.raw(gross=Decimal("-0.01"))],
    ),
)


def test_a_figure_counts_once_another_person_approves_it(treasurer: User) -> None:
    request = ask_figure(
        issuer=issuer(), day=DAY, name="par_value", value=Decimal("0.001"), by=treasurer, today=DAY
    )
    assert not Figure.objects.exists()
    approved(request)
    row = Figure.objects.get()
    assert (row.value, row.recorded_by, row.in_words) == (Decimal("0.001"), treasurer, "$0.001")


def test_a_request_says_in_words_what_it_asks_to_record(treasurer: User) -> None:
    FIGURES.post(treasurer)
    assert Approval.objects.get().what == (
        "Record Shares outstanding, stated by the company, Nov 1, 2001: 21,927,372"
    )


def test_the_figure_of_the_latest_day_is_in_force(treasurer: User) -> None:
    FIGURES.post(treasurer)
    FIGURES.post(treasurer, day=date(2001, 10, 2), value=Decimal(21_862_772))
    in_force = {
        day: figures_on(issuer(), day)["shares_outstanding"].value
        for day in (date(2001, 10, 31), DAY)
    }
    assert in_force == {date(2001, 10, 31): 21_862_772, DAY: 21_927_372}


def test_what_is_corrected_no_longer_counts_and_is_kept(treasurer: User) -> None:
    wrong = FIGURES.post(treasurer, value=Decimal(21_927_732))
    right = FIGURES.post(treasurer, replaces=wrong, remark="Two digits were exchanged")
    assert list(standing(Figure, issuer(), DAY)) == [right]
    assert Figure.objects.count() == 2


def test_a_correction_says_why(treasurer: User) -> None:
    wrong = FIGURES.post(treasurer)
    with refused("Say in the remark why the earlier record is corrected."):
        FIGURES.post(treasurer, replaces=wrong)


def test_a_record_is_corrected_once_and_then_its_correction_is(treasurer: User) -> None:
    wrong = FIGURES.post(treasurer)
    FIGURES.post(treasurer, replaces=wrong, remark="Mistyped")
    with refused(f"{wrong} was corrected already; correct the correction."):
        FIGURES.post(treasurer, replaces=wrong, remark="Mistyped again")


def test_a_record_of_a_day_to_come_is_refused(treasurer: User) -> None:
    with refused("Nov 14, 2001 is in the future; today is Nov 13, 2001."):
        FIGURES.post(treasurer, day=date(2001, 11, 14))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "nasdaq_limit_rate",
            "20",
            ("Nasdaq: issuance that needs stockholder approval: enter at most 100%, such as 20%."),
        ),
        ("authorized_shares", "0.5", "Authorized shares: enter a whole number."),
        ("monthly_burn", "0.001", "Cash spent per month: dollars have at most two decimals."),
    ],
)
def test_a_figure_fits_its_unit(treasurer: User, name: str, value: str, sentence: str) -> None:
    with refused(sentence):
        FIGURES.post(treasurer, name=name, value=Decimal(value))


def test_no_one_approves_a_figure_of_their_own(db: None) -> None:
    cfo = UserFactory(is_superuser=True, group="CFO")
    request = ask_figure(
        issuer=issuer(), day=DAY, name="cash", value=Decimal(9_000_000), by=cfo, today=TODAY
    )
    with refused(
        f"{cfo.username} made request {request.pk}: another person must approve it (four eyes)."
    ):
        approved(request, by=cfo)


def test_a_cancellation_lowers_the_share_count(treasurer: User) -> None:
    grant = SHARE_EVENTS.post(treasurer)
    cancellation = SHARE_EVENTS.post(treasurer, event="cancellation", shares=4_000)
    assert (grant.change, cancellation.change) == (10_000, -4_000)
