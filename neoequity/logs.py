"""How a line of the log reads: a refused request takes one, without a traceback."""

import copy
import logging

from neoequity.books.full_disk import is_full_disk

_REFUSED = range(400, 500)


class LineFormatter(logging.Formatter):
    """Leaves out the traceback where nothing of ours has failed.

    A request that is refused is the client's affair, and a full disk the operator's: the message
    says all there is to say. Any other failure keeps its traceback.
    """

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        refused = getattr(record, "status_code", None) in _REFUSED
        if not refused and not is_full_disk(error):
            return super().format(record)
        line = copy.copy(record)
        line.exc_info = line.exc_text = line.stack_info = None
        return " ".join(super().format(line).splitlines())
