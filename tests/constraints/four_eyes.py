"""What the triggers of requests and proposals refuse: attempts at acting alone."""

from datetime import date

from tests.constraints.attempts import Attempt, again, change, decision, in_turn, removal
from tests.constraints.conftest import House
from tests.constraints.rows import update
from tests.factories import UserFactory

LATER = date(2001, 11, 13)
PROPOSING = change("draft", status="proposed", status_on=LATER, proposed_on=LATER)


def decided_by_one_of(group: str) -> Attempt:
    """Approved by somebody of the group."""

    def decide(house: House) -> None:
        decision()(house._replace(cfo=UserFactory(group=group)))

    return decide


def written_by_the_approver(house: House) -> None:
    update(house.draft, status_by_id=house.cfo.pk)


def asked_again(**changes: object) -> Attempt:
    """INSERT the house's request once more, true in all but these, when it was withdrawn."""
    waits = {"decision": "", "decided_by_id": None, "decided_at": None}
    return in_turn(
        decision("withdrawn", by="person"), again("request", asked="{}", **waits, **changes)
    )


FOUR_EYES: dict[str, tuple[str, list[Attempt]]] = {
    "Placement:proposed_as_approved": (
        "A placement is proposed on the terms that a CFO approved who did not write them",
        [
            *(PROPOSING, in_turn(decision("rejected", note="too many"), PROPOSING)),
            in_turn(decision("withdrawn", by="person"), PROPOSING),
            in_turn(decision(), change("draft", shares_offered=99_999), PROPOSING),
            in_turn(decision(), change("draft", minimum_price="3.99"), PROPOSING),
            in_turn(decision(), change("draft", expected_price="4.00"), PROPOSING),
            in_turn(written_by_the_approver, decision(), PROPOSING),
            in_turn(decision(), written_by_the_approver, PROPOSING),
        ],
    ),
    "Approval:requests_start_waiting": (
        "A request waits when it is made: it is decided afterwards",
        [again("approved", asked="{}")],
    ),
    "DraftProposal:proposals_have_the_day_of_their_draft": (
        "The request to propose a draft is dated on the day of the draft",
        [asked_again(dated=LATER), asked_again(dated=None)],
    ),
    "Approval:requests_are_recorded_now": (
        "The moment of recording is written by the database",
        [again("request", asked="{}", subject=10**6, asked_at="2001-11-13 12:00-05")],
    ),
    "Approval:decisions_stand": (
        "A decision stands, and what was asked for stays as it was asked",
        [
            change("approved", decision="", decided_by_id=None, decided_at=None),
            decision("rejected", of="approved", note="on second thoughts"),
            *(change("request", asked="{}"), change("request", subject=10**6)),
            *(change("request", what="nothing much"), change("request", why="because")),
            *(change("request", kind="reversal"), change("request", id=10**6)),
            *(change("request", dated=LATER), change("request", dated=None)),
            lambda house: update(house.request, asked_by_id=house.cfo.pk),
        ],
    ),
    "Approval:decisions_are_recorded_now": (
        "The moment of a decision is written by the database",
        [decision(at="2001-11-13 12:00-05"), decision("withdrawn", by="person", at="2001-11-13")],
    ),
    "Approval:a_cfo_decides": (
        "What somebody asks for is decided by a CFO",
        [
            *(decision(by="person"), decision("rejected", by="person", note="no")),
            *map(decided_by_one_of, ("Treasury", "Controller", "Auditor", "Administrator")),
            in_turn(change("cfo", is_active=False), decision()),
        ],
    ),
    "Approval:requests_stay": (
        "A request is withdrawn, not deleted",
        [removal("request"), removal("approved")],
    ),
}
