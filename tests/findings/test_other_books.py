"""What stands in the way of a closing: differences of its own issuer up to its end, and guards."""

from datetime import date

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from pytest_django import Settings

from neoequity.books.models import Issuer
from neoequity.books.proof.check import Check
from neoequity.books.proof.difference import BooksUntil
from neoequity.ledger import prove_books
from neoequity.periods.inquiry import prove
from placements.models import Placement
from placements.selectors.ledger.documents import documents_check
from placements.selectors.ledger.rows import CHECKS
from tests.books import refused
from tests.clients import logged_in
from tests.factories import (
    AgreementFactory,
    IssuerFactory,
    PlacementFactory,
    ShelfFactory,
    UserFactory,
    attached,
    sell,
)
from tests.ledger.tampering import alter, settle_constraints, tamper_with_books
from tests.pages.plain_text import words
from tests.periods.closings import CLOSED_ON, NOTES, anna, close
from tests.periods.test_commands import say
from warrants.selectors.ledger.rows import CHECKS as OF_WARRANTS

NOVEMBER, DECEMBER = date(2001, 11, 9), date(2001, 12, 5)
DISAGREES = "The ledger does not agree with its rows."


@pytest.fixture
def issuers(db: None, settings: Settings) -> tuple[Issuer, Issuer]:
    """Ours, with sales of 9 November and December 5, 2001, and another with a sale of November."""
    settings.NEOEQUITY_TODAY = CLOSED_ON
    by, today = UserFactory(), CLOSED_ON
    own: Placement = PlacementFactory(accepted=True, by=by)
    sell(own, by=by)
    sell(own, by=by, trade_date=DECEMBER, today=today)
    other: Issuer = IssuerFactory(slug="elsewhere", name="Elsewhere, Inc.")
    shelf = ShelfFactory(issuer=other, file_number="333-99999")
    abroad = AgreementFactory(slug="abroad", name="Abroad", shelf=shelf)
    sale = sell(PlacementFactory(agreement=abroad, accepted=True, by=by), by=by)
    attached(sale, "notice", content=b"%PDF-1.4\n%%EOF\n", by=by)
    anna()
    return own.agreement.issuer, other


_OF = "agreement_id = (SELECT id FROM placements_agreement WHERE slug = '{slug}')"
_TAMPERED = (
    "UPDATE placements_daytotal SET gross = gross + 0.01 WHERE day = '{day}' AND " + _OF,  # noqa: S608  # constants
    "UPDATE placements_sale SET remark = 'quietly' WHERE trade_date = '{day}' AND " + _OF,  # noqa: S608  # constants
)


def tampered(slug: str, day: date) -> None:
    """A cent more in a day's total, and a remark on its sale that its seal does not know."""
    tamper_with_books(*(statement.format(slug=slug, day=day) for statement in _TAMPERED))


def test_another_issuers_difference_does_not_block(issuers: tuple[Issuer, Issuer]) -> None:
    own, other = issuers
    tampered("abroad", NOVEMBER)

    assert len(prove_books().differences) == 2
    assert close("2001-11", issuer=own, accepted=NOTES, prove=prove).number == 1
    with refused(DISAGREES):
        close("2001-11", issuer=other, accepted=NOTES, prove=prove)


def test_a_difference_of_a_later_day_does_not_block(issuers: tuple[Issuer, Issuer]) -> None:
    own, _ = issuers
    tampered("sales-agreement", DECEMBER)

    assert close("2001-11", issuer=own, accepted=NOTES, prove=prove).number == 1
    with refused(DISAGREES):
        close("2001-12", issuer=own, accepted=NOTES, prove=prove)


def test_a_difference_of_an_earlier_day_blocks(issuers: tuple[Issuer, Issuer]) -> None:
    own, _ = issuers
    tampered("sales-agreement", NOVEMBER)

    assert close("2001-10", issuer=own, accepted=NOTES, prove=prove).number == 1
    for label in ("2001-11", "2001-12"):
        with refused(DISAGREES):
            close(label, issuer=own, accepted=NOTES, prove=prove)


def test_a_missing_guard_blocks_everybody(issuers: tuple[Issuer, Issuer]) -> None:
    settle_constraints()
    alter("ALTER TABLE placements_sale DROP CONSTRAINT a_price_is_positive")

    for issuer in issuers:
        with refused(DISAGREES):
            close("2001-10", issuer=issuer, accepted=NOTES, prove=prove)


def test_very_many_differences_elsewhere_hide_none_of_ones_own(
    issuers: tuple[Issuer, Issuer],
) -> None:
    own, _ = issuers
    days = (
        "INSERT INTO placements_daytotal (agreement_id, day, gross, shares, commission, net, "
        "settled) SELECT a.id, date '1990-01-01' + n, 1, 0, 0, 0, 0 "
        "FROM placements_agreement a, generate_series(1, {many}) n WHERE a.slug = '{slug}'"
    )
    tamper_with_books(days.format(many=200, slug="abroad"))
    asked = BooksUntil(own.pk, date(2001, 11, 30))
    assert prove_books(asked).differences == []

    tamper_with_books(days.format(many=1, slug="sales-agreement"))
    assert prove_books(asked).differences == [
        "Sales Agreement, 1990-01-02: the gross of the day is 1.00; the rows give 0.00."
    ]


def test_a_document_that_was_changed_blocks_the_issuer_whose_record_it_proves(
    issuers: tuple[Issuer, Issuer],
) -> None:
    own, other = issuers
    settle_constraints()
    alter(
        "ALTER TABLE books_document DROP CONSTRAINT a_document_is_known_by_the_hash_of_its_bytes",
        "ALTER TABLE books_document DROP CONSTRAINT a_document_has_the_size_of_its_bytes",
    )
    tamper_with_books("UPDATE books_document SET content = 'another'")

    def found(issuer: Issuer) -> list[str]:
        differences = prove_books(BooksUntil(issuer.pk, date(2001, 11, 30))).differences
        return [each for each in differences if each.startswith("Document ")]

    assert found(own) == []
    assert len(found(other)) == 2


def test_the_command_and_the_page_close_beside_broken_books(
    issuers: tuple[Issuer, Issuer],
) -> None:
    tampered("abroad", NOVEMBER)
    notes = [f"--note={topic}={note}" for topic, note in NOTES.items()]

    said = say("close_period", "2001-11", "--issuer", "neotherapeutics", "--user", "anna", *notes)
    assert "2001-11 of NeoTherapeutics, Inc. is closed (closing 1)." in said
    with pytest.raises(CommandError, match=DISAGREES):
        say("close_period", "2001-11", "--issuer", "elsewhere", "--user", "anna", *notes)

    controller: Client = logged_in(anna())
    proved = "/periods/close/?issuer={}&period=2001-12&prove=1"
    page = words(controller.get(proved.format("neotherapeutics")))
    assert "Ledger in order The ledger agrees" in page
    page = words(controller.get(proved.format("elsewhere")))
    assert f"Ledger blocks {DISAGREES}" in page
    assert "Abroad, Nov 9, 2001: the gross of the day is 4000.01; the rows give 4000.00." in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "check", [*CHECKS, *OF_WARRANTS], ids=[check.about for check in (*CHECKS, *OF_WARRANTS)]
)
def test_every_check_tells_whose_books_it_is_about_and_from_which_day(check: Check) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"{check.sql} LIMIT 0")
        assert cursor.description is not None
        *_, issuer, day = cursor.description
        assert len(cursor.description) == 6
        cursor.execute(
            "SELECT %s::oid::regtype::text, %s::oid::regtype::text",
            [issuer.type_code, day.type_code],
        )
        assert cursor.fetchone() in {("bigint", "date"), ("integer", "date")}


@pytest.mark.django_db
def test_the_check_of_documents_tells_them_too() -> None:
    test_every_check_tells_whose_books_it_is_about_and_from_which_day(documents_check())
