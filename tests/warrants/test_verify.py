"""`verify_ledger` on the register: whatever does not follow from its entries is found and named."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from placements.models import Issuer, Sale
from placements.selectors.ledger import prove_ledger
from tests.factories import UserFactory, reverse_sale
from tests.warrants.factories import (
    HolderFactory,
    another_holder,
    issued_warrant,
    opened_warrant,
    reverse_entry,
    sold_placement,
    warrant_agreement,
)
from warrants.actions.calls import give_call_notice, price_call
from warrants.actions.register import cancel, exercise, transfer
from warrants.actions.split import record_split
from warrants.models import Warrant
from warrants.selectors.ledger import prove_register

LATER = date(2003, 1, 31)
SPLIT_ON = date(2002, 9, 6)
Tamper = Callable[..., None]


@pytest.fixture
def office(db: None) -> User:
    person: User = UserFactory(username="office")
    return person


@pytest.fixture
def register(office: User) -> Warrant:
    """Warrant 1 of the agent and warrant 2 of the Class B series, with one of every entry.

    The agent's: 1 issue, 2 transfer, 3 cash exercise, 4 its reversal, 5 cancellation, 6 and 7 the
    split of both holders, 8 cashless exercise. The other: 1 issue, 2 exercise, 3 split.
    """
    told: dict[str, Any] = {"by": office, "today": LATER}
    warrant, agent = issued_warrant(by=office), HolderFactory()
    officer = another_holder("agent_officer", name="An Officer", slug="officer")
    montrose = another_holder(name="Montrose", slug="montrose")
    opened = opened_warrant(5_000, holder=montrose, by=office)
    day = date(2001, 12, 3)
    transfer(warrant, holder_from=agent, holder_to=officer, shares=300, on=day, **told)
    wrong = exercise(warrant, holder=agent, shares=100, on=day, way="cash", **told)
    reverse_entry(wrong, on=day, reason="Wrong", **told)
    cancel(warrant, holder=officer, shares=50, on=day, reason="Agreed", **told)
    assert opened.series is not None
    call = give_call_notice(opened.series, delivered_on=day, **told)
    call = price_call(call, closing_bid=Decimal("4.04"), market_price=Decimal("4.04"), **told)
    exercise(
        opened, holder=montrose, shares=1_000, on=date(2001, 12, 5), way="cash", call=call, **told
    )
    record_split(
        Issuer.objects.get(), effective_on=SPLIT_ON, new=1, old=25, source="Form 8-K", **told
    )
    exercise(
        warrant,
        holder=agent,
        shares=20,
        on=date(2002, 12, 2),
        way="cashless",
        market_price=Decimal(150),
        **told,
    )
    settle_constraints()
    return warrant


@pytest.fixture
def tamper(register: Warrant) -> Tamper:
    """Runs SQL with triggers asleep, as only the owner of the server can."""

    def act(*statements: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

    return act


def settle_constraints() -> None:
    """Check what waits for the commit now, so that tables can be altered in the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def alter(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_register_in_order_has_no_differences(register: Warrant) -> None:
    proof = prove_register()

    assert proof.differences == []
    assert proof.rows == "2 warrants, 11 entries"
    assert prove_ledger().differences == []


def test_an_empty_register_is_in_order(db: None) -> None:
    assert prove_register().differences == []


WARRANT = "neotherapeutics, warrant"
_ENTRY = """
    UPDATE warrants_entry e SET {what} FROM warrants_warrant w
    WHERE w.id = e.warrant_id AND w.number = {warrant} AND e.number = {number}
"""
_BALANCE = """
    UPDATE warrants_balance b SET shares = 9 FROM warrants_holder h
    WHERE h.id = b.holder_id AND h.slug = 'officer'
"""
_NO_BALANCE = """
    DELETE FROM warrants_balance b USING warrants_holder h
    WHERE h.id = b.holder_id AND h.slug = 'montrose'
"""
_NO_ENTRIES = """
    DELETE FROM warrants_entry e USING warrants_warrant w
    WHERE w.id = e.warrant_id AND w.number = 2
"""
_OTHER_PLACEMENT = """
    UPDATE warrants_warrant SET placement_id = p.id
    FROM placements_placement p JOIN placements_agreement a ON a.id = p.agreement_id
    WHERE warrants_warrant.number = 1 AND a.slug = 'other-agreement'
"""


# These two would still refuse figures that do not follow from each other.
_WITHOUT_RULES = """
    ALTER TABLE warrants_entry DROP CONSTRAINT cash_is_shares_times_exercise_price;
    ALTER TABLE warrants_entry DROP CONSTRAINT a_cashless_exercise_pays_with_the_gain;
"""


def entry(warrant: int, number: int, what: str) -> str:
    """The statement that changes one entry."""
    return _ENTRY.format(warrant=warrant, number=number, what=what)


TAMPERED: dict[str, tuple[str, list[str]]] = {
    "what is outstanding": (
        "UPDATE warrants_warrant SET outstanding = 1 WHERE number = 1",
        [f"{WARRANT} 1: the number of shares outstanding is 1; the entries give 18."],
    ),
    "a balance": (
        _BALANCE,
        [f"{WARRANT} 1, An Officer: the balance is 9; the entries give 10."],
    ),
    "a balance that is gone": (
        _NO_BALANCE,
        [f"{WARRANT} 2, Montrose: the balance is 0; the entries give 160."],
    ),
    "an issue that differs": (
        "UPDATE warrants_warrant SET shares = 1001 WHERE number = 1",
        [f"{WARRANT} 1: the number of shares of its issue is 1000; it must be 1001."],
    ),
    "the day of an issue": (
        "UPDATE warrants_warrant SET issued_on = '2001-11-14' WHERE number = 1",
        [f"{WARRANT} 1: the day of its issue is 2001-11-15; it must be 2001-11-14."],
    ),
    "a gap in the numbers": (
        entry(1, 8, "number = 9"),
        [f"{WARRANT} 1: the number of the entry in place 8 is 9; it must be 8."],
    ),
    "days that run backwards": (
        entry(1, 5, "\"on\" = '2001-11-30'"),
        [f"{WARRANT} 1, entry 5: its day is 2001-11-30; it must be 2001-12-03 or later."],
    ),
    "a cashless exercise before its day": (
        "UPDATE warrants_warrant SET cashless_from = '2002-12-03' WHERE number = 1",
        [
            (
                f"{WARRANT} 1, entry 8: its day is 2002-12-02; it must be 2002-12-03, the first of "
                "cashless exercise, or later."
            )
        ],
    ),
    "an exercise after the last day": (
        "UPDATE warrants_warrant SET expires_on = '2002-12-01' WHERE number = 1",
        [
            (
                f"{WARRANT} 1, entry 8: its day is 2002-12-02; it must be 2002-12-01, the last day "
                "of exercise, or earlier."
            )
        ],
    ),
    "a reversal that does not mirror": (
        entry(1, 4, "cash = -520.01"),
        [f"{WARRANT} 1, reversal 4: the cash is -520.01; it must be -520.00."],
    ),
    "shares received": (
        entry(1, 8, "shares_issued = 3"),
        [f"{WARRANT} 1, entry 8: the number of shares issued is 3; it must be 2."],
    ),
    "cash received": (
        entry(2, 2, "cash = 3837.99"),
        [f"{WARRANT} 2, entry 2: the cash is 3837.99; it must be 3838.00."],
    ),
    "an exercise without its call": (
        entry(2, 2, "call_id = NULL"),
        [f"{WARRANT} 2, entry 2: its call is missing; it must be one of its own series."],
    ),
    "the price of an exercise after a split": (
        entry(1, 8, "exercise_price = 129, shares_issued = 2"),
        [f"{WARRANT} 1, entry 8: the exercise price is 129.000000; it must be 130.0000."],
    ),
    "the price of a call": (
        "UPDATE warrants_callnotice SET closing_bid = 4.00",
        [
            (
                "Class B Warrants, call of 2001-12-03: the exercise price is 3.838000; the bid of "
                "4.000000 gives 3.8000."
            )
        ],
    ),
    "a split that is gone": (
        "DELETE FROM warrants_split",
        [
            *(
                f"{WARRANT} {number}: a stock split of 2002-09-06 is missing; it must be recorded."
                for number in ("1, entry 6", "1, entry 7", "2, entry 3")
            ),
            f"{WARRANT} 1, entry 8: the exercise price is 130.000000; it must be 5.2000.",
        ],
    ),
    "a split of another ratio": (
        "UPDATE warrants_split SET old = 20",
        [
            *(
                f"{WARRANT} {holder}: the change by the split of 2002-09-06 is {stands}; the "
                f"split gives {follows}."
                for holder, stands, follows in (
                    ("1, Cantor Fitzgerald & Co.", -672, -665),
                    ("1, An Officer", -240, -238),
                    ("2, Montrose", -3840, -3800),
                )
            ),
            f"{WARRANT} 1, entry 8: the exercise price is 130.000000; it must be 104.0000.",
        ],
    ),
}


@pytest.mark.parametrize(("statement", "sentences"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_found(
    statement: str, sentences: list[str], tamper: Tamper
) -> None:
    tamper(_WITHOUT_RULES, statement)

    found = prove_register().differences
    # The rules that had to go first are missed, and history knows of no change.
    told = [each for each in found if not each.startswith("The rule") and "history" not in each]
    assert sorted(told) == sorted(sentences)


def test_what_a_holder_never_had_is_found(tamper: Tamper) -> None:
    tamper(entry(1, 2, "shares = 20"))

    assert (
        f"{WARRANT} 1, entry 5, An Officer: what is left is -30; it must be 0 or more."
    ) in prove_register().differences


def test_a_warrant_without_its_issue_is_found(tamper: Tamper) -> None:
    tamper(_NO_ENTRIES)

    assert f"{WARRANT} 2: its issue is missing; it must be an entry." in (
        prove_register().differences
    )


def test_a_warrant_for_another_agreements_placement_is_found(tamper: Tamper, office: User) -> None:
    sold_placement(warrant_agreement(other=True), by=office, method="nasdaq")
    settle_constraints()
    tamper(_OTHER_PLACEMENT)

    assert (
        f"{WARRANT} 1: the agreement of its placement is another; it must be its own."
    ) in prove_register().differences


def test_warrants_beyond_the_nasds_limit_are_found(office: User) -> None:
    issued_warrant(by=office)
    (sale,) = Sale.objects.all()
    reverse_sale(sale, on=date(2001, 11, 20), reason="Wrong", by=office, today=LATER)

    assert prove_register().differences == [
        (
            "Sales Agreement: 1,000 warrant shares are issued and accruing on 0 shares sold; the "
            "NASD's limit is 0 (p. S-12)."
        )
    ]


def test_a_tracked_row_that_its_history_does_not_know_is_found(tamper: Tamper) -> None:
    tamper("UPDATE warrants_holder SET category = 'other' WHERE slug = 'officer'")

    (sentence,) = prove_register().differences
    assert sentence.endswith(
        "category is “other”; the last change in its history left “agent_officer”."
    )


def test_a_rule_and_a_trigger_that_are_gone_are_found(register: Warrant) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'warrants_entry'::regclass "
            "AND tgname LIKE 'pgtrigger_posted_entries_stay_%'"
        )
        trigger = cursor.fetchone()[0]
    alter(
        "ALTER TABLE warrants_warrant DROP CONSTRAINT a_warrant_is_for_shares",
        f"DROP TRIGGER {trigger} ON warrants_entry",
    )

    assert prove_register().differences == [
        "The rule “a_warrant_is_for_shares” of the table warrants_warrant is missing.",
        "The trigger “posted_entries_stay” of the table warrants_entry is missing.",
    ]
    assert prove_ledger().differences == []


def test_the_command_joins_ledger_and_register(register: Warrant) -> None:
    printed = StringIO()
    call_command("verify_ledger", stdout=printed)

    assert printed.getvalue().startswith(
        "The ledger agrees: 1 agreement, 1 placement, 1 sale, 1 delivery, 0 attachments; "
        "2 warrants, 11 entries; 13 seals; "
    )


def test_the_command_tells_the_differences_of_both(tamper: Tamper) -> None:
    tamper(
        "UPDATE placements_placement SET shares_sold = 1",
        "UPDATE warrants_warrant SET outstanding = 1 WHERE number = 1",
    )

    printed = StringIO()
    with pytest.raises(CommandError, match="The ledger does not agree: "):
        call_command("verify_ledger", stdout=printed)
    lines = printed.getvalue().splitlines()
    assert "Sales Agreement, placement 1: the number of shares sold is 1; the rows give 10000." in (
        lines
    )
    assert f"{WARRANT} 1: the number of shares outstanding is 1; the entries give 18." in lines


def test_what_is_wrong_with_the_connection_is_told_once(register: Warrant) -> None:
    alter("SET LOCAL session_replication_role = replica")

    printed = StringIO()
    with pytest.raises(CommandError, match=r"does not agree: 1 difference\.$"):
        call_command("verify_ledger", stdout=printed)


def test_more_sales_keep_the_register_in_order(office: User) -> None:
    agreement = warrant_agreement()
    issued_warrant(agreement, by=office)
    placement = sold_placement(agreement, 5_000, by=office, closed=False)
    sold_placement(agreement, 3_333, by=office, delivered=False)
    assert placement.shares_sold == 5_000

    assert prove_register().differences == []
