"""A closed quarter: nothing is dated in it, by any path, and each says who closed it and when."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from neoequity.books.days import on_page, written
from neoequity.books.refusal import Reason, Refused
from neoequity.people.models import User
from placements.actions.agreement import write_agreement
from placements.actions.delivery import deliver
from placements.actions.placement import draft_placement, move_placement
from placements.actions.sale import consider_sale, record_sales
from placements.models import Agreement, Delivery, Placement, Sale
from tests.books import nothing_changes, refused
from tests.constraints.rows import (
    agree_reversal,
    columns_of,
    insert,
    refused_by_database,
    reversal_of,
    sale_of,
    update,
)
from tests.factories import (
    AgreementFactory,
    PlacementFactory,
    UserFactory,
    notice_of,
    reverse_sale,
    sell,
)
from tests.pages.plain_text import words
from tests.periods.closings import CLOSED_ON, close, locked
from tests.roles import unguarded
from tests.warrants.factories import (
    another_holder,
    issued_warrant,
    opened_warrant,
    warrant_agreement,
)
from tests.worlds import built_once
from warrants.actions.calls import give_call_notice, price_call, working
from warrants.actions.issue import issue_warrant
from warrants.actions.register import transfer
from warrants.actions.split import record_split
from warrants.models import Balance, CallNotice, Entry, Holder, Split, Warrant

IN_IT, AFTER_IT = date(2001, 12, 28), date(2002, 1, 4)
TOLD = locked("Dec 28, 2001")


@built_once
def by(db: None) -> User:
    person: User = UserFactory(username="treasurer")
    return person


@built_once
def placement(by: User) -> Placement:
    """An accepted placement with sale 1, undelivered, in a quarter that is then closed."""
    accepted: Placement = PlacementFactory(
        agreement=warrant_agreement(), accepted=True, by=by, shares_offered=100_000
    )
    sell(accepted, by=by)
    return accepted


@built_once
def closed(placement: Placement) -> Placement:
    close()
    return placement


# By its action


def test_a_sale_of_its_days_is_refused(closed: Placement, by: User) -> None:
    with refused(TOLD):
        sell(closed, by=by, trade_date=IN_IT, today=CLOSED_ON)


def test_a_batch_is_refused_as_a_whole_and_names_the_notice(closed: Placement, by: User) -> None:
    notices = [notice_of(closed, trade_date=AFTER_IT), notice_of(closed, trade_date=IN_IT)]
    with nothing_changes(), pytest.raises(Refused) as refusal:
        record_sales(notices, by=by, today=CLOSED_ON)
    assert refusal.value.reasons == (Reason(TOLD, "trade_date", row=1),)


def test_whoever_asks_before_entering_a_sale_is_told(closed: Placement) -> None:
    notice = notice_of(closed, trade_date=IN_IT)
    assert [reason.sentence for reason in consider_sale(notice, today=CLOSED_ON).reasons] == [TOLD]


def test_a_reversal_of_its_days_is_refused_and_one_of_later_days_is_not(
    closed: Placement, by: User
) -> None:
    sale = Sale.objects.get()
    told: dict[str, Any] = {"reason": "A wrong price.", "by": by, "today": CLOSED_ON}
    with refused(TOLD):
        reverse_sale(sale, on=IN_IT, **told)
    assert reverse_sale(sale, on=AFTER_IT, **told).number == 2


def test_a_reversal_does_not_take_back_a_settlement_of_its_days(
    placement: Placement, by: User
) -> None:
    """Shares of November delivered in December: the reversal of November is felt in December."""
    sale = Sale.objects.get()
    deliver([sale], delivered_on=IN_IT, by=by, today=CLOSED_ON)
    close("2001-12")
    with refused(locked("Dec 28, 2001", "2001-12")):
        reverse_sale(sale, on=date(2001, 11, 30), reason="A wrong price.", by=by, today=CLOSED_ON)
    agree_reversal(sale, on="2001-11-30")
    with refused_by_database(r"2001-12 of NeoTherapeutics, Inc. was closed by anna"):
        insert(Sale, reversal_of(sale, 2, trade_date=date(2001, 11, 30)))


def test_a_delivery_on_its_days_is_refused_and_one_on_later_days_is_not(
    closed: Placement, by: User
) -> None:
    sale = Sale.objects.get()
    with refused(TOLD):
        deliver([sale], delivered_on=IN_IT, by=by, today=CLOSED_ON)
    assert deliver([sale], delivered_on=AFTER_IT, by=by, today=CLOSED_ON)


def test_a_draft_and_a_move_of_its_days_are_refused_and_later_ones_are_not(
    closed: Placement, by: User
) -> None:
    told: dict[str, Any] = {"shares_offered": 1, "minimum_price": 4, "by": by}
    with refused(TOLD):
        draft_placement(closed.agreement, on=IN_IT, **told)
    with refused(TOLD):
        move_placement(closed, "close", on=IN_IT, by=by, today=CLOSED_ON)
    assert draft_placement(closed.agreement, on=AFTER_IT, **told).number == 2
    assert move_placement(closed, "close", on=AFTER_IT, by=by, today=CLOSED_ON).status == "closed"


def test_an_entry_of_the_register_on_its_days_is_refused(placement: Placement, by: User) -> None:
    warrant = issued_warrant(placement.agreement, by=by)
    officer = another_holder("agent_officer")
    close()
    moved: dict[str, Any] = {
        "holder_from": Balance.objects.get().holder,
        "holder_to": officer,
        "shares": 400,
        "by": by,
        "today": CLOSED_ON,
    }
    with refused(TOLD):
        transfer(warrant, on=IN_IT, **moved)
    assert transfer(warrant, on=AFTER_IT, **moved).number == 2


def test_a_warrant_dated_on_its_days_is_entered_after_it(placement: Placement, by: User) -> None:
    sale = Sale.objects.get()
    deliver([sale], delivered_on=date(2001, 11, 15), by=by, today=CLOSED_ON)
    ended = move_placement(placement, "close", on=date(2001, 11, 15), by=by, today=CLOSED_ON)
    close()
    warrant = issue_warrant(ended.agreement, ended, by=by, today=CLOSED_ON)
    assert warrant.issued_on == date(2001, 11, 15)
    assert warrant.entries.get().on == CLOSED_ON


def test_a_stock_split_of_its_days_is_refused(closed: Placement, by: User) -> None:
    with refused(TOLD):
        record_split(
            closed.agreement.issuer,
            effective_on=IN_IT,
            new=1,
            old=25,
            source="a notice",
            by=by,
            today=CLOSED_ON,
        )


def test_a_signing_is_moved_neither_into_it_nor_out_of_it(db: None, by: User) -> None:
    AgreementFactory()
    close("2001-06")
    for days in ((date(2001, 6, 12), date(2001, 7, 2)), (date(2001, 7, 2), date(2001, 6, 29))):
        agreement = Agreement.objects.get()
        told = locked(written(min(days)), "2001-06")
        agreement.signed_on = days[1]
        with refused(told):
            write_agreement(agreement, changed=["signed_on"], by=by)
        with refused_by_database("2001-06 of NeoTherapeutics, Inc. was closed by anna"):
            update(Agreement.objects.get(), signed_on=days[1])
        with unguarded():
            update(agreement, signed_on=date(2001, 7, 2))


def test_a_call_of_its_days_is_refused_and_one_of_later_days_is_not(db: None, by: User) -> None:
    series = opened_warrant(by=by).series
    assert series is not None
    told: dict[str, Any] = {"by": by, "today": CLOSED_ON}
    waiting = give_call_notice(series, delivered_on=date(2001, 12, 27), **told)
    close(issuer=series.issuer)
    with refused(TOLD):
        give_call_notice(series, delivered_on=IN_IT, **told)
    priced: dict[str, Any] = {"closing_bid": Decimal("4.04"), "market_price": Decimal("4.04")}
    with refused(TOLD):
        price_call(waiting, **priced, **told)
    row = columns_of(waiting, delivered_on=IN_IT, bid_on=AFTER_IT)
    del row["recorded_at"]
    with refused_by_database("nothing dated Dec 28, 2001 is entered"):
        insert(CallNotice, row)
    with refused_by_database("nothing dated Dec 28, 2001 is entered"):
        update(waiting, **priced, exercise_price=working(series, IN_IT, **priced).price)
    assert give_call_notice(series, delivered_on=AFTER_IT, **told).pk


def test_days_before_and_after_it_stay_open(closed: Placement, by: User) -> None:
    assert sell(closed, by=by, trade_date=AFTER_IT, today=CLOSED_ON).number == 2


# By an import


def test_an_import_into_it_is_refused_and_names_the_line(
    closed: Placement, tmp_path: Path, settings: Settings
) -> None:
    settings.NEOEQUITY_TODAY = CLOSED_ON
    notice = tmp_path / "notice.csv"
    notice.write_text(
        "agreement,placement,trade_date,shares,price,gross,method,agent_reference\n"
        "sales-agreement,1,2002-01-04,1000,4.00,,negotiated,A\n"
        "sales-agreement,1,2001-12-28,1000,4.00,,negotiated,B\n"
    )
    with nothing_changes(), pytest.raises(CommandError) as refusal:
        call_command("import_sales", str(notice))
    assert "3" in str(refusal.value)
    assert TOLD in str(refusal.value)


# By page and admin


def test_the_pages_of_a_sale_and_its_reversal_say_it(closed: Placement, settings: Settings) -> None:
    settings.NEOEQUITY_TODAY = CLOSED_ON
    writer = Client()
    writer.force_login(UserFactory())
    reversal = {"on": "2001-12-28", "reason": "A wrong price."}
    for address, sent in (
        ("/sales/sales-agreement/1/reverse/", reversal),
        ("/settlements/deliver/", {"sale": Sale.objects.get().pk, "delivered_on": "2001-12-28"}),
        ("/placements/sales-agreement/1/close/", {"on": "2001-12-28"}),
    ):
        with nothing_changes():
            response = writer.post(address, sent)
        assert response.status_code == 422
        assert on_page(TOLD) in words(response)


# By raw SQL


def test_raw_statements_into_it_are_refused_with_the_same_sentence(
    closed: Placement, by: User
) -> None:
    told = TOLD.replace("(", r"\(").replace(")", r"\)")
    standing = Sale.objects.get()
    delivery = {"sale_id": standing.pk, "delivered_on": IN_IT, "remark": ""}
    draft = columns_of(
        PlacementFactory(agreement=closed.agreement, on=AFTER_IT, by=by), number=3, status_on=IN_IT
    )
    with refused_by_database(told):
        insert(Sale, sale_of(closed, 2, trade_date=IN_IT, settlement_date=date(2002, 1, 3)))
    agree_reversal(standing, on="2001-12-28")
    with refused_by_database(told):
        insert(Sale, reversal_of(standing, 2, trade_date=IN_IT))
    with refused_by_database(told):
        insert(Delivery, {**delivery, "recorded_by_id": by.pk})
    with refused_by_database(told):
        insert(Placement, draft)
    with refused_by_database(told):
        update(closed, status="closed", status_on=IN_IT, closed_on=IN_IT)


def test_the_day_of_a_draft_is_written_neither_into_it_nor_out_of_it(
    placement: Placement, by: User
) -> None:
    inside: Placement = PlacementFactory(agreement=placement.agreement, on=IN_IT, by=by)
    before: Placement = PlacementFactory(agreement=placement.agreement, by=by)
    close("2001-12")
    for draft, day in ((inside, AFTER_IT), (before, IN_IT)):
        with refused_by_database(r"2001-12 of NeoTherapeutics, Inc\. was closed by anna"):
            update(draft, status_on=day)


def test_a_raw_entry_and_a_raw_split_into_it_are_refused(placement: Placement, by: User) -> None:
    warrant: Warrant = issued_warrant(placement.agreement, by=by)
    issue = columns_of(Entry.objects.get())
    officer: Holder = another_holder("agent_officer")
    close()
    del issue["recorded_at"]
    moved = {"number": 2, "kind": "transfer", "on": IN_IT, "shares": 1}
    holders = {"holder_from_id": issue["holder_to_id"], "holder_to_id": officer.pk}
    split = {"issuer_id": warrant.issuer_id, "effective_on": IN_IT, "new": 1, "old": 25}
    with refused_by_database("nothing dated Dec 28, 2001 is entered"):
        insert(Entry, {**issue, **moved, **holders})
    with refused_by_database("nothing dated Dec 28, 2001 is entered"):
        insert(Split, {**split, "source": "a notice", "recorded_by_id": by.pk})


def test_the_periods_of_another_issuer_do_not_matter(closed: Placement, by: User) -> None:
    elsewhere = warrant_agreement(
        slug="elsewhere",
        shelf__file_number="333-1",
        shelf__issuer__slug="elsewhere",
        shelf__issuer__name="Elsewhere, Inc.",
    )
    accepted = PlacementFactory(agreement=elsewhere, accepted=True, by=by)
    assert sell(accepted, by=by, trade_date=IN_IT, today=CLOSED_ON).number == 1
