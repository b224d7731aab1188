"""What agent, transfer agent and bank say: senders, their layouts, statements and lines."""

from neoequity.statements.models.layout import Layout
from neoequity.statements.models.sender import Sender, SenderAccount
from neoequity.statements.models.sign_off import SignOff
from neoequity.statements.models.statement import LINE_KINDS, Statement, StatementLine
from neoequity.statements.models.upload import Upload

__all__ = [
    "LINE_KINDS",
    "Layout",
    "Sender",
    "SenderAccount",
    "SignOff",
    "Statement",
    "StatementLine",
    "Upload",
]
