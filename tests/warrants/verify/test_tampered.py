"""`verify_ledger` on the register: whatever does not follow from its entries is found and named."""

import pytest
from django.db import connection

from placements.selectors.ledger import prove_ledger
from tests.factories import UserFactory
from tests.ledger.tampering import Tamper, alter, settle_constraints
from tests.warrants.factories import (
    sold_placement,
    warrant_agreement,
)
from warrants.models import Warrant
from warrants.selectors.ledger import prove_register

WARRANT = "neotherapeutics, warrant"


def test_a_register_in_order_has_no_differences(register: Warrant) -> None:
    proof = prove_register()

    assert proof.differences == []
    assert proof.rows == "2 warrants, 11 entries"
    assert prove_ledger().differences == []


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
    "a reversal before what it reverses": (
        entry(1, 4, "\"on\" = '2001-11-30'"),
        [f"{WARRANT} 1, reversal 4: its day is 2001-11-30; it must be 2001-12-03 or later."],
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
        "DELETE FROM placements_split",
        [
            *(
                f"{WARRANT} {holder}: the change by stock splits on 2002-09-06 is {stands}; the "
                "splits give 0."
                for holder, stands in (
                    ("1, Cantor Fitzgerald & Co.", -672),
                    ("1, An Officer", -240),
                    ("2, Montrose", -3840),
                )
            ),
            f"{WARRANT} 1, entry 8: the exercise price is 130.000000; it must be 5.2000.",
        ],
    ),
    "a split of another ratio": (
        "UPDATE placements_split SET old = 20",
        [
            *(
                f"{WARRANT} {holder}: the change by stock splits on 2002-09-06 is {stands}; the "
                f"splits give {follows}."
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
        f"{WARRANT} 1, An Officer: what is left on 2001-12-03 is -30; it must be 0 or more."
    ) in prove_register().differences


def test_a_warrant_without_its_issue_is_found(tamper: Tamper) -> None:
    tamper(_NO_ENTRIES)

    assert f"{WARRANT} 2: its issue is missing; it must be an entry." in (
        prove_register().differences
    )


def test_a_warrant_for_another_agreements_placement_is_found(tamper: Tamper) -> None:
    sold_placement(warrant_agreement(other=True), by=UserFactory(), method="nasdaq")
    settle_constraints()
    tamper(_OTHER_PLACEMENT)

    assert (
        f"{WARRANT} 1: the agreement of its placement is another; it must be its own."
    ) in prove_register().differences


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
