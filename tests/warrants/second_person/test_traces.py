"""What is kept of a request and of its approval: history, exports, proof."""

import pytest

from neoequity.books.history.lines import history_lines
from neoequity.books.history.query import HistoryQuery
from neoequity.books.history.sources import sources
from neoequity.people.models import User
from placements.selectors.ledger import prove_ledger
from tests.factories import approved
from tests.history.conftest import told
from tests.warrants.factories import ISSUED_BY
from warrants.actions.asking import ask_transfer
from warrants.models import Holder, Warrant

pytestmark = pytest.mark.django_db


def test_the_history_tells_the_request_its_approval_and_the_entry(
    warrant: Warrant, agent: Holder, officer: Holder, tina: User, carl: User
) -> None:
    request = ask_transfer(
        warrant,
        holder_from=agent,
        holder_to=officer,
        shares=100,
        on=ISSUED_BY,
        by=tina,
        today=ISSUED_BY,
    )
    approved(request, by=carl, today=ISSUED_BY)
    newest = history_lines(sources(), HistoryQuery(), most=3).lines
    posted = (
        "entry 2 of warrant 1 (NeoTherapeutics, Inc.), transfer of 2001-11-30: 100 shares from "
        "Cantor Fitzgerald & Co. to A. Officer"
    )
    assert [(line.what, line.who, line.through) for line in newest] == [
        (posted, "tina", "Transferred warrants"),
        (f"Request {request.pk} (NeoTherapeutics, Inc.) changed", "carl", "Approved a request"),
        (
            f"Request {request.pk} (NeoTherapeutics, Inc.) entered",
            "tina",
            "Requested a transfer of warrants",
        ),
    ]
    assert "Kind: Transfer of a warrant" in told(newest[2])
    assert prove_ledger().differences == []
