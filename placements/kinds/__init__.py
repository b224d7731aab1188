"""The kinds of record and of request of the placements, as the kernel reads them."""

from placements.kinds.records import RECORDS as OF_THE_BOOKS
from placements.kinds.records import REQUESTS as OF_THE_OFFICE
from placements.kinds.settlement import RECORDS as OF_SETTLEMENT
from placements.kinds.settlement import REQUESTS as TO_INSTRUCT

RECORDS = (*OF_THE_BOOKS, *OF_SETTLEMENT)
REQUESTS = (*OF_THE_OFFICE, *TO_INSTRUCT)

__all__ = ["RECORDS", "REQUESTS"]
