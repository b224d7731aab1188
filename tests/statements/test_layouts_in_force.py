"""A Controller describes how a sender writes; once a CFO approves, files are read by it."""

import pytest

from neoequity.books.approvals.actions import approve, reject
from neoequity.books.models import Approval
from neoequity.books.refusal import Refused
from neoequity.statements.actions.considering import choose
from neoequity.statements.actions.layouts import in_force, propose_layout
from neoequity.statements.models import Layout, Sender
from neoequity.statements.terms.layout import Layout as Terms
from tests.books import nothing_changes, refused
from tests.factories import TODAY, UserFactory, approved, usual
from tests.statements import files
from tests.statements.recorded import layout_of, received, sender_of

NEXT = files.AGENT._replace(remarks=("Confidential",))


@pytest.fixture(autouse=True)
def _who_asks_is_there(db: None) -> None:
    usual("Controller")


def proposed(sender: Sender, terms: Terms) -> Approval:
    return propose_layout(sender, terms, by=usual("Controller"), today=TODAY)


def test_a_layout_is_in_force_only_once_it_is_approved(db: None) -> None:
    agent = sender_of("agent")
    request = proposed(agent, files.AGENT)
    assert in_force(agent) == []
    approved(request)
    [layout] = in_force(agent)
    assert (layout.version, layout.terms, layout.approval) == (1, files.AGENT, request)
    assert layout.recorded_by == request.asked_by


def test_the_next_version_takes_the_place_of_the_one_before(agent: Sender) -> None:
    layout_of(agent, NEXT)
    assert [layout.version for layout in in_force(agent)] == [2]
    assert choose(agent, files.AGENT.name).terms == NEXT
    assert Layout.objects.get(version=1).terms == files.AGENT


def test_a_statement_says_by_which_version_it_was_read(agent: Sender) -> None:
    first = received(agent, files.sales(files.SALE), files.AGENT.name).statement
    layout_of(agent, NEXT)
    again = files.sales(files.SALE, "Confidential")
    second = received(agent, again, files.AGENT.name).statement
    assert first.layout is not None
    assert second.layout is not None
    assert (first.layout.version, second.layout.version) == (1, 2)


def test_a_rejected_layout_is_kept_as_a_request_alone(db: None) -> None:
    agent = sender_of("agent")
    reject(proposed(agent, files.AGENT), by=usual("CFO"), note="The date is missing.")
    assert not Layout.objects.exists()


def test_who_asks_for_a_layout_does_not_approve_it(db: None) -> None:
    agent, both = sender_of("agent"), UserFactory(username="zoe", group="Controller")
    both.groups.add(usual("CFO").groups.get())
    request = propose_layout(agent, files.AGENT, by=both, today=TODAY)
    with refused(f"zoe made request {request.pk}: another person must approve it (four eyes)."):
        approve(request, by=both, today=TODAY)


@pytest.mark.parametrize("group", ["Treasury", "CFO", "Auditor"])
def test_only_a_controller_asks_for_a_layout(db: None, group: str) -> None:
    agent, person = sender_of("agent"), UserFactory(group=group)
    with nothing_changes(), pytest.raises(Refused, match="that is for Controller"):
        propose_layout(agent, files.AGENT, by=person, today=TODAY)


def test_a_layout_of_another_side_is_refused(db: None) -> None:
    agent = sender_of("agent")
    with refused("Harbor & Vine is a sender on the side agent: choose that side."):
        proposed(agent, files.BANK)


def test_a_layout_that_cannot_be_read_by_is_refused(agent: Sender) -> None:
    with refused("Say which column is the date."):
        proposed(agent, files.AGENT._replace(name="No dates", columns={"Qty": "shares"}, kinds={}))


def test_the_same_layout_again_is_refused(agent: Sender) -> None:
    with refused("Layout Harbor & Vine fills, version 1 says the same."):
        proposed(agent, files.AGENT)


def test_the_name_of_a_layout_is_written_one_way(agent: Sender) -> None:
    with refused(
        "Write the name as Layout Harbor & Vine fills, version 1 does: “Harbor & Vine fills”."
    ):
        proposed(agent, NEXT._replace(name="HARBOR & VINE Fills"))


def test_a_layout_is_not_named_as_a_format_is(bank: Sender) -> None:
    with refused("“MT940” is the name of a format: enter one that says whose files it reads."):
        proposed(bank, files.BANK._replace(name="MT940"))


def test_one_request_for_a_layout_is_pending_at_a_time(agent: Sender) -> None:
    request = proposed(agent, NEXT)
    with refused(f"{request} for this layout is pending: have it decided or withdraw it."):
        proposed(agent, NEXT._replace(remarks=("Secret",)))
