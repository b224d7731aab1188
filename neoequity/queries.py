"""Counts the queries of a request, and names in the log those that took long."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import connection

logger = logging.getLogger(__name__)

_SHOWN = 500  # characters of a statement; its values are never shown


class Watch:
    """Counts the queries of this thread while it is entered, and the seconds they took."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0
        self._entered = ExitStack()

    def __enter__(self) -> Self:
        self._entered.enter_context(connection.execute_wrapper(self._watched))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._entered.close()

    def _watched(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = perf_counter() - began
            self.queries += 1
            self.seconds += took
            if took >= settings.SLOW_QUERY_SECONDS:
                logger.warning("A query took %.1f s: %s", took, " ".join(sql.split())[:_SHOWN])
