"""Closed periods and the company's records: what is dated in one is kept out, or told as late."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from neoequity.books.history.lines import lines_about
from neoequity.books.history.query import RecordKey
from neoequity.books.models import Seal
from neoequity.books.periods.late import late_rows
from neoequity.books.refusal import Refused
from neoequity.company.actions.record import record_price
from neoequity.company.models import MarketPrice
from neoequity.ledger import prove_books
from neoequity.people.models import User
from placements.models import Agreement
from tests.constraints.rows import insert
from tests.kinds.cases import KindCases
from tests.kinds.company import DAY, Kind, issuer
from tests.kinds.test_company_figures import CASES as OF_FIGURES
from tests.kinds.test_company_figures import FIGURES
from tests.kinds.test_company_lock_up import CASES as OF_LOCK_UP
from tests.kinds.test_company_market import CASES as OF_MARKET
from tests.kinds.test_company_market import PRICES
from tests.kinds.test_company_money import CASES as OF_MONEY
from tests.kinds.test_company_registers import CASES as OF_REGISTERS
from tests.periods.closings import CLOSED_ON, close, locked
from tests.roles import unguarded

ALL = (*OF_FIGURES, *OF_LOCK_UP, *OF_MARKET, *OF_MONEY, *OF_REGISTERS)


def named(cases: KindCases) -> str:
    return cases.model.__name__


def priced(by: User, on: date, **facts: Any) -> MarketPrice:
    told = {"close": Decimal("4.04"), "document": "A closing report", **facts}
    row = record_price(issuer=issuer(), day=on, **told, by=by, today=CLOSED_ON)
    assert isinstance(row, MarketPrice)
    return row


def test_a_closed_month_keeps_prices_out(agreement: Agreement, treasurer: User) -> None:
    close("2001Q4")
    with pytest.raises(Refused) as refused:
        priced(treasurer, DAY)
    assert locked("Nov 1, 2001") in str(refused.value)


@pytest.mark.parametrize("kind", [FIGURES, PRICES], ids=["approved", "recorded"])
def test_the_database_keeps_records_out_of_a_closed_month(
    agreement: Agreement, treasurer: User, kind: Kind
) -> None:
    correction = kind.correction_of(kind.post(treasurer))
    close("2001Q4")
    with pytest.raises(IntegrityError, match="was closed by anna"), transaction.atomic():
        insert(kind.model, correction)


def test_what_is_recorded_after_a_closing_is_told_among_the_late_changes(
    agreement: Agreement, treasurer: User
) -> None:
    closing = close("2001-11")
    row = priced(treasurer, date(2001, 10, 15))
    [told] = late_rows(closing)
    assert told[1:5] == (
        *("tess", f"Market price {row.pk}", "NeoTherapeutics, Inc.", date(2001, 10, 15)),
    )


@pytest.mark.parametrize("cases", ALL, ids=named)
def test_a_record_is_sealed_and_told_in_the_history(treasurer: User, cases: KindCases) -> None:
    row = cases.row(treasurer)
    assert Seal.objects.filter(kind=row._meta.model_name, entry=row.pk).exists()
    [line, *_] = lines_about(RecordKey(type(row), row.pk))
    assert f"{row._meta.verbose_name} as of 2001-11-" in line.what
    assert prove_books().differences == []


@pytest.mark.parametrize("cases", ALL, ids=named)
def test_a_record_changed_with_the_triggers_off_is_found(treasurer: User, cases: KindCases) -> None:
    row = cases.row(treasurer)
    with unguarded():
        cases.model._default_manager.filter(pk=row.pk).update(remark="Forged")
    [difference] = prove_books().differences
    assert "does not fit its seal" in difference
