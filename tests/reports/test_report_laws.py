"""Whatever happened in whatever order: the parts of a period add up, and the books balance."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from random import Random
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from neoequity.books.models import Issuer
from neoequity.reports.all import REPORTS
from neoequity.reports.report import Asked
from neoequity.reports.scope import asked_for, head_of
from neoequity.reports.sold import Figures
from neoequity.reports.sold_rows import programmes
from neoequity.reports.spans import Span
from neoequity.reports.writers.pdf import write_pdf
from neoequity.reports.writers.table import write_csv
from placements.models import Sale, Split
from placements.terms.split import shares_on
from tests.histories.reckoning import History
from tests.histories.test_any_order import Office, histories, recorded
from tests.laws import law
from tests.periods.closings import close
from tests.reports.journal_books import FIRST, TODAY, stated
from tests.reports.journal_books import History as Lived
from tests.reports.test_quarter_law import DAYS, SIGNED_ON

pytestmark = pytest.mark.django_db

YEAR_END = date(2001, 12, 31)
LAST = date(2002, 2, 15)
_DAY = timedelta(days=1)
_FAR = date(2003, 12, 31)

Line = dict[str, str]


class Sum(NamedTuple):
    """What lines of a report come to."""

    shares: int
    gross: Decimal
    commission: Decimal
    net: Decimal


def asked(issuer: Issuer, since: date, until: date) -> Asked:
    return Asked(issuer, since, until, min(until, LAST), LAST)


def lines_of(report: str, of: Asked) -> list[Line]:
    out = BytesIO()
    write_csv(REPORTS[report].build(of), out)
    return list(csv.DictReader(StringIO(out.getvalue().decode(), newline="")))


def summed(lines: Iterable[Line], *names: str) -> list[Decimal]:
    every = list(lines)
    return [sum((Decimal(line[name] or 0) for line in every), Decimal(0)) for name in names]


def entries(lines: Iterable[Line]) -> list[Line]:
    """One line for each entry of a commission statement, which has one for each tier."""
    return list({(line["agreement"], line["sale"]): line for line in lines}.values())


def plus(first: list[Decimal], second: list[Decimal]) -> list[Decimal]:
    return [one + other for one, other in zip(first, second, strict=True)]


@law()
@given(histories(DAYS), st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_the_parts_of_a_period_add_up_in_supplement_and_commission_statement(
    history: History, order: Random, cut: date
) -> None:
    with recorded(history, order) as office:
        issuer = office.agreement.issuer
        whole, first, second = (
            asked(issuer, *span)
            for span in ((SIGNED_ON, LAST), (SIGNED_ON, cut), (cut + _DAY, LAST))
        )
        dollars = ("gross", "commission", "net")
        assert summed(lines_of("supplement", whole), *dollars) == plus(
            summed(lines_of("supplement", first), *dollars),
            summed(lines_of("supplement", second), *dollars),
        )
        parts = [entries(lines_of("commission", part)) for part in (first, second)]
        posted = entries(lines_of("commission", whole))
        assert len(posted) == len(parts[0]) + len(parts[1]) == Sale.objects.count()
        paid = ("commission", "deductions", "net")
        assert summed(posted, *paid) == plus(summed(parts[0], *paid), summed(parts[1], *paid))


@law()
@given(histories(DAYS), st.randoms(use_true_random=False))
def test_the_quarters_of_two_parts_are_those_of_the_whole(history: History, order: Random) -> None:
    with recorded(history, order) as office:
        issuer = office.agreement.issuer
        figures = ("gross", "commission", "deductions", "net")
        for basis in ("sold", "issued"):
            whole, first, second = (
                [line for line in lines_of("quarter", asked(issuer, *span))
                 if line["basis"] == basis]
                for span in ((SIGNED_ON, LAST), (SIGNED_ON, YEAR_END), (YEAR_END + _DAY, LAST))
            )  # fmt: skip
            assert summed(whole, *figures) == plus(
                summed(first, *figures), summed(second, *figures)
            )
            assert summed(whole[-1:], "total_gross") == summed(whole, "gross")


@law()
@given(histories(DAYS), st.randoms(use_true_random=False), st.sampled_from(DAYS))
def test_every_entry_balances_and_cash_is_the_settled_net(
    history: History, order: Random, since: date
) -> None:
    with recorded(history, order) as office:
        stated("par_value", "0.001", FIRST)
        of = asked(office.agreement.issuer, since, LAST)
        balances: dict[str, Decimal] = defaultdict(Decimal)
        cash = Decimal(0)
        for line in lines_of("journal", of):
            amount = Decimal(line["debit"] or 0) - Decimal(line["credit"] or 0)
            balances[line["entry"]] += amount
            cash += amount if line["account"] == "Cash" else 0
        assert not any(balances.values())
        assert cash == issued(of).net + cents_of_reversals(office, of)


def issued(of: Asked) -> Figures:
    """What was delivered in the period, less what reversals took back of it."""
    [programme] = programmes(of)
    return programme.book.issued.within(Span(of.since, of.as_of))


def cents_of_reversals(office: Office, of: Asked) -> Decimal:
    """By how much what reversals were posted with differs from the sales that they take back.

    The journal has the cash of the reversal as posted; what is issued is taken back as it came.
    """
    reversals = Sale.objects.filter(
        agreement=office.agreement,
        reverses__delivery__delivered_on__lt=F("trade_date"),
        trade_date__range=(of.since, of.as_of),
    )
    return sum((each.net + each.reverses.net for each in reversals if each.reverses), Decimal(0))


@law()
@given(histories(DAYS), st.randoms(use_true_random=False), st.sampled_from([*DAYS, LAST]))
def test_what_is_open_and_what_was_delivered_are_what_was_sold(
    history: History, order: Random, as_of: date
) -> None:
    with recorded(history, order) as office:
        issuer = office.agreement.issuer
        of = Asked(issuer, SIGNED_ON, _FAR, as_of, as_of)
        lines = lines_of("settlements", of)
        standing = [sale for sale in _sales(office, as_of) if not _is_reversed(sale, as_of)]
        delivered = [
            line[f"{state}_net"] for line in lines for state in ("on_time", "late", "early")
        ]
        still_open = [line[f"{state}_net"] for line in lines for state in ("unsettled", "overdue")]
        came_to = sum(map(Decimal, [*delivered, *still_open]), Decimal(0))
        assert came_to == sum((sale.net for sale in standing), Decimal(0))
        assert came_to == summed(lines, "net")[0]
        assert summed(lines, "sales") == [Decimal(len(standing))]
        splits = Split.by_issuer(as_of)[issuer.pk]
        for line in lines:
            if line["settlement_date"]:
                own = [
                    (sale.trade_date, sale.shares)
                    for sale in standing
                    if str(sale.settlement_date) == line["settlement_date"]
                ]
                whole = shares_on(as_of, own, splits)
                # Each state drops the fraction of its own.
                assert 0 <= whole - int(line["shares"]) <= len(splits) * 5


def _sales(office: Office, as_of: date) -> list[Sale]:
    rows = Sale.objects.filter(
        agreement=office.agreement, reverses=None, adjusts=None, trade_date__lte=as_of
    )
    return list(rows.select_related("reversal"))


def _is_reversed(sale: Sale, as_of: date) -> bool:
    return hasattr(sale, "reversal") and sale.reversal.trade_date <= as_of


@contextmanager
def lived(seed: int) -> Any:
    """An office that did what came to its mind; taken back afterwards."""
    with transaction.atomic():
        office = Lived(seed)
        office.live(18)
        yield office
        transaction.set_rollback(True)


@law(times=0.5)
@given(st.integers(0, 10_000))
def test_later_facts_move_no_report_of_a_closed_period(seed: int) -> None:
    """Sales found late, deliveries, reversals, changes of terms and of par, expenses, a split."""
    with lived(seed) as office:
        close("2001Q4", today=TODAY)
        before = made()
        done = office.done
        office.attempt(office.split)
        office.live(8)
        after = made()
        assert office.done > done
        for name in REPORTS:
            assert after[name][0] == before[name][0], name
            assert after[name][1] == before[name][1], name


def made() -> dict[str, tuple[bytes, bytes]]:
    """The file and the PDF of each report of the closed quarter."""
    issuer = Issuer.objects.get()
    of = asked_for(FIRST, YEAR_END, TODAY, issuer=issuer)
    assert of.known_at is not None
    files = {}
    for name, report in REPORTS.items():
        data, pdf = BytesIO(), BytesIO()
        content = report.build(of)
        write_csv(content, data)
        write_pdf(report, content, head_of(of, "anna", of.known_at), pdf)
        files[name] = data.getvalue(), pdf.getvalue()
    return files
