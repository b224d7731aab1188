"""The pages of placements: the list, one with its life, the draft and the moves."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from neoequity.people.models import User
from placements.actions.placement import ask_proposal, move_placement
from placements.models import Agreement, Placement
from tests.factories import (
    TODAY,
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    approved,
    sell,
)
from tests.pages.plain_text import links, words

pytestmark = pytest.mark.django_db

LIST = "/placements/"
NEW = "/placements/new/"
DRAFT = {"agreement": "sales-agreement", "shares_offered": "100000", "minimum_price": "4.00"}


def page_of(placement: Placement) -> str:
    return placement.get_absolute_url()


def move_of(placement: Placement, verb: str) -> str:
    return reverse(
        "placements:placement_move", args=[placement.agreement.slug, placement.number, verb]
    )


def test_the_list_shows_each_placement_with_what_is_sold_and_left(reader: Client) -> None:
    sell(PlacementFactory(accepted=True, shares_offered=40_000), 15_000, "4.10")
    text = words(reader.get(LIST))
    assert "Placement 1 Sales Agreement accepted Oct 1, 2001 40,000 15,000 25,000 $4.0000" in text
    assert "$61,500.00" in text


def test_the_list_is_filtered_by_agreement_and_status(reader: Client) -> None:
    first = PlacementFactory(accepted=True)
    PlacementFactory(agreement=first.agreement, suspended=True)
    other = PlacementFactory(agreement=AgreementFactory(other=True))

    def shown(**query: str | list[str]) -> set[tuple[str, int]]:
        rows = reader.get(LIST, query).context["table"].rows
        return {(row.record.agreement.slug, row.record.number) for row in rows}

    assert shown(agreement="other-agreement") == {("other-agreement", other.number)}
    both = shown(status=["accepted", "suspended"])
    assert both == {("sales-agreement", 1), ("sales-agreement", 2)}
    assert shown(agreement="other-agreement", status="accepted") == set()


def test_a_filter_that_cannot_be_read_is_refused_and_shows_nothing(reader: Client) -> None:
    PlacementFactory()
    response = reader.get(LIST, {"agreement": "nowhere"})
    assert response.status_code == 400
    assert "There is no such agreement." in words(response)
    assert len(response.context["table"].rows) == 0


def test_an_empty_list_says_what_a_placement_is(reader: Client) -> None:
    AgreementFactory()
    assert "No placements as of Nov 13, 2001." in words(reader.get(LIST))


def test_a_placement_is_shown_as_it_stood_on_the_day(reader: Client) -> None:
    placement = PlacementFactory(accepted=True, on=date(2001, 10, 1))
    sell(placement, 1_000, trade_date=date(2001, 10, 9))
    sell(placement, 2_000, trade_date=date(2001, 11, 9))
    by = UserFactory()
    move_placement(placement, "close", on=date(2001, 11, 12), by=by, today=TODAY)

    then = words(reader.get(page_of(placement), {"as_of": "2001-10-31"}))
    assert "999,000 of 1,000,000 shares left · accepted since Oct 1, 2001" in then
    assert "closed" not in then
    now = words(reader.get(page_of(placement)))
    assert "997,000 of 1,000,000 shares remain unsold · closed since Nov 12, 2001" in now
    assert "Capacity it reserves $0.00" in now


def test_a_placement_looked_for_too_early_says_that_it_came_later(reader: Client) -> None:
    placement = PlacementFactory()
    response = reader.get(page_of(placement), {"as_of": "2001-09-28"})
    assert response.status_code == 404
    assert "As of Sep 28, 2001 the Sales Agreement had no placement 1." in words(response)


def test_an_open_placement_shows_what_it_reserves(reader: Client) -> None:
    placement = PlacementFactory(accepted=True, shares_offered=40_000)
    sell(placement, 10_000)
    assert "Capacity it reserves $120,000.00" in words(reader.get(page_of(placement)))


def test_its_life_tells_every_step_with_day_person_and_note(writer: Client) -> None:
    placement = PlacementFactory(by=UserFactory(username="drafter"))
    edit = reverse("placements:placement_edit", args=["sales-agreement", 1])
    writer.post(edit, {"shares_offered": "50000", "minimum_price": "4.05"})
    approved(ask_proposal(placement, by=placement.status_by))
    writer.post(move_of(placement, "propose"), {"on": "2001-10-02", "note": "By letter."})
    writer.post(move_of(placement, "accept"), {"on": "2001-10-03", "note": ""})
    writer.post(move_of(placement, "suspend"), {"on": "2001-10-04", "note": "News pending."})
    writer.post(move_of(placement, "resume"), {"on": "2001-10-08", "note": ""})

    life = writer.get(page_of(placement)).context["life"]
    assert [(step.done, step.on.isoformat(), step.by, step.note) for step in life] == [
        ("resumed", "2001-10-08", "writer", ""),
        ("suspended", "2001-10-04", "writer", "News pending."),
        ("accepted", "2001-10-03", "writer", ""),
        ("proposed", "2001-10-02", "writer", "By letter."),
        ("revised", "2001-10-01", "writer", ""),
        ("drafted", "2001-10-01", "drafter", ""),
    ]
    then = writer.get(page_of(placement), {"as_of": "2001-10-03"}).context["life"]
    assert [step.done for step in then] == ["accepted", "proposed", "revised", "drafted"]


@pytest.mark.parametrize(
    ("status", "verbs"),
    [
        ("draft", ["propose", "withdraw"]),
        ("proposed", ["accept", "withdraw", "decline"]),
        ("accepted", ["suspend", "close"]),
        ("suspended", ["resume", "close"]),
        ("closed", []),
        ("withdrawn", []),
        ("declined", []),
    ],
)
def test_only_the_moves_of_the_table_are_offered(
    writer: Client, status: str, verbs: list[str]
) -> None:
    placement = PlacementFactory(status=status)
    offers = writer.get(page_of(placement)).context["offers"]
    assert [offer.move.verb for offer in offers] == verbs


def test_a_move_that_something_speaks_against_is_shown_with_its_sentence(writer: Client) -> None:
    placement = PlacementFactory(proposed=True, shares_offered=7_000_000)
    response = writer.get(page_of(placement))
    assert move_of(placement, "accept") not in links(response)
    assert "Placement 1 needs $28,000,000.00 (7,000,000 shares at $4.0000)" in words(response)


def test_a_draft_is_written_and_can_be_revised(writer: Client) -> None:
    AgreementFactory()
    sent = writer.post(NEW, {**DRAFT, "remark": "By telephone"}, follow=True)
    assert "Placement 1 of the Sales Agreement is drafted." in words(sent)
    draft = Placement.objects.get()
    assert (draft.status, draft.shares_offered, draft.minimum_price, draft.status_on) == (
        "draft",
        100_000,
        Decimal("4.00"),
        TODAY,
    )
    edit = reverse("placements:placement_edit", args=["sales-agreement", 1])
    form = writer.get(edit).context["form"]
    assert form["minimum_price"].value() == "4.00"
    writer.post(edit, {"shares_offered": "90000", "expected_price": "4.25"})
    draft.refresh_from_db()
    assert (draft.shares_offered, draft.minimum_price, draft.expected_price, draft.remark) == (
        90_000,
        None,
        Decimal("4.25"),
        "",
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"shares_offered": "1,00"}, "Enter a whole number of shares"),
        ({"shares_offered": "1e3"}, "Enter a whole number of shares"),
        ({"shares_offered": "-5"}, "Enter a number above zero."),
        ({"shares_offered": "٣"}, "Enter a whole number of shares"),
        ({"shares_offered": "0"}, "Enter a number above zero."),
        ({"shares_offered": ""}, "Shares offered is missing."),
        ({"minimum_price": "$-"}, "Enter a price in dollars with at most six decimals"),
        ({"minimum_price": "NaN"}, "Enter a price in dollars with at most six decimals"),
        ({"minimum_price": "4.0000001"}, "Enter a price in dollars with at most six decimals"),
        ({"minimum_price": "9" * 40}, "Enter a price in dollars with at most six decimals"),
        ({"minimum_price": ""}, "A placement without a minimum price states an expected price"),
        ({"agreement": "nowhere"}, "There is no such agreement."),
        ({"remark": "x" * 301}, "at most 300 characters"),
    ],
)
def test_a_draft_that_cannot_be_read_changes_nothing(
    writer: Client, said: dict[str, str], sentence: str
) -> None:
    AgreementFactory()
    response = writer.post(NEW, {**DRAFT, **said})
    assert response.status_code == 422
    assert sentence in words(response)
    assert not Placement.objects.exists()


def test_nothing_sent_is_no_draft(writer: Client) -> None:
    AgreementFactory()
    assert writer.post(NEW).status_code == 422


def test_terms_that_both_sides_may_rely_on_cannot_be_edited(writer: Client) -> None:
    PlacementFactory(proposed=True)
    edit = reverse("placements:placement_edit", args=["sales-agreement", 1])
    sentence = "Placement 1 is proposed: its terms stay as agreed."
    assert sentence in words(writer.get(edit, follow=True))
    refused = writer.post(edit, {"shares_offered": "5", "minimum_price": "1"})
    assert refused.status_code == 422
    assert sentence in words(refused)
    assert Placement.objects.get().shares_offered == 1_000_000


def test_a_move_is_confirmed_with_its_day_and_a_note(writer: Client) -> None:
    placement = PlacementFactory(proposed=True)
    form = writer.get(move_of(placement, "accept")).context["form"]
    assert form["on"].value() == TODAY
    response = writer.post(
        move_of(placement, "accept"), {"on": "2001-11-12", "note": "By letter."}, follow=True
    )
    assert "Placement 1 of the Sales Agreement is accepted." in words(response)
    placement.refresh_from_db()
    assert (placement.status, placement.accepted_on, placement.status_note) == (
        "accepted",
        date(2001, 11, 12),
        "By letter.",
    )
    assert placement.status_by == User.objects.get(username="writer")


@pytest.mark.parametrize(
    ("status", "verb", "on", "sentence"),
    [
        ("draft", "accept", "2001-11-13", "Placement 1 is a draft: it cannot be accepted."),
        ("accepted", "close", "2001-11-14", "cannot be closed on Nov 14, 2001, in the future"),
        ("accepted", "close", "2001-09-30", "it has been accepted since Oct 1, 2001"),
        ("accepted", "close", "13.11.2001", "Day must be a day such as Nov 9, 2001."),
        ("accepted", "close", "", "Day is missing."),
    ],
)
def test_a_move_that_is_refused_says_why_and_changes_nothing(
    writer: Client, status: str, verb: str, on: str, sentence: str
) -> None:
    placement = PlacementFactory(status=status)
    response = writer.post(move_of(placement, verb), {"on": on})
    assert response.status_code == 422
    assert sentence in words(response)
    assert Placement.objects.get().status == status


def test_a_move_that_is_not_open_offers_no_button(writer: Client) -> None:
    placement = PlacementFactory(closed=True)
    response = writer.get(move_of(placement, "accept"))
    assert "Placement 1 is closed: it cannot be accepted." in words(response)
    assert b'type="submit">Accept' not in response.content


def test_the_form_says_what_each_agreement_has_free(writer: Client) -> None:
    PlacementFactory(accepted=True, shares_offered=1_000_000)
    assert "$21,000,000.00 free of $25,000,000" in words(writer.get(NEW))


def test_without_an_agreement_there_is_nothing_to_place_shares_under(writer: Client) -> None:
    assert not Agreement.objects.exists()
    assert "No agreement is loaded" in words(writer.get(NEW))


def test_shares_offered_are_shown_with_the_sales_under_them(reader: Client) -> None:
    placement = PlacementFactory(accepted=True)
    elsewhere = PlacementFactory(agreement=placement.agreement, accepted=True)
    sell(placement, 1_000)
    sell(elsewhere, 2_000)
    table = reader.get(page_of(placement)).context["table"]
    assert [row.record.shares for row in table.rows] == [1_000]
