"""What agent, transfer agent and bank say, as the kernel reads it."""

from neoequity.statements.kinds.layouts import LAYOUTS, REQUESTS
from neoequity.statements.kinds.senders import SENDERS
from neoequity.statements.kinds.sign_offs import SIGN_OFFS
from neoequity.statements.kinds.statements import STATEMENTS

RECORDS = (*SENDERS, *LAYOUTS, *STATEMENTS, *SIGN_OFFS)

__all__ = ["RECORDS", "REQUESTS"]
