"""Accounts of the office's chart: their own rules, and their `CASES`."""

import pytest

from neoequity.company.actions.record import record_account
from neoequity.company.models import Account
from neoequity.people.models import User
from tests.kinds.company import Kind

ACCOUNTS = Kind(
    Account,
    record_account,
    {"role": "cash", "code": "1010", "name": "Cash at bank"},
    "ledger accounts",
)
pytestmark = pytest.mark.usefixtures("company")
CASES = ACCOUNTS.cases(
    an_account_plays_one_of_the_roles=[ACCOUNTS.raw(role="slush_fund")],
    an_account_has_a_code_and_a_name=[ACCOUNTS.raw(code=""), ACCOUNTS.raw(name="")],
)


def test_an_account_is_told_by_its_code_and_name(treasurer: User) -> None:
    assert str(ACCOUNTS.post(treasurer)) == "1010 Cash at bank"
