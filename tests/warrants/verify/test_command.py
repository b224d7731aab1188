"""`verify_ledger` proves the ledger and the register in one go."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.ledger.tampering import Tamper, alter
from warrants.models import Warrant

WARRANT = "neotherapeutics, warrant"


def test_the_command_joins_ledger_and_register(register: Warrant) -> None:
    printed = StringIO()
    call_command("verify_ledger", stdout=printed)

    heading, overdue, counts, head = printed.getvalue().splitlines()
    assert heading == "Findings:"
    assert overdue.startswith("Sales Agreement, placement 1: 50 warrant shares were due to ")
    assert counts.startswith(
        "The ledger agrees: 1 agreement, 1 placement, 1 sale, 1 delivery, 0 attachments; "
        "2 warrants, 11 entries; 14 seals; "
    )
    assert head.startswith("NeoTherapeutics, Inc.: the chain's head is position 14, ")


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
