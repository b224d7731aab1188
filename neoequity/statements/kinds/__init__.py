"""What agent, transfer agent and bank say, as the kernel reads it."""

from neoequity.statements.kinds.layouts import LAYOUTS
from neoequity.statements.kinds.layouts import REQUESTS as LAYOUT_REQUESTS
from neoequity.statements.kinds.matches import MATCHES
from neoequity.statements.kinds.matches import REQUESTS as MATCH_REQUESTS
from neoequity.statements.kinds.senders import SENDERS
from neoequity.statements.kinds.sign_offs import SIGN_OFFS
from neoequity.statements.kinds.statements import STATEMENTS

RECORDS = (*SENDERS, *LAYOUTS, *STATEMENTS, *MATCHES, *SIGN_OFFS)
REQUESTS = (*LAYOUT_REQUESTS, *MATCH_REQUESTS)

__all__ = ["RECORDS", "REQUESTS"]
