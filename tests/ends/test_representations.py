"""Representation dates: nothing is sold from one on while papers that were due are missing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import event, given
from hypothesis import strategies as st

from neoequity.books.documents.actions import attach_to_record
from neoequity.company.actions.record import ask_representation_date
from neoequity.company.models import RepresentationDate
from neoequity.company.selectors.before_you_sell import before_you_sell
from neoequity.company.selectors.calendar import calendar_on
from neoequity.company.terms.held import Question
from placements.actions.sale import record_sale
from placements.models import Sale
from tests.books import refused
from tests.constraints.conftest import House, house
from tests.constraints.rows import insert, refused_by_database, sale_of
from tests.constraints.test_same_verdict import office, refused_by_action
from tests.constraints.test_same_verdict import refused_by_database as refused_raw
from tests.factories import TODAY, approved, notice_of, reverse_sale, usual
from tests.laws import law

__all__ = ["house", "office"]

few = law(8)
FALLS_ON = date(2001, 11, 12)
SENTENCE = (
    "Due on Nov 12, 2001, a representation date of the Sales Agreement, and not attached: "
    "officers' certificate and comfort letter. Nothing of Nov 12, 2001 or later is sold until they "
    "are, or until the agent's waiver is recorded."
)


def due(house: House, falls_on: date = FALLS_ON, **said: Any) -> RepresentationDate:
    facts = {"certificate": True, "comfort_letter": True, "opinions": False, **said}
    request = ask_representation_date(
        issuer=house.agreement.issuer,
        agreement=house.agreement,
        day=date(2001, 11, 1),
        falls_on=falls_on,
        by=usual(),
        today=TODAY,
        **facts,
    )
    approved(request)
    return RepresentationDate.objects.get(pk=request.subject)


def attach(row: RepresentationDate, *papers: str) -> None:
    for paper in papers:
        content = f"%PDF-1.4\n% {paper}\n%%EOF\n".encode()
        attach_to_record(row, kind=paper, name=f"{paper}.pdf", content=content, by=usual())


def sell_on(house: House, day: date) -> None:
    record_sale(notice_of(house.placement, 100, trade_date=day), by=house.person, today=TODAY)


def test_a_sale_from_the_date_on_waits_for_the_papers(house: House) -> None:
    due(house)
    with refused(SENTENCE):
        sell_on(house, FALLS_ON)


def test_a_sale_of_before_the_date_does_not_wait(house: House) -> None:
    due(house)
    sell_on(house, date(2001, 11, 9))
    assert house.agreement.sales.count() == 3


def test_what_is_still_missing_is_named(house: House) -> None:
    attach(due(house), "certificate")
    with refused(SENTENCE.replace("officers' certificate and comfort letter", "comfort letter")):
        sell_on(house, FALLS_ON)


def test_once_all_papers_are_attached_sales_go_on(house: House) -> None:
    attach(due(house), "certificate", "comfort_letter")
    sell_on(house, FALLS_ON)
    assert house.agreement.sales.count() == 3


def test_a_waiver_that_a_cfo_approved_lets_sales_go_on(house: House) -> None:
    row = due(house)
    due(house, replaces=row, waiver="By letter of the agent", remark="The agent agreed")
    sell_on(house, FALLS_ON)
    assert house.agreement.sales.count() == 3


def test_a_date_of_another_agreement_keeps_nothing_back(house: House) -> None:
    due(house._replace(agreement=house.other))
    sell_on(house, FALLS_ON)
    assert house.agreement.sales.count() == 3


def test_a_reversal_does_not_wait(house: House) -> None:
    due(house)
    reversal = reverse_sale(
        house.waiting, on=TODAY, reason="a false notice", by=house.person, today=TODAY
    )
    assert reversal.trade_date == TODAY


def test_a_raw_sale_waits_for_the_papers_as_well(house: House) -> None:
    attach(due(house), "certificate")
    with refused_by_database("Nothing is sold from a representation date on while papers"):
        insert(Sale, sale_of(house.placement, 3, trade_date=FALLS_ON))


DAYS = st.dates(date(2001, 11, 5), TODAY)


@few
@given(DAYS, DAYS, st.sets(st.sampled_from(["certificate", "comfort_letter", "opinions"])))
def test_action_and_database_give_the_same_verdict_on_a_sale(
    office: House, falls_on: date, day: date, papers: set[str]
) -> None:
    with transaction.atomic():
        attach(due(office, falls_on), *sorted(papers))
        notice = notice_of(office.placement, 100, trade_date=day)
        by_action, by_database = refused_by_action(office, notice), refused_raw(office, notice)
        transaction.set_rollback(True)
    event("refused" if by_action else "posted")
    assert bool(by_action) is bool(by_database), (by_action, by_database)


def test_before_you_sell_names_the_papers(house: House) -> None:
    due(house)
    asked = before_you_sell(house.agreement, Question(100, Decimal("4.00"), FALLS_ON), TODAY)
    [check] = [each for each in asked.answer.checks if each.name == "representation"]
    assert (check.passed, check.sentence) == (False, SENTENCE)


def test_the_calendar_shows_the_date(house: House) -> None:
    due(house)
    items = calendar_on(house.agreement.issuer, TODAY, FALLS_ON, FALLS_ON).items
    [entry] = [item.entry for item in items if item.kind == "representation"]
    assert entry.title == "Representation date: Sales Agreement"
