"""The pages of matching: proposals, ticking, undoing, differences, owners, and the files."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neoequity.books.models import Approval
from neoequity.statements.models import AcceptedDifference, Match, OpenItem, Sender
from placements.models import Placement, Receipt, Sale
from tests.clients import logged_in
from tests.factories import sell, usual
from tests.statements import files
from tests.statements.matched import (
    CENT,
    NOV_15,
    NOV_30,
    agent_says,
    bank_says,
    by_hand,
    difference,
    entry_row,
    line_rows,
    proposals,
    row_of,
    token,
)
from tests.worlds import built_once

MATCHING = "/statements/matching/"


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.NEOEQUITY_TODAY = NOV_30


@built_once
def sale(placement: Placement) -> Sale:
    sold: Sale = sell(placement)
    return sold


@pytest.fixture
def controller(db: None) -> Client:
    return logged_in(usual("Controller"))


@pytest.fixture
def auditor(db: None) -> Client:
    return logged_in(usual("Auditor"))


def test_the_page_has_both_sides_and_why_they_belong_together(
    auditor: Client, agent: Sender, sale: Sale
) -> None:
    agent_says(agent, row_of(sale))
    page = auditor.get(MATCHING, {"side": "agent"}).content.decode()
    assert f"Reference {sale.agent_reference}, 1,000 shares and $3,840.00 agree." in page
    assert f"Sale {sale.number}" in page
    assert "Accept match" not in page


def test_a_proposal_is_accepted_by_its_button(
    controller: Client, agent: Sender, sale: Sale
) -> None:
    agent_says(agent, row_of(sale))
    sent = {"side": "agent", "proposal": token(agent, proposals(agent)[0])}
    answer = controller.post(f"{MATCHING}accept/", sent, follow=True)
    assert f"{Match.objects.get()} is accepted." in answer.content.decode()


def test_all_that_is_certain_is_accepted_by_one_button(
    controller: Client, agent: Sender, sale: Sale
) -> None:
    agent_says(agent, row_of(sale))
    answer = controller.post(f"{MATCHING}accept/", {"side": "agent", "all": "yes"}, follow=True)
    assert "1 match accepted." in answer.content.decode()
    answer = controller.post(f"{MATCHING}accept/", {"side": "agent", "all": "yes"}, follow=True)
    assert "No proposal is certain: nothing was accepted." in answer.content.decode()


def test_what_is_ticked_is_matched(controller: Client, bank: Sender, sale: Sale) -> None:
    [line] = line_rows(bank_says(bank, files.payment(1, NOV_15, "3840.00", "FW-1")))
    sent = {"side": "bank", "chosen": [f"line-{line.pk}", f"entry-{sale.pk}"], "note": "Advice."}
    controller.post(f"{MATCHING}accept/", sent)
    assert Match.objects.get().explanation == "Chosen by hand: Advice."
    assert Receipt.objects.get().bank_reference == "FW-1"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Tick the lines and the entries that belong together."),
        ({"proposal": "x"}, "This proposal no longer stands"),
        ({"chosen": "line-999"}, "One of the chosen rows (line 999) is not of this side."),
        ({"chosen": "drawer-1"}, "Tick the lines and the entries that belong together."),
        ({"side": "broker"}, "“broker” is not a side."),
    ],
)
def test_what_is_refused_is_told_on_the_page(
    controller: Client, agent: Sender, sale: Sale, sent: dict[str, str], sentence: str
) -> None:
    answer = controller.post(f"{MATCHING}accept/", {"side": "agent", **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Match.objects.exists()


def test_a_side_that_is_none_is_a_bad_request(auditor: Client, agent: Sender) -> None:
    assert auditor.get(MATCHING, {"side": "broker"}).status_code == 400


def test_a_match_is_undone_on_its_page(controller: Client, agent: Sender, sale: Sale) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    match = by_hand(agent, line, entry_row(sale))
    assert controller.post(f"{match.get_absolute_url()}undo/", {"reason": ""}).status_code == 422
    controller.post(f"{match.get_absolute_url()}undo/", {"reason": "Wrong."})
    page = controller.get(match.get_absolute_url()).content.decode()
    assert "This match was undone on" in page
    assert "Undo match" not in page


def test_a_difference_is_requested_on_the_page_of_what_is_left(
    controller: Client, agent: Sender, sale: Sale
) -> None:
    address = f"{MATCHING}agent/entry-{sale.pk}/difference/"
    assert "$3,840.00 and 1,000 shares left" in controller.get(address).content.decode()
    sent = {"kind": "rounding", "amount": "0.01", "shares": "", "reason": "A cent."}
    controller.post(address, sent)
    assert Approval.objects.get(decision="", kind="accepteddifference").asked["amount"] == "0.01"
    page = controller.get(MATCHING, {"side": "agent"}).content.decode()
    assert "is pending: Accept $0.01 of sale" in page


def test_an_accepted_difference_has_a_page_and_is_undone_there(
    controller: Client, agent: Sender, sale: Sale
) -> None:
    accepted = difference(agent, entry_row(sale), CENT)
    page = controller.get(accepted.get_absolute_url()).content.decode()
    assert "Bank charge" in page
    controller.post(f"{accepted.get_absolute_url()}undo/", {"reason": "It came."})
    assert Approval.objects.get(decision="").asked["undoes_id"] == str(accepted.pk)
    assert AcceptedDifference.objects.count() == 1


def test_an_open_item_gets_an_owner_who_stands_on_the_page(
    controller: Client, agent: Sender, sale: Sale
) -> None:
    address = f"{MATCHING}agent/entry-{sale.pk}/owner/"
    sent = {"owner": usual("CFO").pk, "due_on": "2001-12-03", "note": "Ask the agent."}
    controller.post(address, sent)
    assert OpenItem.objects.get().owner == usual("CFO")
    page = controller.get(MATCHING, {"side": "agent"}).content.decode()
    assert "due Dec 3, 2001" in page
    assert "Ask the agent." in page


def test_what_is_matched_is_not_open_any_more(
    controller: Client, agent: Sender, sale: Sale
) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    by_hand(agent, line, entry_row(sale))
    for verb in ("owner", "difference"):
        page = controller.get(f"{MATCHING}agent/entry-{sale.pk}/{verb}/").content.decode()
        assert "is not open on the side of the agent: nothing is left of it." in page


@pytest.mark.parametrize("address", ["broker/line-1/owner/", "agent/drawer-1/owner/"])
def test_a_row_that_is_none_is_not_found(controller: Client, agent: Sender, address: str) -> None:
    assert controller.get(f"{MATCHING}{address}").status_code == 404


def test_an_empty_page_leads_on(auditor: Client, sale: Sale) -> None:
    assert "No sender is recorded yet" in auditor.get(MATCHING).content.decode()


def test_the_page_reads_as_often_however_much_is_open(
    auditor: Client, agent: Sender, sale: Sale
) -> None:
    agent_says(agent, row_of(sale))
    few = _queries(auditor)
    agent_says(agent, *(row_of(sell(sale.placement, 100 * n)) for n in range(2, 8)))
    assert _queries(auditor) == few


def _queries(client: Client) -> int:
    client.get(MATCHING, {"side": "agent"})
    with CaptureQueriesContext(connection) as queries:
        client.get(MATCHING, {"side": "agent"})
    return len(queries)


def test_matches_are_exported_part_by_part(controller: Client, agent: Sender, sale: Sale) -> None:
    statement = agent_says(agent, row_of(sale))
    match = by_hand(agent, *line_rows(statement), entry_row(sale))
    answer: Any = controller.get("/exports/matches.csv", {"as_of": "2001-11-30"})
    header, *rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert header.startswith("match,side,accepted_on,explanation,undone_on,undone_for,sender,")
    assert [row.split(",")[:12] for row in rows] == [
        [str(match.pk), "agent", "2001-11-30", "Chosen by hand.", "", "", "harbor-vine",
         str(statement.pk), "2", "", "", ""],
        [str(match.pk), "agent", "2001-11-30", "Chosen by hand.", "", "", "", "", "",
         "sales-agreement", str(sale.number), ""],
    ]  # fmt: skip


def test_the_history_tells_of_a_match(auditor: Client, agent: Sender, sale: Sale) -> None:
    [line] = line_rows(agent_says(agent, row_of(sale)))
    match = by_hand(agent, line, entry_row(sale))
    page = auditor.get("/history/", {"record": f"match:{match.pk}"}).content.decode()
    assert "with the statements of the agent accepted: Chosen by hand." in page
