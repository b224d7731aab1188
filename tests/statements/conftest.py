"""An agent, a transfer agent and a bank, each with its layout approved."""

import pytest

from neoequity.statements.models import Sender
from placements.models import Placement
from tests.factories import PlacementFactory, usual
from tests.statements import files
from tests.statements.recorded import able
from tests.statements.signing import NET, Desk, belong_together
from tests.worlds import built_once


@built_once
def agent(db: None) -> Sender:
    return able(files.AGENT)


@built_once
def registry(db: None) -> Sender:
    return able(files.TRANSFER_AGENT)


@built_once
def bank(db: None) -> Sender:
    return able(files.BANK)


@pytest.fixture
def month_to_date() -> list[bytes]:
    """The agent's file of Nov 9, then the one of Nov 12 that repeats it and adds a sale."""
    second = files.SALE.replace("11/09", "11/12").replace("11/15", "11/16").replace("HV-1", "HV-2")
    return [files.sales(files.SALE), files.sales(files.SALE, second)]


@built_once
def desk(db: None) -> Desk:
    return Desk()


@built_once
def matched(desk: Desk) -> Desk:
    """The same, with the bank's line matched with the receipt."""
    belong_together("bank", (desk.line, NET, 0), (desk.receipt, NET, 0))
    return desk


@built_once
def placement(db: None) -> Placement:
    """The Sales Agreement's placement of 4,000,000 shares, under which what is matched is sold."""
    accepted: Placement = PlacementFactory(accepted=True, by=usual(), shares_offered=4_000_000)
    return accepted
