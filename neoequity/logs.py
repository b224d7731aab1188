"""How the log reads: lines for people, or JSON for programs; a refused request takes one line."""

import copy
import json
import logging
from datetime import UTC, datetime
from typing import Any

from neoequity.books.full_disk import is_full_disk

_REFUSED = range(400, 500)
_LONGEST_REQUEST_ID = 200


def configuration(written_as: str) -> dict[str, Any]:
    """Django's LOGGING, with each record written as a "line" or as "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "neoequity.logs.LineFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            },
            "json": {"()": "neoequity.logs.JsonFormatter"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": written_as}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Replaces Django's own handlers, which are silent unless DEBUG is on.
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "waitress.queue": {"level": "ERROR"},  # warns of every request that waits a moment
            "neoequity": {"level": "INFO"},
            "placements": {"level": "INFO"},
        },
    }


def _needs_no_traceback(record: logging.LogRecord) -> bool:
    """Whether nothing of ours has failed, so that the message says all there is to say.

    A request that is refused is the client's affair, and a full disk the operator's.
    """
    error = record.exc_info[1] if record.exc_info else None
    return getattr(record, "status_code", None) in _REFUSED or is_full_disk(error)


class LineFormatter(logging.Formatter):
    """A line, and the traceback of a failure of ours below it."""

    def format(self, record: logging.LogRecord) -> str:
        if not _needs_no_traceback(record):
            return super().format(record)
        line = copy.copy(record)
        line.exc_info = line.exc_text = line.stack_info = None
        return " ".join(super().format(line).splitlines())


class JsonFormatter(logging.Formatter):
    """One object a line, in ASCII, whatever the record holds."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request": _request_id(record),
            "exception": self._exception(record),
        }
        return json.dumps({name: _sound(text) for name, text in told.items() if text is not None})

    def _exception(self, record: logging.LogRecord) -> str | None:
        if _needs_no_traceback(record):
            return None
        parts = [record.exc_text or "", record.stack_info or ""]
        if record.exc_info and record.exc_info[1] and not record.exc_text:
            parts[0] = self.formatException(record.exc_info)
        return "\n".join(filter(None, parts)) or None


def _message(record: logging.LogRecord) -> str:
    """The message, even if its parts do not fit into it or cannot be written."""
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 - a log that fails would hide what it was to tell
        said = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        return f"{said} (its parts cannot be written: {type(error).__name__})"


def _request_id(record: logging.LogRecord) -> str | None:
    """What the proxy calls the request, in the header X-Request-ID."""
    headers = getattr(getattr(record, "request", None), "headers", None)
    ask = getattr(headers, "get", None)
    found = ask("X-Request-ID") if callable(ask) else None
    return str(found)[:_LONGEST_REQUEST_ID] if found else None


def _sound(text: str) -> str:
    """The text without halves of characters, which many readers of JSON refuse."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
