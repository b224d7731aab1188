"""The agent's notices and failed deliveries as kinds of record: their `CASES`, raw and by doors.

What acts and pages make of them is in tests/settlement.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from psycopg2.extras import Json

from neoequity.people.models import User
from placements.actions.agent_notice import StatedSale, receive_notice
from placements.actions.delivery import deliver
from placements.actions.delivery_failure import fail_delivery
from placements.models import AgentNotice, Agreement, DeliveryFailure, Sale
from tests.constraints.rows import columns_of, delete, insert, truncate, update
from tests.factories import AgreementFactory, PlacementFactory, reverse_sale, sell
from tests.kinds.cases import Attempt, KindCases
from tests.permissions.people import ENTER, FILE

#: The sales below are traded on Nov 9, 2001 and settle on the 15th; the next day they are late.
RECEIVED_ON, DUE_ON, NEXT_DAY = date(2001, 11, 12), date(2001, 11, 15), date(2001, 11, 16)
MONDAY = date(2001, 11, 19)


def agreement_of_its_own() -> Agreement:
    number = Agreement.objects.count()
    made: Agreement = AgreementFactory(slug=f"settling-{number}", name=f"Settling {number}")
    return made


def sold(by: User, agreement: Agreement | None = None) -> Sale:
    """A sale of 1,000 shares at $4.00, under an agreement of its own."""
    placement = PlacementFactory(
        agreement=agreement or agreement_of_its_own(), accepted=True, by=by
    )
    return sell(placement, by=by)


def noticed_by(person: User) -> AgentNotice:
    sale = sold(person)
    notice = receive_notice(
        sale.agreement,
        [StatedSale(sale)],
        received_on=RECEIVED_ON,
        by=person,
        today=RECEIVED_ON,
    )
    connection.check_constraints()  # as after a commit
    return notice


def failed_by(person: User) -> DeliveryFailure:
    failure = fail_delivery(
        sold(person),
        failed_on=DUE_ON,
        new_day=NEXT_DAY,
        reason="The account was wrong.",
        by=person,
        today=DUE_ON,
    )
    connection.check_constraints()
    return failure


# Notices


def raw(
    *sales: Callable[[AgentNotice], dict[str, Any]], stated: Any = None, **changes: Any
) -> Attempt:
    """INSERT a notice of these sales, by default of another of the agreement, but for columns."""

    def attempt(notice: AgentNotice) -> None:
        lines = stated if stated is not None else [each(notice) for each in sales or (another(),)]
        columns = columns_of(notice, stated=Json(lines), **changes)
        del columns["recorded_at"]
        insert(AgentNotice, {**columns, **_moment(changes)})

    return attempt


def _moment(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: changes[name] for name in ("recorded_at",) if name in changes}


def another(**figures: Any) -> Callable[[AgentNotice], dict[str, Any]]:
    """A further sale of the agreement, with the figures stated of it."""
    return lambda notice: {
        "sale": sold(notice.recorded_by, notice.agreement).pk,
        **figures,
    }


def its_own(notice: AgentNotice) -> dict[str, Any]:
    return {"sale": notice.stated[0]["sale"]}


def of_others(notice: AgentNotice) -> dict[str, Any]:
    return {"sale": sold(notice.recorded_by).pk}


def reversed_(notice: AgentNotice) -> dict[str, Any]:
    sale = sold(notice.recorded_by, notice.agreement)
    reversal = reverse_sale(
        sale, on=RECEIVED_ON, reason="a mistake", by=notice.recorded_by, today=RECEIVED_ON
    )
    return {"sale": reversal.pk}


def replacing_one_of_others(notice: AgentNotice) -> None:
    other = noticed_by(notice.recorded_by)
    raw(its_own, replaces_id=other.pk, reason="wrong")(notice)


def replaced_twice(notice: AgentNotice) -> None:
    for _ in range(2):
        raw(its_own, replaces_id=notice.pk, reason="wrong")(notice)


def the_same_twice(notice: AgentNotice) -> None:
    line = another()(notice)
    raw(stated=[line, line])(notice)


def line_by_hand(notice: AgentNotice) -> None:
    line = notice.lines.get()
    sale = sold(notice.recorded_by, notice.agreement)
    insert(type(line), columns_of(line, sale_id=sale.pk))


STAY = "Notices of the agent are never changed or deleted once they are posted."
NOTICES = KindCases(
    model=AgentNotice,
    row=noticed_by,
    actions={"receive_notice": FILE},
    refused={
        "A notice covers sales of its agreement that were made by the day on which it was "
        "received.": [
            raw(of_others),
            raw(reversed_),
            raw(stated=[{"sale": 10**9}]),
            raw(received_on=date(2001, 11, 8)),
        ],
        "A notice covers at least one sale.": [raw(stated=[]), raw(stated={})],
        "A notice replaces an earlier one of the same agreement.": [replacing_one_of_others],
        "A sale has one notice of the agent that stands; another one replaces it.": [raw(its_own)],
        "a_notice_that_replaces_another_has_a_reason": [
            raw(reason="wrong"),
            lambda notice: raw(its_own, replaces_id=notice.pk)(notice),
        ],
        "a_notice_is_not_received_in_the_future": [raw(received_on=date(2090, 1, 2))],
        "placements_agentnotice_replaces_id": [replaced_twice],
        "a_notice_covers_a_sale_once": [the_same_twice],
        "a_notice_states_no_negative_figure": [
            raw(another(**{name: value}))
            for name, value in (
                *(("shares", 0), ("price", "0.00"), ("gross", "-0.01"), ("commission", "-0.01")),
                *(("fees", "-0.01"), ("net", "-0.01")),
            )
        ],
        "The sales of a notice are listed by the database when it is recorded, and stay.": [
            line_by_hand,
            lambda notice: update(notice.lines.get(), shares=1),
            lambda notice: delete(notice.lines.get()),
            lambda notice: truncate(type(notice.lines.get())),
        ],
        "The moment of recording is written by the database": [
            raw(recorded_at="2001-11-13 12:00:00-05")
        ],
        STAY: [
            lambda notice: update(notice, remark="another"),
            delete,
            lambda notice: truncate(AgentNotice),
        ],
    },
)


# Failed deliveries


def raw_failure(**changes: Any) -> Attempt:
    """INSERT a failure of another sale of the agreement, but for these columns."""

    def attempt(failure: DeliveryFailure) -> None:
        sale = sold(failure.recorded_by, failure.sale.agreement)
        _insert(failure, {"sale_id": sale.pk, **changes})

    return attempt


def again(**changes: Any) -> Attempt:
    """INSERT a failure of the same sale after the first."""
    after = {"failed_on": NEXT_DAY, "new_day": MONDAY, **changes}
    return lambda failure: _insert(failure, after)


def _insert(failure: DeliveryFailure, changes: dict[str, Any]) -> None:
    columns = columns_of(failure)
    del columns["recorded_at"]
    insert(DeliveryFailure, {**columns, **changes})


def delivered(failure: DeliveryFailure) -> None:
    deliver([failure.sale], delivered_on=NEXT_DAY, by=failure.recorded_by, today=NEXT_DAY)
    again()(failure)


def reversed_since(failure: DeliveryFailure) -> None:
    by = failure.recorded_by
    reverse_sale(failure.sale, on=NEXT_DAY, reason="a mistake", by=by, today=NEXT_DAY)
    again()(failure)


def of_a_reversal(failure: DeliveryFailure) -> None:
    sale = sold(failure.recorded_by, failure.sale.agreement)
    by = failure.recorded_by
    reversal = reverse_sale(sale, on=DUE_ON, reason="a mistake", by=by, today=DUE_ON)
    _insert(failure, {"sale_id": reversal.pk})


FAILURES = KindCases(
    model=DeliveryFailure,
    row=failed_by,
    actions={"fail_delivery": ENTER, "fail_deliveries": ENTER},
    refused={
        "A delivery fails for a sale that stands and is not delivered.": [
            delivered,
            reversed_since,
            of_a_reversal,
            raw_failure(sale_id=10**9),
        ],
        "A delivery fails on the day on which its sale falls due, or later.": [
            raw_failure(failed_on=date(2001, 11, 14)),
            again(failed_on=DUE_ON),
        ],
        "A delivery fails on a settlement day, and falls due again on another.": [
            raw_failure(failed_on=date(2001, 11, 17), new_day=MONDAY),
            raw_failure(new_day=date(2001, 11, 17)),
            raw_failure(new_day=date(2001, 11, 22)),
        ],
        "a_failed_delivery_falls_due_again_later": [raw_failure(new_day=DUE_ON)],
        "a_failed_delivery_has_a_reason": [raw_failure(reason="")],
        "a_failure_is_not_dated_in_the_future": [
            raw_failure(failed_on=date(2090, 1, 3), new_day=date(2090, 1, 4))
        ],
        "The moment of recording is written by the database": [
            raw_failure(recorded_at="2001-12-13 12:00:00-05")
        ],
        "Failed deliveries are never changed or deleted once they are posted.": [
            lambda failure: update(failure, reason="another"),
            delete,
            lambda failure: truncate(DeliveryFailure),
        ],
    },
)

CASES: Sequence[KindCases] = (NOTICES, FAILURES)
