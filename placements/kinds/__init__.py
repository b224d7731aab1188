"""The kinds of record and of request of the placements, as the kernel reads them."""

from placements.kinds.records import RECORDS as OF_THE_BOOKS
from placements.kinds.records import REQUESTS as OF_THE_OFFICE
from placements.kinds.settlement import RECORDS as OF_SETTLEMENT

RECORDS = (*OF_THE_BOOKS, *OF_SETTLEMENT)
REQUESTS = OF_THE_OFFICE

__all__ = ["RECORDS", "REQUESTS"]
