"""What the calendar shows: market days, windows, clashes, settlements, filings and milestones."""

from datetime import date
from decimal import Decimal

from neoequity.books.calendar import DayKind
from neoequity.company.terms.calendar_feed import (
    Entry,
    FilingDue,
    MoneyExpected,
    SettlementDue,
    WarrantDay,
    expected_money,
    filed,
    filings,
    lock_up_clashes,
    lock_ups,
    market_days,
    settlements,
    warrants_expiring,
    warrants_to_issue,
    within,
)
from neoequity.company.terms.lock_up import (
    Act,
    Consent,
    Kind,
    LockUpTerms,
    Window,
    clashes,
)
from neoequity.company.terms.spans import Span

CANTOR = "Cantor Fitzgerald & Co."
TERMS = LockUpTerms("sales-agreement", "Sales Agreement", CANTOR, 5, 5, "p. S-11")
WINDOW = Window(TERMS, 1, Span(date(2001, 10, 25), date(2001, 11, 23)))
CALL = Act(
    Kind.CALL, "The Class B call", Span(date(2001, 11, 21), date(2001, 12, 5)), "Class B holders"
)


def test_november_2001_departs_from_the_week_on_veterans_day_and_thanksgiving() -> None:
    assert list(market_days(date(2001, 11, 1), date(2001, 11, 30))) == [
        Entry(
            "market-2001-11-12",
            date(2001, 11, 12),
            date(2001, 11, 12),
            "Trading, no settlement",
            "Veterans Day (observed)",
        ),
        Entry(
            "market-2001-11-22",
            date(2001, 11, 22),
            date(2001, 11, 22),
            "No trading or settlement",
            "Thanksgiving Day",
        ),
    ]


def test_an_exceptional_day_is_shown_with_its_source_on_a_weekend_too() -> None:
    exceptions = {
        date(2001, 9, 11): DayKind(False, True, "Attacks"),
        date(2001, 9, 15): DayKind(True, True, "Opened on a Saturday"),
    }
    shown = market_days(date(2001, 9, 10), date(2001, 9, 16), exceptions)
    told = {entry.on.day: (entry.title, entry.text) for entry in shown}
    assert told[11] == ("No trading, settlement only", "Attacks")
    assert told[15] == ("Trading and settlement", "Opened on a Saturday")


def test_a_window_is_shown_with_the_agent_whose_consent_it_needs() -> None:
    assert list(lock_ups([WINDOW])) == [
        Entry(
            "lock-up-sales-agreement-1",
            date(2001, 10, 25),
            date(2001, 11, 23),
            "Lock-up: Placement 1 under the Sales Agreement",
            "No other offer, sale or grant of stock, convertibles or warrants from Oct 25, 2001 to "
            "Nov 23, 2001 without the written consent of Cantor Fitzgerald & Co. (p. S-11).",
        )
    ]


def test_a_clash_is_shown_on_the_days_without_consent_alone() -> None:
    partly = Consent(
        "sales-agreement",
        Span(date(2001, 11, 22), date(2001, 11, 22)),
        frozenset({Kind.CALL}),
        approved=True,
        attached=True,
    )
    shown = list(lock_up_clashes(clashes([WINDOW], [CALL], [partly])))
    assert [(entry.on.day, entry.title) for entry in shown] == [
        (21, "Lock-up clash: The Class B call"),
        (23, "Lock-up clash: The Class B call"),
    ]
    assert shown[0].text == (
        "The Class B call falls in the lock-up of Placement 1 under the Sales Agreement; days "
        "without consent: Nov 21, 2001 and Nov 23, 2001 (p. S-11)."
    )
    assert shown[0].uid == ("clash-sales-agreement-1-call-2001-11-21-the-class-b-call-2001-11-21")


def test_a_placement_with_the_same_agent_is_no_clash_to_show() -> None:
    placement = Act(
        Kind.PLACEMENT, "Placement 1", Span(date(2001, 11, 19), None), CANTOR, "other-agreement", 1
    )
    assert list(lock_up_clashes(clashes([WINDOW], [placement]))) == []


def test_settlements_and_filings_are_shown_on_their_days() -> None:
    due = SettlementDue(
        "sales-agreement", date(2001, 11, 15), "Sales Agreement", 949_710, Decimal("3670048.32")
    )
    filing = FilingDue("424b3-2001-11-09", "424(b)(3)", date(2001, 11, 14), "Two weeks' sales")
    assert [*settlements([due]), *filings([filing])] == [
        Entry(
            "settlement-sales-agreement-2001-11-15",
            date(2001, 11, 15),
            date(2001, 11, 15),
            "Settlement due: Sales Agreement",
            "Deliver 949,710 shares, receive $3,670,048.32 net of commission.",
            "Deliver 949,710 shares.",
        ),
        Entry(
            "filing-424b3-2001-11-09",
            date(2001, 11, 14),
            date(2001, 11, 14),
            "Filing due: 424(b)(3)",
            "Two weeks' sales",
        ),
    ]


def test_a_filing_that_was_made_is_shown_on_its_day() -> None:
    made = FilingDue("7", "424B3", date(2001, 11, 12), "Two weeks' sales")
    assert list(filed([made])) == [
        Entry("filed-7", date(2001, 11, 12), date(2001, 11, 12), "Filed: 424B3", "Two weeks' sales")
    ]


def test_other_money_is_expected_on_its_day_with_what_it_depends_on() -> None:
    block = MoneyExpected(
        "8", "Convertible debenture", "Montrose", date(2001, 11, 30), Decimal(8_000_000), "A call"
    )
    unknown = block._replace(key="9", amount=None, trigger="")
    assert [(entry.uid, entry.title, entry.text) for entry in expected_money([block, unknown])] == [
        (
            "money-8",
            "Expected: Convertible debenture",
            "Montrose: at most $8,000,000.00. A call.",
        ),
        ("money-9", "Expected: Convertible debenture", "Montrose: amount not available."),
    ]


def test_a_warrant_has_its_last_day_and_the_day_by_which_it_is_due() -> None:
    warrant = WarrantDay("neotherapeutics-1", "Warrant 1", date(2006, 11, 15), 94_971)
    [last] = warrants_expiring([warrant])
    [due] = warrants_to_issue([warrant])
    assert (last.uid, last.title) == ("expiry-neotherapeutics-1", "Last day: Warrant 1")
    assert last.text == "94,971 shares outstanding."
    assert (due.uid, due.title) == ("warrant-due-neotherapeutics-1", "Warrants due: Warrant 1")
    assert due.text == "Warrants for 94,971 shares are to be issued by this day."


def test_a_range_of_days_keeps_what_touches_it_in_order_and_closes_open_ends() -> None:
    first, last = date(2001, 11, 1), date(2001, 11, 30)
    open_end = WINDOW._replace(placement=2, span=Span(date(2001, 11, 12), None))
    over = WINDOW._replace(placement=3, span=Span(date(2001, 9, 3), date(2001, 10, 31)))
    later = WINDOW._replace(placement=4, span=Span(date(2001, 12, 1), None))
    entries = within(lock_ups([later, open_end, over, WINDOW]), first, last)
    assert [(entry.uid, entry.on, entry.until) for entry in entries] == [
        ("lock-up-sales-agreement-1", date(2001, 10, 25), date(2001, 11, 23)),
        ("lock-up-sales-agreement-2", date(2001, 11, 12), date(2001, 11, 30)),
    ]
