"""`make_demo`: a made-up year in empty books, lawful to the cent, and the same every time."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from neoequity.books.models import Approval, Closing, ExceptionalDay, Reopening
from neoequity.demo import plan
from neoequity.demo.papers import paper
from neoequity.ledger import prove_books
from neoequity.people.models import User
from neoequity.statements.models import Match, StatementLine
from placements.models import (
    Agreement,
    Attachment,
    DeliveryFailure,
    DeliveryInstruction,
    Placement,
    ReceiptPart,
    Sale,
    Split,
)
from placements.terms.instruction import InstructionStatus
from tests.books import nothing_changes
from tests.people.doors import CHOSEN, log_in, opened
from tests.worlds import built_once
from warrants.models import Entry


@built_once
def demo(db: None) -> str:
    """A small year: three placements."""
    out = StringIO()
    call_command("make_demo", "--placements", "3", stdout=out)
    connection.check_constraints()  # as at a commit
    return out.getvalue()


def test_the_ledger_of_the_demo_agrees(demo: str) -> None:
    assert prove_books().differences == []


def test_the_year_has_something_of_everything(demo: str) -> None:
    assert {"closed", "accepted", "draft"} == {*Placement.objects.values_list("status", flat=True)}
    sales = Sale.objects.all()
    assert sales.filter(reverses__isnull=False).count() == 3
    assert sales.filter(adjusts__isnull=False).exists()
    assert sales.filter(remark__startswith="Notice received on").exists()
    overdue = sales.filter(delivery=None, reverses=None, settlement_date__lt=plan.TODAY)
    assert overdue.exists()
    assert {"issue", "transfer", "cash_exercise", "split"} <= {
        *Entry.objects.values_list("kind", flat=True)
    }
    waiting = Approval.objects.filter(decision="").values_list("kind", flat=True)
    assert {*waiting} == {"proposal", "reversal"}
    assert (Closing.objects.count(), Reopening.objects.count()) == (len(plan.PERIODS) + 1, 1)
    assert Agreement.objects.filter(versions__kind="amendment").count() == 1
    assert (Split.objects.count(), ExceptionalDay.objects.count()) == (1, 1)
    assert ReceiptPart.objects.exists()
    proofs = Attachment.objects.values_list("kind", flat=True).distinct().order_by("kind")
    assert [*proofs] == ["acceptance", "amendment", "confirmation", "contract", "notice"]


def test_a_delivery_failed_and_was_made_again(demo: str) -> None:
    [failure] = DeliveryFailure.objects.all()
    assert failure.failed_on == failure.sale.settlement_date
    assert failure.sale.delivery.delivered_on == failure.new_day


def test_an_instruction_went_all_the_way_to_its_deliveries(demo: str) -> None:
    [instruction] = DeliveryInstruction.objects.all()
    assert instruction.status == InstructionStatus.CONFIRMED
    delivered = instruction.lines.values_list("sale__delivery__delivered_on", flat=True)
    assert {*delivered} == {instruction.settlement_day}


def test_the_banks_month_is_matched_but_for_its_fee(demo: str) -> None:
    lines = StatementLine.objects.filter(match_parts=None)
    assert [line.text for line in lines] == ["Wire fees"]
    assert Match.objects.exists()


def test_whoever_is_printed_chooses_a_password_with_the_link_and_signs_in(demo: str) -> None:
    told = dict(re.findall(r"^  (\S+) +http://127\.0\.0\.1:8000(/\S+)$", demo, re.MULTILINE))
    groups = {name: User.objects.get(username=name).groups.get().name for name in told}
    assert [*groups.values()] == ["Treasury", "CFO", "Controller", "Auditor"]
    for name, link in told.items():
        opened(link)
        assert log_in(Client(), name, CHOSEN).status_code == 302


def test_nothing_of_the_year_is_marked_as_approved_with_new_credentials(demo: str) -> None:
    assert not Approval.objects.exclude(credentials_set_at=None).exists()


def test_books_that_hold_anything_are_left_as_they_are(demo: str) -> None:
    with nothing_changes(), pytest.raises(CommandError, match="These books are in use: they hold"):
        call_command("make_demo")


def test_the_same_seed_plans_the_same_year() -> None:
    days = plan.trading_days()

    def planned() -> object:
        chance = plan.seeded()
        return plan.prices(days, chance), list(plan.placements(24, days, chance))

    assert planned() == planned()
    assert len(days) == plan.DAYS + 1
    assert plan.POWER_FAILURE not in days


def test_a_year_of_24_placements_knows_every_fate() -> None:
    days = plan.trading_days()
    fates = {each.fate for each in plan.placements(24, days, plan.seeded())}
    assert fates == {
        *("sold", "declined", "resumed", "withdrawn"),
        *("suspended", "open", "opened late", "proposed", "asked"),
    }


def test_a_paper_is_a_pdf_with_its_title() -> None:
    assert paper("notice (1).pdf").startswith(b"%PDF-1.4\n")
    assert b"(notice 1.pdf) Tj" in paper("notice (1).pdf")
