"""What agent, transfer agent and bank say, and what of it is matched with our books."""

from neoequity.statements.models.layout import Layout
from neoequity.statements.models.match import (
    DIFFERENCES,
    MOST_OF_AN_EXPLANATION,
    AcceptedDifference,
    Match,
    MatchPart,
)
from neoequity.statements.models.open_item import OpenItem
from neoequity.statements.models.sender import Sender, SenderAccount
from neoequity.statements.models.sign_off import SignOff
from neoequity.statements.models.statement import (
    LINE_KINDS,
    Statement,
    StatementLine,
    line_of,
)
from neoequity.statements.models.upload import Upload

__all__ = [
    "DIFFERENCES",
    "LINE_KINDS",
    "MOST_OF_AN_EXPLANATION",
    "AcceptedDifference",
    "Layout",
    "Match",
    "MatchPart",
    "OpenItem",
    "Sender",
    "SenderAccount",
    "SignOff",
    "Statement",
    "StatementLine",
    "Upload",
    "line_of",
]
