"""The statement of an access review, and what differs between two of them."""

from datetime import UTC, date, datetime

import pytest

from neoequity.people.access import Account
from neoequity.reports.access.statement import accounts_in, changes, statement_of

PAT = Account(
    username="pat",
    name="Pat Doe",
    groups=("Treasury",),
    rights=("Record deliveries",),
    state="open",
    last_day=date(2002, 6, 30),
    second_factor=False,
    last_sign_in=datetime(2001, 11, 9, 22, 5, 9, 123, tzinfo=UTC),
)
WRITTEN = (
    '[{"username": "pat", "name": "Pat Doe", "groups": ["Treasury"], '
    '"rights": ["Record deliveries"], "state": "open", "last_day": "2002-06-30", '
    '"second_factor": false, "last_sign_in": "2001-11-09T22:05:09.000123Z"}]'
)


def test_a_statement_is_one_line_of_json() -> None:
    assert statement_of([PAT]) == WRITTEN


def test_a_statement_gives_back_its_accounts() -> None:
    nobody_yet = PAT._replace(username="sam", last_day=None, last_sign_in=None)
    assert accounts_in(statement_of([PAT, nobody_yet])) == [PAT, nobody_yet]


def test_the_same_rights_differ_in_nothing() -> None:
    renamed = PAT._replace(name="Pat Smith", last_sign_in=None)
    assert changes([PAT], [renamed]) == []


@pytest.mark.parametrize(
    ("after", "sentences"),
    [
        (
            PAT._replace(groups=("CFO", "Treasury"), rights=("Approve requests",)),
            ["pat’s groups were Treasury and are CFO, Treasury."],
        ),
        (PAT._replace(groups=(), rights=()), ["pat’s groups were Treasury and are none."]),
        (
            PAT._replace(rights=("Record deliveries", "placements.add_sale, given alone")),
            ["pat gained a right: placements.add_sale, given alone."],
        ),
        (PAT._replace(rights=()), ["pat lost a right: Record deliveries."]),
        (PAT._replace(state="inactive"), ["pat’s account was open and is inactive."]),
        (PAT._replace(last_day=None), ["pat’s last day was Jun 30, 2002 and is none."]),
        (PAT._replace(second_factor=True), ["pat set up a second factor."]),
    ],
)
def test_each_change_of_access_is_a_sentence(after: Account, sentences: list[str]) -> None:
    assert changes([PAT], [after]) == sentences


def test_accounts_come_and_go() -> None:
    sam = PAT._replace(username="sam", groups=())
    assert changes([PAT], [sam]) == [
        "pat no longer has an account.",
        "sam was created: in no group.",
    ]
