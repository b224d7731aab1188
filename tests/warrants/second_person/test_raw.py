"""Past the product: the database asks for a second person where the actions do, and only there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from neoequity.books.approvals.second_person import SECOND_PERSON, SPLITS, WARRANTS
from neoequity.books.models import Approval, SecondPerson
from neoequity.books.refusal import Refused
from neoequity.people.models import User
from placements.models import Placement
from tests.constraints.rows import columns_of, insert, refused_by_database, run
from tests.factories import approved
from tests.roles import owner
from tests.second_person import choose
from tests.warrants.factories import (
    ISSUED_BY,
    opened_warrant,
    sold_placement,
    warrant_agreement,
)
from warrants.actions.asking import ask_cancellation, ask_transfer
from warrants.actions.asking_issue import ask_issue
from warrants.actions.asking_split import ask_split
from warrants.actions.issue import issue_warrant
from warrants.actions.register import cancel, exercise, expire, transfer
from warrants.actions.split import record_split
from warrants.models import Entry, Holder, Split, Warrant

pytestmark = pytest.mark.django_db

TODAY = ISSUED_BY
EARLIER = date(2001, 11, 29)


class Desk(NamedTuple):
    """What the acts below are about."""

    tina: User
    carl: User
    warrant: Warrant
    agent: Holder
    officer: Holder
    owed: Placement

    @property
    def told(self) -> dict[str, Any]:
        return {"by": self.tina, "today": TODAY}

    def entry(self, **columns: Any) -> dict[str, Any]:
        """The columns of the warrant's second entry, recorded now by tina."""
        row = columns_of(self.warrant.entries.get(number=1), number=2, on=TODAY)
        del row["recorded_at"]
        return {**row, "holder_from_id": self.agent.pk, "holder_to_id": None, **columns}


def insert_transfer(desk: Desk, **columns: Any) -> None:
    moved = {"kind": "transfer", "shares": 100, "holder_to_id": desk.officer.pk}
    insert(Entry, desk.entry(**{**moved, **columns}))


def insert_cancellation(desk: Desk, **columns: Any) -> None:
    cancelled = {"kind": "cancellation", "shares": 10, "reason": "Over-issued."}
    insert(Entry, desk.entry(**{**cancelled, **columns}))


def insert_issue(desk: Desk, shares: int = 2_000, **columns: Any) -> None:
    owed = {"number": 2, "placement_id": desk.owed.pk, "outstanding": 0}
    priced = {"exercise_price": Decimal("6.5000"), "shares": shares}
    insert(Warrant, columns_of(desk.warrant, **owed, **priced))
    issued = Warrant.objects.get(number=2)
    row = {"warrant_id": issued.pk, "number": 1, "shares": shares, "on": issued.issued_on}
    to = {"holder_from_id": None, "holder_to_id": desk.agent.pk}
    insert(Entry, desk.entry(**{**row, **to, **columns}))


def insert_split(desk: Desk, **columns: Any) -> None:
    """With what it gives the agent: each share becomes two."""
    split = {"issuer_id": desk.warrant.issuer_id, "effective_on": TODAY, "new": 2, "old": 1}
    by = {"source": "8-K", "recorded_by_id": desk.tina.pk}
    insert(Split, {**split, **by, **columns})
    to = {"holder_from_id": None, "holder_to_id": desk.agent.pk}
    insert(Entry, desk.entry(kind="split", shares=1_000, **to))


class Act(NamedTuple):
    """One kind of act: done alone, asked for, and as raw rows."""

    kind: str
    what: str
    alone: Callable[[Desk], object]
    ask: Callable[[Desk], Approval]
    insert: Callable[..., None]


def _moving(desk: Desk) -> dict[str, Any]:
    holders = {"holder_from": desk.agent, "holder_to": desk.officer}
    return {**holders, "shares": 100, "on": TODAY, **desk.told}


def _cancelling(desk: Desk) -> dict[str, Any]:
    reason = "Over-issued."
    return {"holder": desk.agent, "shares": 10, "on": TODAY, "reason": reason, **desk.told}


def _splitting(desk: Desk) -> dict[str, Any]:
    return {"effective_on": TODAY, "new": 2, "old": 1, "source": "8-K", **desk.told}


ACTS = {
    "transfer": Act(
        WARRANTS,
        "a transfer",
        lambda desk: transfer(desk.warrant, **_moving(desk)),
        lambda desk: ask_transfer(desk.warrant, **_moving(desk)),
        insert_transfer,
    ),
    "cancellation": Act(
        WARRANTS,
        "a cancellation",
        lambda desk: cancel(desk.warrant, **_cancelling(desk)),
        lambda desk: ask_cancellation(desk.warrant, **_cancelling(desk)),
        insert_cancellation,
    ),
    "issue": Act(
        WARRANTS,
        "the issue of a warrant",
        lambda desk: issue_warrant(desk.owed.agreement, desk.owed, **desk.told),
        lambda desk: ask_issue(desk.owed.agreement, desk.owed, **desk.told),
        insert_issue,
    ),
    "split": Act(
        SPLITS,
        "a stock split",
        lambda desk: record_split(desk.warrant.issuer, **_splitting(desk)),
        lambda desk: ask_split(desk.warrant.issuer, **_splitting(desk)),
        insert_split,
    ),
}
OFFICES: list[tuple[str, ...]] = [(), (WARRANTS,), (SPLITS,), SECOND_PERSON]
#: What each request did not ask for; rules of the register refuse other changes before.
OTHERWISE: dict[str, list[dict[str, Any]]] = {
    "transfer": [{"shares": 99}, {"shares": 101}, {"on": EARLIER}],
    "cancellation": [{"shares": 9}, {"on": EARLIER}, {"reason": "A gift."}],
    "issue": [{"shares": 1_999}],
    "split": [{"new": 3}, {"old": 3}, {"effective_on": EARLIER}, {"source": "A rumor."}],
}

each_act = pytest.mark.parametrize("act", ACTS.values(), ids=[*ACTS])


@pytest.fixture
def desk(
    tina: User, carl: User, warrant: Warrant, agent: Holder, officer: Holder, owed: Placement
) -> Desk:
    return Desk(tina, carl, warrant, agent, officer, owed)


def decide(request: Approval, by: User, decision: str = "approved") -> int:
    """The request's key once it is decided by raw SQL, so that nothing is posted by it."""
    decided: dict[str, Any] = {"decision": decision, "decided_by": by, "decided_at": Now()}
    Approval.objects.filter(pk=request.pk).update(**decided, note="as I say")
    return int(request.pk)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is checked as a commit would, and is gone afterwards."""
    with transaction.atomic():
        yield
        run("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def refusal_of_action(act: Act, desk: Desk) -> str:
    """Its sentence; whatever it posts is taken back."""
    try:
        with taken_back():
            act.alone(desk)
    except Refused as refusal:
        return str(refusal)
    return ""


def refusal_of_database(act: Act, desk: Desk) -> str:
    """What the database says to the same act as raw rows; they are taken back, too."""
    try:
        with taken_back():
            act.insert(desk)
    except IntegrityError as refusal:
        return str(refusal).splitlines()[0]
    return ""


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: "+".join(office) or "nothing")
@each_act
def test_raw_sql_is_refused_exactly_when_the_action_is(
    act: Act, office: tuple[str, ...], desk: Desk, settings: Settings
) -> None:
    choose(settings, *office)

    by_action, by_database = refusal_of_action(act, desk), refusal_of_database(act, desk)

    another = f"Another person must approve {act.what}"
    if act.kind in office:
        assert by_action == f"{another}: request it (four eyes)."
        assert by_database == f"{another}, and it is posted exactly as approved."
    else:
        assert (by_action, by_database) == ("", "")


@each_act
def test_what_was_approved_may_be_posted(act: Act, desk: Desk, second_person: None) -> None:
    request = decide(act.ask(desk), desk.carl)

    act.insert(desk, approval_id=request)
    run("SET CONSTRAINTS ALL IMMEDIATE")

    model = Split if act.kind == SPLITS else Entry
    assert model.objects.filter(approval=request).count() == 1


@each_act
def test_what_waits_may_not_be_posted(act: Act, desk: Desk, second_person: None) -> None:
    request = act.ask(desk)

    with refused_by_database(f"Another person must approve {act.what}"):
        act.insert(desk, approval_id=request.pk)


@each_act
def test_what_was_rejected_may_not_be_posted(act: Act, desk: Desk, second_person: None) -> None:
    request = decide(act.ask(desk), desk.carl, "rejected")

    with refused_by_database(f"Another person must approve {act.what}"):
        act.insert(desk, approval_id=request)


@each_act
def test_what_is_approved_is_recorded_in_the_name_of_who_asked(
    act: Act, desk: Desk, second_person: None
) -> None:
    request = decide(act.ask(desk), desk.carl)

    with refused_by_database(f"Another person must approve {act.what}"):
        act.insert(desk, approval_id=request, recorded_by_id=desk.carl.pk)


@pytest.mark.parametrize(
    ("name", "changes"), [(name, each) for name, other in OTHERWISE.items() for each in other]
)
def test_what_differs_from_its_request_is_refused(
    name: str, changes: dict[str, Any], desk: Desk, second_person: None
) -> None:
    act = ACTS[name]
    request = decide(act.ask(desk), desk.carl)

    with refused_by_database(f"Another person must approve {act.what}"):
        act.insert(desk, approval_id=request, **changes)


def test_a_transfer_to_somebody_else_than_was_approved_is_refused(
    desk: Desk, second_person: None
) -> None:
    request = decide(ACTS["transfer"].ask(desk), desk.carl)
    partner = Holder.objects.create(
        issuer=desk.warrant.issuer, slug="partner", name="P.", category="agent_partner"
    )

    with refused_by_database("Another person must approve a transfer"):
        insert_transfer(desk, approval_id=request, holder_to_id=partner.pk)


def test_a_programmes_issue_is_refused_without_a_second_person(
    tina: User, carl: User, settings: Settings
) -> None:
    told: dict[str, Any] = {"by": tina, "today": TODAY}
    agreement = sold_placement(warrant_agreement(warrant_pooled=True), by=tina).agreement
    with taken_back():
        issued = issue_warrant(agreement, None, **told)
        warrant, entry = columns_of(issued, outstanding=0), columns_of(issued.entries.get())
    del entry["recorded_at"]
    choose(settings, WARRANTS)

    def insert_both(request: int | None) -> None:
        insert(Warrant, warrant)
        insert(Entry, {**entry, "warrant_id": Warrant.objects.get().pk, "approval_id": request})

    with refused_by_database("Another person must approve the issue of a warrant"):
        insert_both(None)
    request = decide(ask_issue(agreement, None, **told), carl)
    insert_both(request)
    assert Entry.objects.get().approval_id == request


def test_one_approval_is_posted_once(desk: Desk, second_person: None) -> None:
    request = decide(ACTS["transfer"].ask(desk), desk.carl)
    insert_transfer(desk, approval_id=request)

    with refused_by_database("warrants_entry_approval_id_key"):
        insert_transfer(desk, approval_id=request, number=3)


def test_an_approval_of_one_act_posts_no_other(desk: Desk, second_person: None) -> None:
    request = decide(ACTS["cancellation"].ask(desk), desk.carl)

    with refused_by_database("Another person must approve a transfer"):
        insert_transfer(desk, approval_id=request, shares=10)


def test_a_request_that_waits_is_not_posted_where_nobody_need_have_asked(desk: Desk) -> None:
    request = ACTS["transfer"].ask(desk)

    with refused_by_database("Another person must approve a transfer"):
        insert_transfer(desk, approval_id=request.pk)


def test_what_is_not_asked_for_names_no_request(desk: Desk) -> None:
    request = decide(ACTS["transfer"].ask(desk), desk.carl)
    paid = {"exercise_price": "5.20", "shares": 100, "shares_issued": 100, "cash": "520.00"}

    with refused_by_database("Only an agreement's issue, a transfer or a cancellation names"):
        insert(Entry, desk.entry(kind="cash_exercise", approval_id=request, **paid))


def test_without_the_offices_choice_the_database_asks_for_a_second_person(desk: Desk) -> None:
    with owner():
        SecondPerson.objects.all().delete()

    assert [refusal_of_database(act, desk) for act in ACTS.values()] == [
        f"Another person must approve {act.what}, and it is posted exactly as approved."
        for act in ACTS.values()
    ]


@each_act
def test_what_is_approved_on_its_page_names_its_request(
    act: Act, desk: Desk, second_person: None
) -> None:
    request = act.ask(desk)
    approved(request, by=desk.carl, today=TODAY)

    model = Split if act.kind == SPLITS else Entry
    assert model.objects.get(approval=request).recorded_by == desk.tina


def test_an_exercise_an_expiry_and_an_opening_entry_need_no_request(
    desk: Desk, second_person: None
) -> None:
    opened = opened_warrant(by=desk.tina)
    exercise(desk.warrant, holder=desk.agent, shares=5, on=TODAY, way="cash", **desk.told)
    late = date(2006, 11, 20)
    expire(desk.warrant, on=late, by=desk.tina, today=late)

    assert opened.entries.get().kind == "issue"
    assert [entry.kind for entry in desk.warrant.entries.all()] == [
        "issue",
        "cash_exercise",
        "expiry",
    ]


def test_the_adjustments_of_a_split_need_no_request_of_their_own(
    desk: Desk, second_person: None
) -> None:
    approved(ACTS["split"].ask(desk), by=desk.carl, today=TODAY)

    adjusted = desk.warrant.entries.get(kind="split")
    assert (adjusted.shares, adjusted.approval) == (1_000, None)
